"""Views of pages whose lists can be had as files: the page and each of its lists answer one question in one way."""

from collections.abc import Callable, Iterable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from rollout.exports import KINDS, Table, file_response
from rollout.pages.file_about import made_lines, page_link, standing_lines, told_whole
from rollout.pages.lists.frame import Listing, Picture, files_of, table_of
from rollout.selection import Selection
from rollout.svg_file import stand_alone

PAGED, SVG = ("page",), "svg"


def with_lists(template: str, *shown: Listing | Picture) -> Callable:
    """Make a view of a function that gives the context of a page, or an answer of its own where there is no page.

    The view takes `listed` and `kind` for a file, and says in `listings` which lists it has. The template finds the
    addresses of the files in `lists`.
    """
    listings = {each.key: each for each in shown if isinstance(each, Listing)}
    pictures = {each.key: each for each in shown if isinstance(each, Picture)}

    def decorate(context_of: Callable[..., dict | HttpResponse]) -> Callable[..., HttpResponse]:
        @require_safe
        @wraps(context_of)
        def view(request: HttpRequest, *, listed: str = "", kind: str = "", **about) -> HttpResponse:
            there = pictures if kind == SVG else listings if kind in KINDS else {}
            if kind and listed not in there:
                raise Http404
            context = context_of(request, **about)
            if isinstance(context, HttpResponse):
                return context
            path = request.path[: request.path.rindex("/") + 1]
            if kind == SVG:
                return _picture(pictures[listed], context, about.values(), page_link(request, path))
            if kind:
                link = page_link(request, path, PAGED)
                return file_response(table_of(listings[listed], context, link=link, about=about.values()), kind)
            return render(request, template, {**context, "lists": files_of(shown, path, _query(request))})

        view.listings = tuple(listings.values())
        return view

    return decorate


def _picture(picture: Picture, context: dict, about: Iterable[object], link: str) -> HttpResponse:
    """The drawing as a file. Raises Http404 where there is nothing to draw."""
    if not (drawn := picture.svg(context)):
        raise Http404
    selection = context["selection"]
    told = [*standing_lines(selection), *made_lines(link, shows_examples=bool(context.get("shows_examples")))]
    name = "-".join([picture.key, *map(str, about), f"{selection.on.isoformat()}.svg"])
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        stand_alone(drawn, ". ".join(f"{label}: {words}" for label, words in told)),
        content_type="image/svg+xml",
        headers={"Content-Disposition": disposition},
    )


def _query(request: HttpRequest) -> str:
    query = request.GET.copy()
    for name in PAGED:
        query.pop(name, None)
    return query.urlencode()


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
    return file_response(whole, kind)
