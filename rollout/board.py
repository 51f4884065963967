"""The readiness board: every rule in every delivery area of a plan, with how it stands and who sees to it.

Works on what `checks.check` found and the follow-ups; asks the database nothing, and knows no words and no requests.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rollout.checks import WAIVED, Checked
from rollout.models import FollowUp
from rollout.plan_facts import PhaseFacts
from rollout.rules import RULES, Finding, Rule, Severity

OK = "ok"
# The worst first: a cell shows the worst of what is found in it.
STATES = (Severity.ERROR.value, Severity.WARNING.value, Severity.UNKNOWN.value, WAIVED, OK)
# The states in which there is something left to see to.
OPEN_STATES = frozenset(STATES[:3])
NOBODY = "nobody"

FollowUps = Mapping[tuple[int, str], FollowUp]


@dataclass(frozen=True, slots=True)
class Cell:
    """One rule in one area. own: what is found of the area itself; wide: what is found of its phase or of the plan."""

    rule: Rule
    state: str
    own: tuple[Finding, ...] = ()
    wide: tuple[Finding, ...] = ()
    follow_up: FollowUp | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that is found, the area's own first."""
        return self.own + self.wide

    @property
    def is_open(self) -> bool:
        """Whether there is something left to see to."""
        return self.state in OPEN_STATES

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and it is still open."""
        due = self.follow_up.due_on if self.follow_up else None
        return self.is_open and due is not None and due < today


@dataclass(frozen=True, slots=True)
class Line:
    """An area, how many municipalities it has, and a cell for each rule."""

    area: int
    municipalities: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A phase: what is found of it as a whole, and its areas."""

    phase: int
    wide: tuple[Finding, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader narrowed the board to; empty for all. owner: `NOBODY`, or the key of a user, as text."""

    phase: int | None = None
    states: frozenset[str] = field(default_factory=frozenset)
    rule: str = ""
    owner: str = ""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that have a column."""
        return tuple(rule for rule in RULES if self.rule in ("", rule.key))

    def takes(self, cell: Cell) -> bool:
        """Whether a cell is among those chosen. Nobody's cells are those that are open and have no owner."""
        owner = str(cell.follow_up.owner_id or "") if cell.follow_up else ""
        if self.owner == NOBODY and (owner or not cell.is_open):
            return False
        if self.owner not in ("", NOBODY) and owner != self.owner:
            return False
        return not self.states or cell.state in self.states


def board(checked: Checked, follow_ups: Iterable[FollowUp], choice: Choice | None = None) -> tuple[Section, ...]:
    """The phases of a plan with their areas; what holds nothing that is chosen is left out."""
    choice = choice or Choice()
    kept = {(each.area_id, each.rule): each for each in follow_ups}
    of_area, wide = _by_place(checked.findings)
    sections = []
    for phase in checked.facts.phases:
        if choice.phase in (None, phase.number):
            section = Section(
                phase.number,
                tuple(each for each in wide[phase.number] if _is_chosen(each, checked, choice)),
                tuple(_lines(phase, checked, of_area, [*wide[phase.number], *wide[None]], kept, choice)),
            )
            if section.wide or section.lines or choice == Choice(phase=choice.phase):
                sections.append(section)
    return tuple(sections)


def of_the_plan(checked: Checked, choice: Choice | None = None) -> tuple[Finding, ...]:
    """What is found of the plan as a whole, of those chosen."""
    found = _by_place(checked.findings)[1][None]
    return tuple(each for each in found if _is_chosen(each, checked, choice or Choice()))


def cells(sections: Iterable[Section], choice: Choice | None = None) -> Iterator[tuple[Section, Line, Cell]]:
    """The chosen cells one by one, in the order of the board."""
    choice = choice or Choice()
    return (
        (section, line, cell)
        for section in sections
        for line in section.lines
        for cell in line.cells
        if choice.takes(cell)
    )


def _by_place(findings: Iterable[Finding]) -> tuple[dict, dict]:
    """Findings by area, and those of no area by phase (None for the plan)."""
    of_area: dict[int, list[Finding]] = defaultdict(list)
    wide: dict[int | None, list[Finding]] = defaultdict(list)
    for each in findings:
        if each.area is not None:
            of_area[each.area].append(each)
        else:
            wide[each.phase].append(each)
    return of_area, wide


def _is_chosen(finding: Finding, checked: Checked, choice: Choice) -> bool:
    """Whether something found of a phase or a plan is among what is chosen; it has no owner of its own."""
    if choice.owner not in ("", NOBODY) or choice.rule not in ("", finding.rule):
        return False
    return not choice.states or checked.state_of(finding) in choice.states


def _lines(
    phase: PhaseFacts,
    checked: Checked,
    of_area: Mapping[int, Sequence[Finding]],
    wide: Sequence[Finding],
    follow_ups: FollowUps,
    choice: Choice,
) -> Iterator[Line]:
    for area in phase.areas:
        codes = checked.facts.members.get(area, frozenset())
        hitting = [each for each in wide if _hits(each, codes)]
        found = tuple(_cell(rule, of_area.get(area, ()), hitting, checked) for rule in choice.rules)
        found = tuple(replace(each, follow_up=follow_ups.get((area, each.rule.key))) for each in found)
        if any(choice.takes(each) for each in found):
            yield Line(area, len(codes), found)


def _hits(finding: Finding, codes: Collection[str]) -> bool:
    """Whether what is found of a phase or a plan concerns an area: it names none, or one of its municipalities."""
    return not finding.codes or not codes or not codes.isdisjoint(finding.codes)


def _cell(rule: Rule, own: Iterable[Finding], wide: Iterable[Finding], checked: Checked) -> Cell:
    own = tuple(each for each in own if each.rule == rule.key)
    wide = tuple(each for each in wide if each.rule == rule.key)
    found = [checked.state_of(each) for each in own + wide]
    return Cell(rule, min(found, key=STATES.index, default=OK), own, wide)
