"""The predicates behind the rules: each asks one thing of a plan's facts and yields what breaks it.

Pure: knows no Django, no words and no severities; those stand in the table in `rollout/rules.py`.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from rollout.notice import ONE_DAY, last_contract_day, notice_counts_from
from rollout.plan_facts import PhaseFacts, PlanFacts, SwitchFacts
from rollout.readiness import Readiness


@dataclass(frozen=True, slots=True)
class Breach:
    """What a predicate found; `part` tells two breaches of a rule about the same thing apart."""

    phase: int | None = None
    area: int | None = None
    part: str = ""
    codes: tuple[str, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    known: bool = True


def both_open(facts: PlanFacts) -> Iterator[Breach]:
    """Municipalities in which the old service is referred to on or after the day on which the new one starts."""
    for phase in facts.phases:
        days = {switch.code: (switch.new_service_starts_on, switch.last_referral_on) for switch in _of(facts, phase)}
        both = {code: (start, last) for code, (start, last) in days.items() if start and last and start <= last}
        planned = (phase.days.new_service_starts_on, phase.days.last_referral_on)
        found = [*both.values(), *([planned] if all(planned) and planned[0] <= planned[1] else [])]
        if found:
            first, last = min(start for start, _last in found), max(last for _start, last in found)
            yield Breach(phase.number, codes=tuple(sorted(both)), facts={"first": first, "last": last})


def gap_in_referral(facts: PlanFacts) -> Iterator[Breach]:
    """The days of each phase on which nothing is open for referral, with how many municipalities they hit."""
    for phase in facts.phases:
        hit: Counter[tuple[date, date]] = Counter()
        codes = []
        for switch in _of(facts, phase):
            if span := _gap(switch):
                hit[span] += 1
                codes.append(switch.code)
        if hit:
            spans = [{"first": first, "last": last, "number": hit[first, last]} for first, last in sorted(hit)]
            yield Breach(phase.number, codes=tuple(sorted(codes)), facts={"spans": spans})


def _gap(switch: SwitchFacts) -> tuple[date, date] | None:
    last, start = switch.last_referral_on, switch.new_service_starts_on
    if not last or not start or start <= last or start - last == ONE_DAY:
        return None
    return last + ONE_DAY, start - ONE_DAY


def not_in_one_phase(facts: PlanFacts) -> Iterator[Breach]:
    """Municipalities of the country without a phase, and those with more than one."""
    times = Counter(switch.code for switch in facts.switches)
    missing = facts.country - set(times)
    twice = {code for code, number in times.items() if number > 1}
    for part, codes in (("missing", missing), ("twice", twice)):
        if codes:
            number, whole = len(facts.country & set(times)), len(facts.country)
            yield Breach(part=part, codes=tuple(sorted(codes)), facts={"number": number, "whole": whole})


def without_municipalities(facts: PlanFacts) -> Iterator[Breach]:
    """Phases in which no municipality switches."""
    return (Breach(phase.number) for phase in facts.phases if not _of(facts, phase))


def days_missing(facts: PlanFacts) -> Iterator[Breach]:
    """Phases without the two days that decide which service is open."""
    for phase in facts.phases:
        needed = ("last_referral_on", "new_service_starts_on")
        missing = [name for name in needed if getattr(phase.days, name) is None]
        if missing:
            yield Breach(phase.number, facts={"missing": missing})


# A day, and the one that cannot come before it. That the last referral day comes before the start is a rule by itself.
ORDER = (
    ("notice_sent_on", "notice_counts_from"),
    ("notice_sent_on", "last_referral_on"),
    ("notice_counts_from", "last_contract_day_on"),
    ("last_referral_on", "last_contract_day_on"),
)


def days_out_of_order(facts: PlanFacts) -> Iterator[Breach]:
    """Phases with a day before one that it must follow."""
    for phase in facts.phases:
        wrong = [
            {"day": first, "before": second, "first": one, "second": other}
            for first, second in ORDER
            if (one := getattr(phase.days, first)) and (other := getattr(phase.days, second)) and other < one
        ]
        if wrong:
            yield Breach(phase.number, facts={"wrong": wrong})


def notice_too_short(facts: PlanFacts) -> Iterator[Breach]:
    """Phases whose agreements end before three months have gone since the day that the notice counts from."""
    for phase in facts.phases:
        counts, last = phase.days.notice_counts_from, phase.days.last_contract_day_on
        least = _within_calendar(last_contract_day, counts)
        if counts is None or last is None:
            yield Breach(phase.number, facts={"counts": counts, "last": last}, known=False)
        elif least is None or last < least:
            yield Breach(phase.number, facts={"counts": counts, "last": last, "least": least})


def notice_counted_otherwise(facts: PlanFacts) -> Iterator[Breach]:
    """Phases whose notice counts from another day than the rule gives."""
    for phase in facts.phases:
        sent, counts = phase.days.notice_sent_on, phase.days.notice_counts_from
        ruled = _within_calendar(notice_counts_from, sent)
        if sent is None or counts is None:
            yield Breach(phase.number, facts={"sent": sent, "counts": counts}, known=False)
        elif counts != ruled:
            yield Breach(phase.number, facts={"sent": sent, "counts": counts, "ruled": ruled})


def _within_calendar(rule: Callable[[date], date], day: date | None) -> date | None:
    try:
        return rule(day) if day else None
    except OverflowError:
        return None


def areas_split(facts: PlanFacts) -> Iterator[Breach]:
    """Areas whose municipalities switch in more than one phase, with those outside the area's own phase."""
    own = {area: phase.number for phase in facts.phases for area in phase.areas}
    for area, codes in sorted(facts.members.items()):
        phases = Counter(facts.phase_of[code] for code in sorted(codes) if code in facts.phase_of)
        # An area in no phase of its own belongs where most of its municipalities are; of equals, where it begins.
        home = own.get(area) if area in own else min(phases, key=lambda number: (-phases[number], number), default=None)
        strays = sorted(code for code in codes if facts.phase_of.get(code, home) != home)
        if strays:
            elsewhere = sorted({facts.phase_of[code] for code in strays})
            yield Breach(home, area, codes=tuple(strays), facts={"elsewhere": elsewhere, "whole": len(codes)})


def too_few_ready(facts: PlanFacts) -> Iterator[Breach]:
    """Areas with fewer providers ready at the start than the plan asks for; unknown where nothing is known of them."""
    for phase in facts.phases:
        if not phase.areas and _of(facts, phase):
            yield Breach(phase.number, facts={"areas": 0}, known=False)
        for area in phase.areas:
            found, told = facts.readiness.get(area), _needed(facts, phase)
            if found is None or found.ready is None:
                yield Breach(phase.number, area, facts=told, known=False)
            elif found.ready < facts.ready_providers:
                yield Breach(phase.number, area, facts={**told, **_counts(found)})


def only_digital(facts: PlanFacts) -> Iterator[Breach]:
    """Areas in which every provider that offers something at the start does so from a distance."""
    for phase in facts.phases:
        for area in phase.areas:
            found = facts.readiness.get(area)
            if found and found.ready == 0 and found.digital_only:
                yield Breach(phase.number, area, facts={**_needed(facts, phase), **_counts(found)})


def _needed(facts: PlanFacts, phase: PhaseFacts) -> dict:
    needed = {"needed": facts.ready_providers, "ahead": facts.ready_days_ahead}
    return {**needed, "starts": phase.days.new_service_starts_on}


def _counts(found: Readiness) -> dict:
    return {"ready": found.ready, "digital_only": found.digital_only, "without_office": found.without_office}


def _of(facts: PlanFacts, phase: PhaseFacts) -> list[SwitchFacts]:
    return facts.switches_of.get(phase.number, [])
