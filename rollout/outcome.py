"""What comes of a plan: coverage where each phase starts and on other days, gaps, what the rules find; and two plans
beside each other, such as a scenario and what it was made from.

Knows the snapshot and the rules; nothing of requests, people or words.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rollout import snapshot as snapshots
from rollout.checks import Checked, check
from rollout.coverage import Figure, day_number, without_provider
from rollout.models import Phase, Plan
from rollout.snapshot import Snapshot
from rollout.status import Status
from rollout.timeline import spans

TESTS = ("office", "agreement")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Municipalities without a provider of the new service on a day, out of some municipalities; by both tests.

    Keys of the mappings: "office", "agreement". `rural` counts the rural ones alone, by the first definition there is.
    """

    day: date
    without: Mapping[str, Figure]
    rural: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class PhaseOutcome:
    """What comes of a phase. coverage: of its municipalities on its first day; None without one.

    areas: those below the number of ready providers that the plan asks for, out of those of which that is known.
    in_gap: municipalities in which nothing is open for referral for some days; gap_days: the longest of these gaps.
    """

    number: int
    label: str
    municipalities: int
    coverage: Coverage | None
    areas: Figure
    in_gap: int
    gap_days: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a plan. placed: municipalities in a phase out of all. days: the whole country on chosen days.

    findings: how many the rules find, by rule and state (error, warning, waived, unknown).
    """

    plan: Plan
    phases: tuple[PhaseOutcome, ...]
    placed: Figure
    days: tuple[Coverage, ...]
    findings: Mapping[tuple[str, str], int]

    @property
    def in_gap(self) -> int:
        """Municipalities in which nothing is open for referral for some days."""
        return sum(phase.in_gap for phase in self.phases)

    @property
    def gap_days(self) -> int:
        """The longest gap, in days."""
        return max((phase.gap_days for phase in self.phases), default=0)

    @property
    def areas(self) -> Figure:
        """Areas with too few providers ready, out of those of which that is known."""
        return added([phase.areas for phase in self.phases])

    def at_start(self, test: str, *, rural: bool = False) -> Figure:
        """Municipalities without a provider when their phase starts, out of those of which that is known."""
        covered = [phase.coverage for phase in self.phases if phase.coverage]
        return added([(each.rural if rural else each.without)[test] for each in covered])

    def found(self, state: str) -> int:
        """How many findings are in a state, over all rules."""
        return sum(number for (_rule, each), number in self.findings.items() if each == state)


@dataclass(frozen=True, slots=True)
class Beside:
    """A plan's outcome (after) beside that of what it is held against (before); None where there is nothing to hold."""

    before: Outcome | None
    after: Outcome


def outcome(plan: Plan, against: Plan | None, *, days: Iterable[date] = ()) -> Beside:
    """What comes of a plan beside what comes of another. About thirty queries, of which a kept snapshot saves four."""
    days = tuple(days)
    return Beside(outcome_of(against, days=days) if against else None, outcome_of(plan, days=days))


def outcome_of(plan: Plan, *, days: Iterable[date] = (), checked: Checked | None = None) -> Outcome:
    """What comes of a plan as planned. checked: what the rules find, where that is known already.

    Providers are those of the new service, without the ones that the plan leaves out; invented ones for an invented
    plan, else those that are counted by default.
    """
    snapshot, checked = snapshots.for_plan(plan, known_until=date.min), checked or check(plan)
    basis = "example" if plan.is_example else snapshot.default_basis
    codes: dict[int, list[str]] = {phase.number: [] for phase in snapshot.phases}
    for code in snapshot.codes:
        if code in snapshot.phase_of:
            codes[snapshot.phase_of[code].number].append(code)
    return Outcome(
        plan=plan,
        phases=tuple(_phase(snapshot, basis, phase, codes[phase.number], checked) for phase in snapshot.phases),
        placed=Figure(len(snapshot.phase_of), len(snapshot.codes)),
        days=tuple(coverage_on(snapshot, basis, snapshot.codes, day) for day in days),
        findings=Counter((each.rule, checked.state_of(each)) for each in checked.findings),
    )


def _phase(snapshot: Snapshot, basis: str, phase: Phase, codes: Sequence[str], checked: Checked) -> PhaseOutcome:
    start, gaps = phase.new_service_starts_on, [gap_days(snapshot, code) for code in codes]
    return PhaseOutcome(
        number=phase.number,
        label=phase.label,
        municipalities=len(codes),
        coverage=coverage_on(snapshot, basis, codes, start) if start and codes else None,
        areas=areas_below(checked, phase.number),
        in_gap=sum(days > 0 for days in gaps),
        gap_days=max(gaps, default=0),
    )


def coverage_on(snapshot: Snapshot, basis: str, codes: Sequence[str], day: date) -> Coverage:
    """Some municipalities without a provider of the plan's new service on a day, by both tests."""
    definition = next((each.key for each in snapshot.definitions), "")
    rural = snapshot.rural.get(definition, frozenset())
    without, among_rural = {}, {}
    for test in TESTS:
        presence = snapshot.presence(basis=basis, test=test, service=snapshot.plan.to_service_id)
        rows = presence.on(codes, day_number(day)).to_frame()
        without[test] = without_provider(rows)
        among_rural[test] = without_provider(rows[rows.index.isin(rural)])
    return Coverage(day, without, among_rural)


def gap_days(snapshot: Snapshot, code: str) -> int:
    """For how many days nothing is open for referral in a municipality, by the plan."""
    gaps = [span for span in spans(snapshot.periods_of[code]) if span.status is Status.GAP and span.last]
    return sum((span.last - span.first).days + 1 for span in gaps)


def areas_below(checked: Checked, number: int) -> Figure:
    """The areas of a phase with too few providers ready on its first day, out of those of which that is known."""
    facts = checked.facts
    areas = next((phase.areas for phase in facts.phases if phase.number == number), ())
    ready = [facts.readiness[area].ready for area in areas if area in facts.readiness]
    known = [each for each in ready if each is not None]
    if areas and not known:
        return Figure(None, None)
    return Figure(sum(each < facts.ready_providers for each in known), len(known))


def added(figures: Sequence[Figure]) -> Figure:
    """Figures of parts that do not overlap, added; what is not known is left out, and all unknown stays unknown."""
    known = [each for each in figures if each.part is not None and each.whole is not None]
    if figures and not known:
        return Figure(None, None)
    return Figure(sum(each.part for each in known), sum(each.whole for each in known))
