"""The one frame of all lists that pages give as files: columns over the rows that the page's own template shows.

A file lies below its page: the list `kontor` of /kommuner/0180/ is /kommuner/0180/kontor.csv, and takes the same
question. Knows the context of a page; nothing of any one page.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rollout.exports import KINDS, Cell, Table
from rollout.pages.coverage_files import filters_in_words
from rollout.pages.file_about import Line, filter_lines, told_whole
from rollout.picture_files import PICTURE_KINDS
from rollout.svg_file import Panel
from rollout.svg_legend import Key
from rollout.words import BASIS_WORDS

KIND_WORDS = {"csv": "CSV", "xlsx": "Excel", "svg": "SVG", "png": "PNG"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what stands at its head, and what a row has in it. None is missing: an empty cell."""

    label: str | Promise
    value: Callable[[Any], Cell]


def counted_basis(context: Mapping) -> str | None:
    """Whose rows a page shows: those of its selection, unless it shows one thing that is of the other kind."""
    if (selection := context.get("selection")) is None:
        return None
    if selection.shows_examples == bool(context.get("shows_examples", selection.shows_examples)):
        return selection.basis
    return "registered" if selection.shows_examples else "example"


def basis_of_plan(context: Mapping) -> str | None:
    """Facts of a plan are counted on no basis; they are invented where the plan is."""
    return "example" if getattr(context.get("plan"), "is_example", False) else None


def basis_of_provider(context: Mapping) -> str:
    """What is a provider's own is of its kind, invented or real, whatever rows are counted elsewhere."""
    return "example" if context["provider"].is_example else "registered"


def no_basis(context: Mapping) -> None:
    """Rows that are no facts about the services, or of several kinds: each says itself whether it is invented."""


def nothing_more(context: Mapping) -> Sequence[Line]:
    """The frame says everything."""
    return ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of a page.

    key: the word in the file's address. rows: those of the page's context, in the order shown. columns: theirs; a
    function where they depend on the context. counted: how its figures are counted. source: where its rows come from.
    basis: whose rows they are; None where the question has no meaning. about: what else is to be said of it. dated:
    whether it is about the day of the page's selection.
    """

    key: str
    title: str | Promise
    columns: Sequence[Column] | Callable[[Mapping], Sequence[Column]]
    rows: Callable[[Mapping], Iterable]
    counted: str | Promise = ""
    source: str | Promise = ""
    basis: Callable[[Mapping], str | None] = counted_basis
    about: Callable[[Mapping], Iterable[Line]] = nothing_more
    dated: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn on a page, as a file of its own; with the key of a list, it stands among the files of that.

    panels: the drawings of the page's context; none where there is nothing to draw. heading: what they show together;
    without it, the name of the only one. legend, notes: what stands on the page beside them all. dated: whether they
    are about the day of the page's selection. shared: shapes that several maps are made of. columns: how many of these
    stand in a row. The rest as `Listing` has it.
    """

    key: str
    title: str | Promise
    panels: Callable[[Mapping], Sequence[Panel]]
    heading: Callable[[Mapping], str] = lambda _context: ""
    legend: Callable[[Mapping], Iterable[Key]] = nothing_more
    notes: Callable[[Mapping], Iterable[str]] = nothing_more
    counted: str | Promise = ""
    source: str | Promise = ""
    basis: Callable[[Mapping], str | None] = counted_basis
    about: Callable[[Mapping], Iterable[Line]] = nothing_more
    dated: Callable[[Mapping], bool] = lambda _context: True
    shared: Callable[[Mapping], str] = lambda _context: ""
    columns: Callable[[Mapping], int] = lambda _context: 1


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a list or a picture, for its page: what it is called, and words and address of each file."""

    title: str
    ways: list[tuple[str, str]]


def table_of(listing: Listing, context: Mapping, *, link: str, about: Iterable[object] = ()) -> Table:
    """The list as a table. context: that of its page. link: the page's address. about: what the page is about.

    Where the page has a day, each row says it and whose rows are counted, so that it can stand by itself.
    """
    columns = listing.columns(context) if callable(listing.columns) else listing.columns
    selection, basis = context.get("selection") if listing.dated else None, listing.basis(context)
    same = {_("Day"): selection.on} if selection else {}
    same |= {_("Data"): str(BASIS_WORDS[basis])} if selection and basis else {}
    day = [selection.on.isoformat()] if selection else []
    table = Table(
        name="-".join([listing.key, *map(str, about), *day]),
        title=str(listing.title),
        columns=[*(str(each.label) for each in columns), *same],
        rows=[[*(each.value(row) for each in columns), *same.values()] for row in listing.rows(context)],
        about=_about(listing, context),
    )
    return told_whole(table, selection, link, basis=basis)


def _about(listing: Listing, context: Mapping) -> list[Line]:
    crumbs = [str(each.label) for each in context.get("crumbs", ())]
    told = [(_("List"), " – ".join([*crumbs, str(listing.title)]))]
    if plan := context.get("plan"):
        told.append((_("Plan"), str(plan)))
    if provider := context.get("provider"):
        told.append((_("Provider"), provider.name))
    told += listing.about(context)
    told += asked_lines(context) if listing.dated else []
    told += [(_("How it is counted"), str(listing.counted))] if listing.counted else []
    return told + ([(_("Source"), str(listing.source))] if listing.source else [])


def asked_lines(context: Mapping) -> list[Line]:
    """What the page was narrowed by: the choice of places, and what it asks beside that, each once."""
    fields, told = dict(getattr(context.get("form"), "fields", {})), []
    if selection := context.get("selection"):
        fields, told = selection.filterset.form.fields | fields, filters_in_words(selection)
    kept = filter_lines(context.get("kept_fields", ()), fields)
    return [*told, *(line for line in kept if line[0] not in {label for label, _words in told})]


def files_of(shown: Iterable[Listing | Picture], path: str, query: str) -> dict[str, Files]:
    """The files of each list and picture of a page, by key. path: that of the page. query: what it is asked."""
    asked, found = f"?{query}" if query else "", {}
    for each in shown:
        kinds = KINDS if isinstance(each, Listing) else PICTURE_KINDS
        files = found.setdefault(each.key, Files(str(each.title), []))
        files.ways.extend((KIND_WORDS[kind], f"{path}{each.key}.{kind}{asked}") for kind in kinds)
    return found
