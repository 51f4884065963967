"""What the rules are asked of: a plan as bare facts, without a database behind it. Pure; knows no rule and no model."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from rollout.notice import PhaseDays
from rollout.readiness import Readiness


@dataclass(frozen=True, slots=True)
class PhaseFacts:
    """A phase: its number, its planned days and the keys of its areas."""

    number: int
    days: PhaseDays = field(default_factory=PhaseDays)
    areas: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SwitchFacts:
    """A municipality in a phase, and the two days that decide what is open: actual where known, else planned."""

    code: str
    phase: int
    last_referral_on: date | None = None
    new_service_starts_on: date | None = None


@dataclass(frozen=True)
class PlanFacts:
    """What the rules are asked of.

    country: the codes of all municipalities. members: the codes of each area of the new service, by key.
    readiness: by key of each area in a phase; an area that is missing there is one of which nothing is known.
    """

    country: frozenset[str]
    phases: tuple[PhaseFacts, ...]
    switches: tuple[SwitchFacts, ...]
    members: Mapping[int, frozenset[str]] = field(default_factory=dict)
    readiness: Mapping[int, Readiness] = field(default_factory=dict)
    ready_providers: int = 1
    ready_days_ahead: int = 0

    @cached_property
    def switches_of(self) -> dict[int, list[SwitchFacts]]:
        """The switches of each phase, by number."""
        found: dict[int, list[SwitchFacts]] = defaultdict(list)
        for switch in self.switches:
            found[switch.phase].append(switch)
        return dict(found)

    @cached_property
    def phase_of(self) -> dict[str, int]:
        """The phase of each municipality that has one."""
        return {switch.code: switch.phase for switch in self.switches}
