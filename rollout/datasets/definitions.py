"""Which datasets there are, and the rows of each: those of the API, so that a file and an answer say the same.

Fields have the API's names and values, whatever the reader's language. Drafts are in none of them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rollout.api import figures, places, rows, suppliers
from rollout.api.plans import Phases, Switches
from rollout.measures import MEASURES
from rollout.pages.coverage_rows import MeasureRows, asked_otherwise
from rollout.permissions import visible_plans
from rollout.selection import Selection
from rollout.selectors import plans_in_force
from rollout.through_months import NOT_KNOWN, first_days, providers, statuses

BASIS = "basis"


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset. key: the beginning of its files' names. kinds: the formats it comes in.

    rows: what is in it, each with the same fields. of_basis: whether it counts providers, registered or invented.
    """

    key: str
    title: str | Promise
    words: str | Promise
    fields: Sequence[str]
    rows: Callable[[Selection], Iterable[dict]]
    kinds: tuple[str, ...] = ("csv",)
    of_basis: bool = True


def _on_basis(selection: Selection, told: Iterable[dict]) -> list[dict]:
    """Rows that say whose providers are counted in them."""
    basis = selection.basis
    return [{**row, BASIS: basis} for row in told]


def _municipalities(selection: Selection) -> list[dict]:
    told = rows.MunicipalityRow(places.told(selection, selection.rows), many=True).data
    return _on_basis(selection, told)


def _measures(selection: Selection) -> list[dict]:
    found = (MeasureRows(asked_otherwise(selection, measure=key)) for key in MEASURES)
    return _on_basis(selection, rows.MeasureRow([figures.told_figure(each) for each in found], many=True).data)


MONTH_FIELDS = ("on", "code", "status", "phase", "providers", BASIS)


def _months(selection: Selection) -> Iterator[dict]:
    """Each municipality on the first day of each month; after `providers` those of each service, as providers_rom."""
    days, codes = first_days(selection.filterset.first, selection.last), list(selection.rows.index)
    snapshot, asked = selection.snapshot, {"basis": selection.basis, "test": selection.test}
    phases = [snapshot.phase_of[code].number if code in snapshot.phase_of else None for code in codes]
    counted = {"providers": selection.presence}
    counted |= {f"providers_{key}": snapshot.presence(service=key, **asked) for key in snapshot.services}
    counts = [_known_or_none(providers(each, codes, days)) for each in counted.values()]
    names, basis = (*MONTH_FIELDS[:4], *counted, BASIS), selection.basis
    for place, (on, keys) in enumerate(zip(days, statuses(snapshot.periods_of, codes, days), strict=True)):
        columns = (codes, keys, phases, *(each[place] for each in counts))
        for row in zip(*columns, strict=True):
            yield dict(zip(names, (on.isoformat(), *row, basis), strict=True))


def _known_or_none(counts: np.ndarray) -> list[list[int | None]]:
    """Numbers as whole numbers, None where nothing is known."""
    return [[None if each == NOT_KNOWN else each for each in row] for row in counts.tolist()]


def _of_basis(answers: type, row: type) -> Callable[[Selection], list[dict]]:
    """All rows of a list of the API that are of the selection's basis."""

    def told(selection: Selection) -> list[dict]:
        found = answers().every().filter(**{getattr(answers, "example_field", "is_example"): selection.is_example})
        return row(found, many=True).data

    return told


def _of_plans(answers: type, row: type) -> Callable[[Selection], list[dict]]:
    """All rows of a list of the API that belong to the plans in force; invented plans are left out."""

    def told(_selection: Selection) -> list[dict]:
        return row(answers().every().filter(plan__in=plans_in_force(at=None).filter(is_example=False)), many=True).data

    return told


def _areas(selection: Selection) -> list[dict]:
    found = suppliers.Areas().every()
    return rows.AreaRow(found if selection.shows_examples else found.filter(is_example=False), many=True).data


def _plans(_selection: Selection) -> list[dict]:
    found = visible_plans(AnonymousUser()).filter(is_example=False).order_by("from_service__order", "-version", "pk")
    return rows.PlanRow(found, many=True).data


def _fields(row: type, *more: str) -> tuple[str, ...]:
    return (*row().fields, *more)


_EVERY = (
    Dataset(
        "kommuner",
        _("Municipalities on the day"),
        _("All municipalities with status, phase, number of providers and coverage, group, and whether rural."),
        _fields(rows.MunicipalityRow, BASIS),
        _municipalities,
        kinds=("csv", "geojson"),
    ),
    Dataset(
        "manader",
        _("Municipalities month by month"),
        _("Status and number of providers, in all and by service, on the first day of every month since 2019."),
        MONTH_FIELDS,
        _months,
    ),
    Dataset(
        "matt",
        _("Measures of coverage"),
        _("Every measure for the whole country on the day, with numerator, denominator, unit, test and source."),
        _fields(rows.MeasureRow, BASIS),
        _measures,
    ),
    Dataset(
        "leverantorer",
        _("Providers"),
        _("The providers of the services, with name and organisation number."),
        _fields(rows.ProviderRow),
        _of_basis(suppliers.Providers, rows.ProviderRow),
    ),
    Dataset(
        "avtal",
        _("Agreements"),
        _("The agreements with provider, service, delivery area and days, both ends included."),
        _fields(rows.AgreementRow),
        _of_basis(suppliers.Agreements, rows.AgreementRow),
    ),
    Dataset(
        "kontor",
        _("Offices"),
        _("The offices with address, coordinate, days, and when each was last confirmed."),
        _fields(rows.OfficeRow),
        _of_basis(suppliers.Offices, rows.OfficeRow),
        kinds=("csv", "geojson"),
    ),
    Dataset(
        "leveransomraden",
        _("Delivery areas"),
        _("The delivery areas with service and municipalities, and how surely they are known."),
        _fields(rows.AreaRow),
        _areas,
    ),
    Dataset(
        "planer",
        _("Plans"),
        _("The versions of the plans that are or were published, with days and reasons."),
        _fields(rows.PlanRow),
        _plans,
        of_basis=False,
    ),
    Dataset(
        "etapper",
        _("Phases"),
        _("The phases of the plans in force with their days, delivery areas and municipalities."),
        _fields(rows.PhaseRow),
        _of_plans(Phases, rows.PhaseRow),
        of_basis=False,
    ),
    Dataset(
        "vaxlingar",
        _("Switches"),
        _("The switch of each municipality in the plans in force: planned days, and actual ones where known."),
        _fields(rows.SwitchRow),
        _of_plans(Switches, rows.SwitchRow),
        of_basis=False,
    ),
)
DATASETS: dict[str, Dataset] = {each.key: each for each in _EVERY}
# Every file by its name, with its dataset and its format.
FILES: dict[str, tuple[Dataset, str]] = {f"{each.key}.{kind}": (each, kind) for each in _EVERY for kind in each.kinds}
