"""What is told of an import line by line, kept page by page: a hundred thousand lines are written and found at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Sum

from rollout.models import Import, ImportPage

Sort = ImportPage.Sort
A_PAGE = 100
PAGES_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Line:
    """Something to be told: of a faulty row its place, key and name, of another what kind of row it is (about)."""

    sort: str
    message: str
    about: str = ""
    place: str = ""
    key: str = ""
    name: str = ""


def write(row: Import, lines: Iterable[Line]) -> None:
    """Keep lines as those of an import, beside what is kept of other sorts; in the transaction of the caller."""
    pages = _pages(row, lines)
    while some := list(islice(pages, PAGES_AT_ONCE)):
        # One by one: many long texts in one array take a driver ten times as long.
        ImportPage.objects.bulk_create(some, batch_size=1)


def numbers(row: Import) -> dict[str, int]:
    """How many lines there are of each sort. One query."""
    return dict(row.pages.order_by().values_list("sort").annotate(number=Sum("size")))


def page(row: Import, sort: str, number: int) -> list[Line]:
    """The lines on a page, from 1; none where there is no such page. One query."""
    found = row.pages.filter(sort=sort, number=number).values_list("lines", flat=True).first()
    return [_line(sort, values) for values in found or []]


def every(row: Import, sort: str) -> Iterator[Line]:
    """All lines of a sort. One query."""
    for values in row.pages.filter(sort=sort).order_by("number").values_list("lines", flat=True).iterator():
        yield from (_line(sort, each) for each in values)


def _pages(row: Import, lines: Iterable[Line]) -> Iterator[ImportPage]:
    """The lines as pages of one sort each, full but for the last."""
    open_ones: defaultdict[str, list[list[str]]] = defaultdict(list)
    written: defaultdict[str, int] = defaultdict(int)

    def closed(sort: str) -> ImportPage:
        written[sort] += 1
        found = open_ones.pop(sort)
        return ImportPage(of=row, sort=sort, number=written[sort], size=len(found), lines=found)

    for line in lines:
        open_ones[line.sort].append([line.about, line.place, line.key, line.name, line.message])
        if len(open_ones[line.sort]) == A_PAGE:
            yield closed(line.sort)
    for sort in list(open_ones):
        yield closed(sort)


def _line(sort: str, values: list[str]) -> Line:
    about, place, key, name, message = values
    return Line(sort, message, about, place, key, name)
