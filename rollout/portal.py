"""What a provider's agreements and offices amount to on a day: what changes next, what is to be done, where it stands.

Pure: days and codes in, days and codes out; knows no Django, no words and no colours. Days are dates, both ends of a
stretch included, and a missing end is open, as everywhere.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rollout.status import Days

# In the order in which they come where nothing deviates.
ENDING_STEPS = ("notice_sent_on", "last_referral_on", "ends_on")
# An agreement without notice is told as ending when so many days are left of it.
ENDS_WITHIN = timedelta(days=180)
# An agreement that begins within so many days ought to have its offices.
PREPARED_WITHIN = timedelta(days=90)
# So far ahead a beginning or an end is near enough to be told at once.
SEEN_AHEAD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Held:
    """An agreement of the provider; days that are not known are None, and so is its area."""

    key: int
    service: str
    area: int | None
    starts_on: date | None = None
    notice_sent_on: date | None = None
    last_referral_on: date | None = None
    ends_on: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return (self.starts_on or on) <= on <= (self.ends_on or on)

    def is_ahead(self, on: date) -> bool:
        """Whether it has yet to begin."""
        return bool(self.starts_on and self.starts_on > on)

    def is_ending(self, on: date) -> bool:
        """Whether its end has begun: notice is given, referral is over, or its last days have come."""
        begun = [day for day in (self.notice_sent_on, self.last_referral_on) if day]
        near = self.ends_on is not None and self.ends_on - on <= ENDS_WITHIN
        return self.in_force(on) and (near or any(day <= on for day in begun))


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which something happens to agreements; `field` names what, as in `Held`."""

    field: str
    day: date


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to the agreements for a service that have the same days: they begin, or they end step by step.

    agreements: their keys, in the order in which they were given. by_plan: the days are those of the plan for their
    municipalities, since the agreements themselves say none. codes: those municipalities, where an area is split.
    """

    service: str
    steps: tuple[Step, ...]
    agreements: tuple[int, ...]
    by_plan: bool = False
    codes: tuple[str, ...] = ()

    def next(self, on: date) -> Step | None:
        """The first step that a day has not passed; the day's own is still ahead."""
        return next((step for step in self.steps if step.day >= on), None)


def changes(
    held: Iterable[Held], on: date, *, planned: Mapping[int, Sequence[tuple[Days, Sequence[str]]]] | None = None
) -> list[Change]:
    """What changes from a day on, the nearest first.

    planned: for an agreement, by key, the days that the plan has for its municipalities, a pair of days and codes for
    each phase that they are in; used where the agreement has no last day and no last referral day of its own.
    """
    groups: dict[tuple, list[int]] = {}
    for each in held:
        for key in _changes_of(each, (planned or {}).get(each.key, ())):
            groups.setdefault(key, []).append(each.key)
    found = [
        Change(service, steps, tuple(keys), by_plan, codes) for (service, steps, by_plan, codes), keys in groups.items()
    ]
    ahead = [each for each in found if each.next(on)]
    return sorted(ahead, key=lambda each: (each.next(on).day, each.steps[0].day))


def _changes_of(held: Held, planned: Sequence[tuple[Days, Sequence[str]]]) -> Iterable[tuple]:
    """The changes of one agreement, each as what it has in common with those of others."""
    if held.starts_on:
        yield held.service, (Step("starts_on", held.starts_on),), False, ()
    if held.ends_on or held.last_referral_on:
        yield held.service, _steps({name: getattr(held, name) for name in ENDING_STEPS}), False, ()
        return
    for days, codes in planned:
        steps = _steps(
            {
                "notice_sent_on": held.notice_sent_on or days.notice_sent_on,
                "last_referral_on": days.last_referral_on,
                "ends_on": days.last_contract_day_on,
            }
        )
        if steps:
            yield held.service, steps, True, tuple(codes) if len(planned) > 1 else ()


def _steps(days: Mapping[str, date | None]) -> tuple[Step, ...]:
    known = [Step(name, day) for name, day in days.items() if day]
    return tuple(sorted(known, key=lambda step: step.day))


def ended_last(held: Iterable[Held], on: date) -> list[Held]:
    """The agreements that ended before a day, those that ended on the last such day."""
    past = [each for each in held if each.ends_on and each.ends_on < on]
    latest = max((each.ends_on for each in past), default=None)
    return [each for each in past if each.ends_on == latest]


# --- What is to be done ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Start:
    """A service starts by a plan in a municipality, in the place of another; `over_on`: when the other is over."""

    code: str
    old_service: str
    service: str
    starts_on: date
    over_on: date | None


@dataclass(frozen=True, slots=True)
class Opening:
    """A service starts where the provider has the service before it, and it has no agreement there for the new one.

    area: that of the new service; None where it is not known in which the municipalities lie.
    """

    service: str
    area: int | None
    starts_on: date
    codes: tuple[str, ...]


def openings(
    held: Sequence[Held],
    starts: Iterable[Start],
    *,
    on: date,
    codes_of: Mapping[int, Collection[str]],
    area_of: Mapping[str, Mapping[str, int]],
) -> list[Opening]:
    """The starts that ask something of the provider on a day, the nearest first.

    A start does so until the service before it is over. codes_of: the municipalities of each agreement, by key.
    area_of: by service, the area that each municipality lies in.
    """
    groups: dict[tuple, list[str]] = {}
    for start in starts:
        if on > max(start.over_on or start.starts_on, start.starts_on):
            continue
        area = area_of.get(start.service, {}).get(start.code)
        day = max(on, start.starts_on)
        old = (each for each in held if each.service == start.old_service and start.code in codes_of[each.key])
        # It was there when the new service came into sight; one that left years before is not asked.
        present = any(each.in_force(min(on, start.starts_on)) for each in old)
        new = (each for each in held if each.service == start.service and _covers(each, area, start.code, codes_of))
        if present and not any(each.in_force(day) for each in new):
            groups.setdefault((start.starts_on, start.service, area), []).append(start.code)
    ordered = sorted(groups.items(), key=lambda item: (item[0][0], item[0][1], item[1]))
    return [Opening(service, area, day, tuple(codes)) for (day, service, area), codes in ordered]


def _covers(held: Held, area: int | None, code: str, codes_of: Mapping[int, Collection[str]]) -> bool:
    return held.area == area if area is not None and held.area is not None else code in codes_of[held.key]


def without_office(held: Iterable[Held], on: date, *, staffed: Collection[int]) -> list[Held]:
    """The agreements that are open for referral on a day, or begin soon, and have no office on site.

    staffed: the keys of those that have one open on the day or later.
    """
    return [
        each
        for each in held
        if each.key not in staffed
        and (each.in_force(on) or (each.is_ahead(on) and each.starts_on - on <= PREPARED_WITHIN))
        and (each.last_referral_on is None or each.last_referral_on >= on)
    ]


# --- Where it stands --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a provider is on a day, by municipality code: the keys of its agreements in force, and of those soon to be.

    bare: its own municipalities where nobody has an office on site. beside: others, next to its own, where nobody has.
    """

    there: Mapping[str, tuple[int, ...]]
    ahead: Mapping[str, tuple[int, ...]]
    ending: frozenset[str]
    bare: frozenset[str]
    beside: frozenset[str]

    def class_of(self, code: str) -> str:
        """The key of a municipality in the palette's layer "own": where nobody is comes before all else."""
        for key in ("bare", "beside", "ending"):
            if code in getattr(self, key):
                return key
        if code in self.there:
            return "own"
        return "ahead" if code in self.ahead else "elsewhere"


def standing(
    held: Sequence[Held],
    on: date,
    *,
    codes_of: Mapping[int, Collection[str]],
    without: Collection[str],
    borders: Iterable[tuple[str, str]],
) -> Standing:
    """Where a provider is on a day.

    codes_of: the municipalities of each agreement, by key. without: those where nobody has an office on site. borders:
    pairs of neighbours, both ways.
    """
    there = _by_code([each for each in held if each.in_force(on)], codes_of)
    ahead = _by_code([each for each in held if each.is_ahead(on) and each.starts_on - on <= SEEN_AHEAD], codes_of)
    going = {each.key for each in held if each.is_ending(on)}
    own = {*there, *ahead}
    return Standing(
        there=there,
        ahead=ahead,
        ending=frozenset(code for code, keys in there.items() if going & set(keys)),
        bare=frozenset(code for code in there if code in without),
        beside=frozenset(other for code, other in borders if code in own and other not in own and other in without),
    )


def _by_code(held: Iterable[Held], codes_of: Mapping[int, Collection[str]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for each in held:
        for code in codes_of[each.key]:
            found.setdefault(code, []).append(each.key)
    return {code: tuple(keys) for code, keys in found.items()}
