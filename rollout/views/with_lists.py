"""Views of pages whose lists can be had as files: the page and each of its lists answer one question in one way."""

from collections.abc import Callable, Iterable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from rollout.exports import KINDS, Table, file_response
from rollout.pages.file_about import page_link, told_whole
from rollout.pages.lists.drawn import picture_name, sheet_of
from rollout.pages.lists.frame import Files, Listing, Picture, files_of, table_of
from rollout.picture_files import PICTURE_KINDS, picture_response
from rollout.selection import Selection

PAGED = ("page",)


def with_lists(template: str, *shown: Listing | Picture) -> Callable:
    """Make a view of a function that gives the context of a page, or an answer of its own where there is no page.

    The view takes `listed` and `kind` for a file, and says in `listings` and `pictures` which it has. The template
    finds the addresses of the files in `lists`.
    """

    def decorate(context_of: Callable[..., dict | HttpResponse]) -> Callable[..., HttpResponse]:
        files = only_files(*shown)(context_of)

        @require_safe
        @wraps(context_of)
        def view(request: HttpRequest, *, kind: str = "", **about) -> HttpResponse:
            if kind:
                return files(request, kind=kind, **about)
            context = context_of(request, **about)
            if isinstance(context, HttpResponse):
                return context
            return render(request, template, {**context, "lists": _lists_below(request, shown)})

        view.listings, view.pictures = files.listings, files.pictures
        return view

    return decorate


def only_files(*shown: Listing | Picture) -> Callable:
    """As `with_lists`, for the files alone: of a page that is also sent to, and so has a view of its own."""
    listings = {each.key: each for each in shown if isinstance(each, Listing)}
    pictures = {each.key: each for each in shown if isinstance(each, Picture)}

    def decorate(context_of: Callable[..., dict | HttpResponse]) -> Callable[..., HttpResponse]:
        @require_safe
        @wraps(context_of)
        def view(request: HttpRequest, *, listed: str, kind: str, **about) -> HttpResponse:
            if listed not in (pictures if kind in PICTURE_KINDS else listings if kind in KINDS else {}):
                raise Http404
            context = context_of(request, **about)
            if isinstance(context, HttpResponse):
                return context
            named = context.get("named_by", about.values())
            if kind in PICTURE_KINDS:
                return _picture(request, pictures[listed], context, named, kind)
            link = page_link(request, _page_of(request), PAGED)
            return _saved(request, table_of(listings[listed], context, link=link, about=named), kind)

        view.listings, view.pictures = tuple(listings.values()), tuple(pictures.values())
        return view

    return decorate


def _lists_below(request: HttpRequest, shown: Iterable[Listing | Picture]) -> dict[str, Files]:
    """The files of the lists of the page that is asked for, under the same question."""
    query = request.GET.copy()
    for name in PAGED:
        query.pop(name, None)
    return files_of(shown, _page_of(request), query.urlencode())


def _page_of(request: HttpRequest) -> str:
    """The address of a page, of itself or of one of its files."""
    return request.path[: request.path.rindex("/") + 1]


def _saved(request: HttpRequest, table: Table, kind: str) -> HttpResponse:
    return _unkept(request, file_response(table, kind))


def _unkept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What somebody who is signed in gets may be theirs alone, so nothing on the way keeps it."""
    if request.user.is_authenticated:
        add_never_cache_headers(response)
    return response


def _picture(request: HttpRequest, picture: Picture, context: dict, about: Iterable[object], kind: str) -> HttpResponse:
    """What is drawn, as a file. Raises Http404 where there is nothing to draw."""
    sheet = sheet_of(picture, context, link=page_link(request, _page_of(request)))
    if sheet is None:
        raise Http404
    return _unkept(request, picture_response(sheet, picture_name(picture, context, about), kind))


def sent_file(
    request: HttpRequest,
    table: Table,
    kind: str,
    selection: Selection | None,
    page: str,
    *,
    counted: bool = True,
    dated: bool = True,
) -> HttpResponse:
    """A table of a page at another address, with all that a file says of itself.

    page: the page's path. counted: whether it counts rows of the selection's basis; facts of a plan are on none. dated:
    whether it is about the selection's day; a comparison says itself which days it is about.
    """
    basis = selection.basis if selection and counted else None
    whole = told_whole(table, selection if dated else None, page_link(request, page), basis=basis)
    return _saved(request, whole, kind)
