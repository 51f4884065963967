"""From a subject to its facts: the days of the published plans, milestones, agreements, and how many lack a provider.

Reads what everybody may read; of what is private only what the provider's own member may see (`own_provider`). Days
that became actual are told where they are known. Titles and notes are in the language in force.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from providers.models import Agreement, AreaMembership, Provider
from rollout import meetings, selectors
from rollout import snapshot as snapshots
from rollout.coverage import day_number
from rollout.models import Milestone, Phase, PhaseArea, Plan, Subscription, Switch
from rollout.pages.words import day_words, told_providers
from rollout.portal_access import providers_of
from rollout.selection import Selection
from rollout.subscribed import Fact, cleaned

DAYS = ("notice_sent_on", "last_referral_on", "new_service_starts_on", "last_contract_day_on")
AGREEMENT_DAYS = ("starts_on", "notice_sent_on", "last_referral_on", "ends_on")
LONGEST_TITLE = 400


@dataclass(frozen=True)
class Line:
    """A phase of a plan as far as it touches a subject. uid: of its facts, beside the plan and the day.

    switches: those of the subject's municipalities in it; none where the area's municipalities are not known.
    names: the municipalities or areas. note: what else is to be said.
    """

    uid: str
    label: str
    phase: Phase
    switches: tuple[Switch, ...] = ()
    names: str = ""
    note: str = ""

    def day(self, field: str) -> date | None:
        """The day that holds: the one that became actual in all of the municipalities, else the planned one."""
        holding = {getattr(each, f"actual_{field}") or getattr(each, field) for each in self.switches}
        return holding.pop() if len(holding) == 1 else getattr(self.phase, field)


@dataclass(frozen=True)
class Reach:
    """What a subject reaches: lines, and facts of its own."""

    lines: Sequence[Line]
    own: Sequence[Fact] = ()


def facts_of(subscription: Subscription, *, today: date) -> list[Fact]:
    """Everything that a subscription tells as it is on a day. Eight to fourteen queries.

    Raises InvalidSelection where a choice on the map means nothing any more.
    """
    reach = _reach(subscription, today)
    plans = {line.phase.plan_id: line.phase.plan for line in reach.lines}
    found = [fact for line in reach.lines for fact in _plan_facts(line)]
    found += _milestone_facts(plans.values(), {line.phase.pk for line in reach.lines})
    own = {fact.uid: fact for fact in reach.own}  # what a member has signed up for is told once, as such
    return [cleaned(fact) for fact in (*(fact for fact in found if fact.uid not in own), *own.values())]


def own_provider(subscription: Subscription) -> Provider | None:
    """The provider that is followed, where the follower is still a member of it. One query."""
    if subscription.provider_id is None:
        return None
    return providers_of(subscription.user).filter(pk=subscription.provider_id).first()


# --- What a subject reaches -------------------------------------------------------------------------------------------


def _reach(subscription: Subscription, today: date) -> Reach:
    return {
        "municipality": _reach_of_municipality,
        "area": _reach_of_area,
        "phase": _reach_of_phase,
        "provider": _reach_of_provider,
        "filter": _reach_of_filter,
    }[subscription.subject](subscription, today)


def _reach_of_municipality(subscription: Subscription, today: date) -> Reach:
    code = subscription.municipality_id
    lines = [
        Line(f"municipality-{code}", switch.municipality.name, switch.phase, (switch,), note=switch.phase.label)
        for switch in _switches([code])
    ]
    return Reach(lines, [_providers_fact(code, today)])


def _reach_of_area(subscription: Subscription, today: date) -> Reach:
    """The phases of the area's municipalities; where these are not known, the phases that the area itself is in."""
    area = subscription.area
    codes = list(AreaMembership.objects.filter(area=area).values_list("municipality", flat=True))
    lines = _lines(_switches(codes))
    if not codes:
        phases = PhaseArea.objects.filter(area=area, plan__in=_published()).select_related(*_of_plan("phase"))
        lines = [Line("", row.phase.label, row.phase) for row in phases]
    several = len({line.phase.plan_id for line in lines}) < len(lines)
    named = [
        Line(
            f"area-{area.pk}-phase-{line.phase.number}" if several else f"area-{area.pk}",
            area.name,
            line.phase,
            line.switches,
            line.names,
            line.phase.label,
        )
        for line in lines
    ]
    return Reach(named, [_white_spots_fact(codes, today)] if codes else [])


def _reach_of_phase(subscription: Subscription, today: date) -> Reach:
    rows = Phase.objects.filter(
        plan__in=_published(),
        plan__from_service=subscription.from_service_id,
        plan__to_service=subscription.to_service_id,
        number=subscription.phase_number,
    ).select_related(*_of_plan(""))
    lines = [line for phase in rows for line in _lines(_switches(None, phase=phase)) or [_line(phase)]]
    codes = [switch.municipality_id for line in lines for switch in line.switches]
    return Reach(lines, [_white_spots_fact(codes, today)] if codes else [])


def _reach_of_provider(subscription: Subscription, today: date) -> Reach:
    """The phases in which the provider has agreements, the agreements, and for its members what it signed up for."""
    provider = subscription.provider
    agreements = list(selectors.agreements(provider=provider))
    areas = {row.area_id: row.area for row in agreements if row.area_id}
    names = defaultdict(set)
    for area, code in AreaMembership.objects.filter(area__in=areas).values_list("area", "municipality"):
        names[code].add(areas[area].name)
    lines = [
        Line(line.uid, line.label, line.phase, line.switches, _areas_in(line, names))
        for line in _lines(_switches(names))
    ]
    own = [fact for row in agreements for fact in _agreement_facts(row)]
    member = own_provider(subscription)
    return Reach(lines, [*own, *(_sign_up_facts(member) if member else [])])


def _reach_of_filter(subscription: Subscription, today: date) -> Reach:
    selection = Selection.from_query(QueryDict(subscription.query), today=today)
    codes = list(selection.rows.index)
    chosen = Fact(
        "chosen",
        _("Municipalities in the choice"),
        value=str(len(codes)),
        names=", ".join(selection.rows["name"]),
        path=f"{reverse('map')}?{subscription.query}",
    )
    return Reach(_lines(_switches(codes)), [chosen, *([_white_spots_fact(codes, today)] if codes else [])])


def _published() -> QuerySet[Plan]:
    return Plan.objects.filter(stage=Plan.Stage.PUBLISHED)


def _of_plan(phase: str) -> tuple[str, ...]:
    """The joins from a row to its phase and that one's plan with its services."""
    plan = f"{phase}__plan" if phase else "plan"
    return (*([phase] if phase else []), f"{plan}__from_service", f"{plan}__to_service")


def _switches(codes: Iterable[str] | None, **narrowed) -> list[Switch]:
    """The switches of some municipalities, or of all, in the published plans, with what their words need. One query."""
    rows = Switch.objects.filter(plan__in=_published(), **narrowed)
    rows = rows if codes is None else rows.filter(municipality__in=list(codes))
    rows = rows.select_related("municipality", *_of_plan("phase"))
    return list(rows.order_by("plan__to_service__order", "phase__number", "municipality__sort_key"))


def _lines(switches: Iterable[Switch]) -> list[Line]:
    """A line for each phase that some switches are in."""
    by_phase: dict[Phase, list[Switch]] = defaultdict(list)
    for switch in switches:
        by_phase[switch.phase].append(switch)
    return [_line(phase, some) for phase, some in by_phase.items()]


def _line(phase: Phase, switches: Sequence[Switch] = ()) -> Line:
    names = ", ".join(switch.municipality.name for switch in switches)
    return Line(f"phase-{phase.number}", phase.label, phase, tuple(switches), names)


def _areas_in(line: Line, names: dict[str, set[str]]) -> str:
    """The delivery areas that the municipalities of a line lie in, by name."""
    found = {name for switch in line.switches for name in names[switch.municipality_id]}
    return ", ".join(sorted(found))


# --- Facts ------------------------------------------------------------------------------------------------------------


def _plan_facts(line: Line) -> list[Fact]:
    """The days of a phase, and the day by which providers must be ready, where the plan asks for days ahead."""
    plan = line.phase.plan
    slug = selectors.plan_slug(plan)
    words = day_words(old=plan.from_service.short_name, new=plan.to_service.short_name)
    days = {field: line.day(field) for field in DAYS}
    starts = days["new_service_starts_on"]
    if starts and plan.ready_days_ahead:
        words["ready_by"] = _("Providers of %(new)s must be ready") % {"new": plan.to_service.short_name}
        days["ready_by"] = starts - timedelta(days=plan.ready_days_ahead)
    page = reverse("phase-detail", args=[slug, line.phase.number])
    return [
        Fact(
            uid=f"{slug}.{line.uid}.{field}",
            title=_marked(f"{words[field]}: {line.label}", plan.is_example),
            on=day,
            names=line.names,
            note=line.note,
            path=page,
        )
        for field, day in days.items()
        if day
    ]


def _milestone_facts(plans: Iterable[Plan], phases: Collection[int]) -> list[Fact]:
    """The milestones of some plans: those of the whole plan, and those of some phases. One query."""
    rows = Milestone.objects.filter(plan__in=[plan.pk for plan in plans]).select_related("plan")
    return [
        fact
        for row in rows.order_by("on", "pk")
        if row.phase_id is None or row.phase_id in phases
        for fact in milestone_facts(row)
    ]


def milestone_facts(row: Milestone, note: str = "") -> list[Fact]:
    """A milestone as a fact, and the last day to sign up for it. note: what stands before its own."""
    is_meeting = row.kind == Milestone.Kind.DIALOGUE
    page = reverse("meeting-detail", args=[row.uid]) if is_meeting else reverse("timeline")
    title = _marked(f"{row.get_kind_display()}: {row.label}", row.plan.is_example)
    found = Fact(
        uid=f"milestone-{row.uid}",
        title=title[:LONGEST_TITLE],
        on=row.on,
        until=row.until,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        note="\n\n".join(filter(None, [note, row.invitation, row.note])),
        path=page,
    )
    if not is_meeting or row.sign_up_until is None:
        return [found]
    last = _("Last day to sign up: %(meeting)s") % {"meeting": row.label}
    return [found, Fact(f"milestone-{row.uid}.sign-up", last[:LONGEST_TITLE], on=row.sign_up_until, path=page)]


def _sign_up_facts(provider: Provider) -> list[Fact]:
    """The meetings that a provider is coming to, where they are still shown; for its members alone. Three queries."""
    coming = {row.meeting: row for row in meetings.sign_ups(provider=provider)}
    return [
        fact
        for meeting in meetings.meetings()
        if meeting.uid in coming
        for fact in milestone_facts(meeting.row, signed_up_words(provider, coming[meeting.uid].people))
    ]


def signed_up_words(provider: Provider, people: int) -> str:
    """That a provider is coming, and how many."""
    told = ngettext(
        "%(provider)s is signed up, with %(people)s person.",
        "%(provider)s is signed up, with %(people)s people.",
        people,
    )
    return told % {"provider": provider.name, "people": people}


def _agreement_facts(row: Agreement) -> list[Fact]:
    """The days of one agreement."""
    what = {"number": row.number, "service": row.service.short_name, "area": row.area.name if row.area else "–"}
    words = {
        "starts_on": _("First day of agreement %(number)s, %(service)s in %(area)s") % what,
        "notice_sent_on": _("Notice sent on agreement %(number)s, %(service)s in %(area)s") % what,
        "last_referral_on": _("Last referral day of agreement %(number)s, %(service)s in %(area)s") % what,
        "ends_on": _("Last day of agreement %(number)s, %(service)s in %(area)s") % what,
    }
    page = reverse("provider-detail", args=[row.provider_id])
    return [
        Fact(f"agreement-{row.pk}.{field}", _marked(words[field], row.provider.is_example), on=day, path=page)
        for field in AGREEMENT_DAYS
        if (day := getattr(row, field))
    ]


def _providers_fact(code: str, today: date) -> Fact:
    """How many providers have an office on site in a municipality today. The snapshot's queries."""
    snapshot = snapshots.current()
    count = snapshot.presence(basis=snapshot.default_basis, test="office").on([code], day_number(today))[code]
    title = _marked(_("Providers with an office on site"), snapshot.default_basis == "example")
    words = told_providers(count)["word"]
    return Fact("providers", title, value=words, path=reverse("municipality-detail", args=[code]))


def _white_spots_fact(codes: Sequence[str], today: date) -> Fact:
    """How many of some municipalities have no provider with an office on site today, and which. As above."""
    snapshot = snapshots.current()
    presence = snapshot.presence(basis=snapshot.default_basis, test="office").on(list(codes), day_number(today))
    known = presence.dropna()
    lacking = [code for code, number in known.items() if number == 0]
    names = snapshot.municipalities["name"]
    words = _("%(part)s of %(whole)s") % {"part": len(lacking), "whole": len(known)}
    return Fact(
        "white-spots",
        _marked(_("Municipalities without a provider with an office on site"), snapshot.default_basis == "example"),
        value=words if len(known) else pgettext("coverage", "No data"),
        names=", ".join(names[code] for code in lacking),
        path=reverse("white-spots"),
    )


def _marked(title: str, is_example: bool) -> str:
    """A title that says of invented rows that they are."""
    return _("%(what)s (example data)") % {"what": title} if is_example else title
