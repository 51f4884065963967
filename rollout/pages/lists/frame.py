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
from rollout.words import BASIS_WORDS

KIND_WORDS = {"csv": "CSV", "xlsx": "Excel", "svg": "SVG"}


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


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of a page.

    key: the word in the file's address. rows: those of the page's context, in the order shown. columns: theirs; a
    function where they depend on the context. counted: how its figures are counted. source: where its rows come from.
    basis: whose rows they are; None where the question has no meaning.
    """

    key: str
    title: str | Promise
    columns: Sequence[Column] | Callable[[Mapping], Sequence[Column]]
    rows: Callable[[Mapping], Iterable]
    counted: str | Promise = ""
    source: str | Promise = ""
    basis: Callable[[Mapping], str | None] = counted_basis


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of a page that can be had as a file; with the key of a list, it stands among the files of that.

    svg: the drawing in the page's context; empty where there is nothing to draw.
    """

    key: str
    title: str | Promise
    svg: Callable[[Mapping], str | None]


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
    selection, basis = context.get("selection"), listing.basis(context)
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
    told += _filters(context)
    told += [(_("How it is counted"), str(listing.counted))] if listing.counted else []
    return told + ([(_("Source"), str(listing.source))] if listing.source else [])


def _filters(context: Mapping) -> list[Line]:
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
        kinds = KINDS if isinstance(each, Listing) else ("svg",)
        files = found.setdefault(each.key, Files(str(each.title), []))
        files.ways.extend((KIND_WORDS[kind], f"{path}{each.key}.{kind}{asked}") for kind in kinds)
    return found
