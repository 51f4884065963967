"""The answers that there are to "how many lack a provider?": published, observed and computed, each as one claim.

Knows the snapshot and the rows of studies; nothing of requests and templates.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
from django.utils.translation import gettext as _

from rollout.coverage import Figure, day_number, without_provider
from rollout.evidence import Claim
from rollout.filters import GROUPS
from rollout.models import StudyFigure
from rollout.snapshot import OBSERVED, Snapshot

TESTS = ("office", "agreement")
MUNICIPALITY = StudyFigure.Unit.MUNICIPALITY.value
# How far rounding may have moved what is published in whole per cent.
HALF_A_PER_CENT = 0.005


@dataclass(frozen=True, slots=True)
class Group:
    """Municipalities that are counted together. asked: what an address says to have just these."""

    label: str
    codes: frozenset[str]
    asked: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_narrowed(self) -> bool:
        """Whether it is some of the municipalities, such as the rural ones, and not all."""
        return bool(self.asked)


@dataclass(frozen=True, slots=True)
class Counted:
    """Municipalities of a group without a provider on a day, from the rows of a basis, by a test."""

    basis: str
    test: str
    on: date
    group: Group
    figure: Figure

    @property
    def claim(self) -> Claim:
        return Claim(self.figure.share, MUNICIPALITY, self.test, self.group.label, self.on, self.on)


def groups(snapshot: Snapshot) -> list[Group]:
    """All municipalities first, then the rural ones by each definition, then the classes that only add to one."""
    every = Group(whole_country(), frozenset(snapshot.codes))
    rural = [
        Group(each.label, snapshot.rural[each.key], {"definition": each.key, "rural": "yes"})
        for each in snapshot.definitions
    ]
    return [every, *rural, *_remaining_classes(snapshot)]


def _remaining_classes(snapshot: Snapshot) -> list[Group]:
    """The municipality groups that count as rural together with others, and by no definition alone: such as C9."""
    groups_of = snapshot.municipalities.get(GROUPS, pd.Series(dtype=object))
    rural = [snapshot.rural[each.key] for each in snapshot.definitions if each.classification.key == GROUPS]
    classes = next((each.classes.all() for each in snapshot.classifications if each.key == GROUPS), ())
    found = [
        Group(f"{each.label} ({each.code})", frozenset(groups_of.index[groups_of == each.code]), {"group": each.code})
        for each in classes
    ]
    return [each for each in found if each.codes not in rural and any(each.codes < codes for codes in rural)]


def whole_country() -> str:
    """What a figure without any narrower definition covers; the same words as in the published ones."""
    return _("the whole country")


def counted(snapshot: Snapshot, *, basis: str, test: str, on: date) -> list[Counted]:
    """Every group's municipalities without a provider on a day, over all services."""
    providers = snapshot.presence(basis=basis, test=test).on(snapshot.codes, day_number(on)).to_frame()
    return [
        Counted(basis, test, on, group, without_provider(providers[providers.index.isin(group.codes)]))
        for group in groups(snapshot)
    ]


def observed(snapshot: Snapshot) -> dict[date, list[Counted]]:
    """What AF's provider search listed, by day: every group's municipalities without an office."""
    return {on: counted(snapshot, basis=OBSERVED, test="office", on=on) for on in snapshot.observed_days()}


def claim_of(figure: StudyFigure) -> Claim:
    """A published figure as a claim; what is not published is not known. A count out of a number is exact."""
    first, last = published_days(figure)
    exact = figure.part is not None
    share = figure.part / figure.whole if exact and figure.whole else _share(figure)
    slack = 0.0 if exact else HALF_A_PER_CENT
    return Claim(share, figure.unit, figure.test, figure.told_definition, first, last, slack)


def _share(figure: StudyFigure) -> float | None:
    return float(figure.number) if figure.form == StudyFigure.Form.SHARE and figure.number is not None else None


def published_days(figure: StudyFigure) -> tuple[date | None, date | None]:
    """The days that a published figure may be of: one day, a month, a year, or not known."""
    if figure.on is None:
        return None, None
    if figure.precision == StudyFigure.Precision.YEAR:
        return date(figure.on.year, 1, 1), date(figure.on.year, 12, 31)
    if figure.precision == StudyFigure.Precision.MONTH:
        return figure.on.replace(day=1), figure.on.replace(day=monthrange(figure.on.year, figure.on.month)[1])
    return figure.on, figure.on


def inhabitants_without(snapshot: Snapshot, *, basis: str, test: str, on: date) -> Figure:
    """Inhabitants of the municipalities without a provider on a day, out of all; not known where nothing is."""
    providers = snapshot.presence(basis=basis, test=test).on(snapshot.codes, day_number(on))
    population = snapshot.municipalities["population"]
    if providers.isna().any() or not len(population):
        return Figure(None, None)
    lacking: pd.Series = population[(providers == 0).to_numpy(dtype=bool)]
    return Figure(int(lacking.sum()), int(population.sum()))


def basis_with_rows(snapshot: Snapshot, *, on: date) -> str | None:
    """The rows by which both tests can be made on a day, the registered before the examples; None where none can."""
    for basis in ("registered", "example"):
        known = all(snapshot.presence(basis=basis, test=test).is_known(day_number(on)) for test in TESTS)
        if basis in snapshot.bases and known:
            return basis
    return None


def same_day(snapshot: Snapshot, of_days: Sequence[date]) -> list[date]:
    """The days of which there is a listing of our own as well, registered here."""
    return [on for on in of_days if any(each.on == on for each in snapshot.listings)]
