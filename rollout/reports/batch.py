"""Which reports there are, and all of them, or those of some kinds, as files in a folder.

The same report as at its address. Knows how files are put in place whole; nothing of terminals.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from django.http import QueryDict
from django.utils.translation import gettext as _

from providers.models import DeliveryArea, Provider
from rollout import selectors
from rollout.clock import today
from rollout.exports import Table, as_csv
from rollout.reports.areas import area_report
from rollout.reports.country import country_report
from rollout.reports.document import Report
from rollout.reports.phases import phase_report
from rollout.reports.places import county_report, municipality_report
from rollout.reports.suppliers import provider_report
from rollout.reports.typesetting import as_pdf
from rollout.selection import Selection

INDEX = "index.csv"
UNFINISHED = ".unfinished"


@dataclass(frozen=True, slots=True)
class Order:
    """A report to be made. file: where it goes, below the folder."""

    kind: str
    file: str
    make: Callable[[], Report]


@dataclass(frozen=True, slots=True)
class Written:
    """A report in its place."""

    kind: str
    file: str
    title: str
    code: str
    size: int
    digest: str


def selection_on(on: date | None, **narrowed: str) -> Selection:
    """What a page of a day stands on; today where none is given. Raises InvalidSelection."""
    query = QueryDict(mutable=True)
    query.update(({"on": on.isoformat()} if on else {}) | narrowed)
    return Selection.from_query(query, today=today())


def _country(on: date | None) -> Iterator[tuple[str, Callable[[], Report]]]:
    yield "landet.pdf", lambda: country_report(selection_on(on))


def _phases(on: date | None) -> Iterator[tuple[str, Callable[[], Report]]]:
    for plan in selectors.published_plans():
        slug = selectors.plan_slug(plan)
        for phase in plan.phases.all():
            found = selectors.get_phase(slug, phase.number)
            yield f"etapp/{slug}-{phase.number}.pdf", lambda found=found: phase_report(found, selection_on(on))


def _counties(on: date | None) -> Iterator[tuple[str, Callable[[], Report]]]:
    for code, county in sorted(selection_on(on).snapshot.counties.items()):
        yield f"lan/{code}.pdf", lambda county=county: county_report(county, selection_on(on, county=county.code))


def _municipalities(on: date | None) -> Iterator[tuple[str, Callable[[], Report]]]:
    selection = selection_on(on)
    for code in sorted(selection.snapshot.codes):
        yield (
            f"kommun/{code}.pdf",
            lambda code=code: municipality_report(selectors.get_municipality(code), selection),
        )


def _areas(on: date | None) -> Iterator[tuple[str, Callable[[], Report]]]:
    selection = selection_on(on)
    for pk in DeliveryArea.objects.order_by("pk").values_list("pk", flat=True):
        yield f"leveransomrade/{pk}.pdf", lambda pk=pk: area_report(selectors.get_area(pk), selection)


def _providers(on: date | None) -> Iterator[tuple[str, Callable[[], Report]]]:
    selection = selection_on(on)
    for provider in Provider.objects.order_by("pk"):
        yield f"leverantor/{provider.pk}.pdf", lambda provider=provider: provider_report(provider, selection)


KINDS = {
    "country": _country,
    "phase": _phases,
    "county": _counties,
    "municipality": _municipalities,
    "area": _areas,
    "provider": _providers,
}


def orders(kinds: Iterable[str] = tuple(KINDS), *, on: date | None = None) -> list[Order]:
    """The reports of some kinds on a day. Raises KeyError for a kind there is none of, InvalidSelection for the day."""
    return [Order(kind, file, make) for kind in kinds for file, make in KINDS[kind](on)]


def write(order: Order, folder: Path) -> Written:
    """Make a report and put it in its place, over an older one. Until then the place holds what it held before."""
    report = order.make()
    pdf = as_pdf(report)
    put(folder / order.file, pdf)
    return Written(report.kind, order.file, report.title, report.code, len(pdf), sha256(pdf).hexdigest())


def write_index(written: Iterable[Written], folder: Path, *, on: date | None) -> None:
    """The list of the reports, as the last of the files: where it is, all that it lists is there too."""
    day = on or today()
    table = Table(
        name=INDEX,
        title=_("Status reports"),
        columns=[_("File"), _("Kind"), _("Code"), _("Title"), _("Day"), "SHA-256"],
        rows=[[each.file, each.kind, each.code, each.title, day, each.digest] for each in written],
    )
    put(folder / INDEX, as_csv(table))


def put(place: Path, content: bytes) -> None:
    """A whole file in its place at once: whoever is stopped in the middle leaves no half one under its name."""
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_name(f".{place.name}{UNFINISHED}")
    unfinished.write_bytes(content)
    unfinished.replace(place)


def sweep(folder: Path) -> None:
    """Take away what a run that was stopped had not finished."""
    for left in folder.rglob(f".*{UNFINISHED}"):
        left.unlink(missing_ok=True)
