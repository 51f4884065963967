"""The pages of the plan: all phases with their days, and one phase with what every source says of each day."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from rollout import selectors
from rollout.coverage import Figure, day_number, without_provider
from rollout.figures import Chart
from rollout.models import DAY_FIELDS, DayStatement, Milestone, Phase, Plan
from rollout.pages.agenda import Occasion, agenda, least_certain, method_of, statement_occasions
from rollout.pages.charts import told_chart
from rollout.pages.maps import page_map
from rollout.pages.municipality import told_rows
from rollout.pages.words import day_words, doing_words, phase_key, told_class, told_figure
from rollout.selection import Selection
from rollout.status import Days, periods
from rollout.timeline import Bar, switch_bars

MARGIN = timedelta(days=75)
FIELDS = ("notice_sent_on", "last_referral_on", "notice_counts_from", "new_service_starts_on", "last_contract_day_on")


def phase_list(selection: Selection) -> dict:
    """The context of `rollout/phase_list.html`: every published plan with its phases. Five queries."""
    plans = selectors.published_plans(at=selection.plans_at)
    said = selectors.statements(phases=[phase.id for plan in plans for phase in plan.phases.all()])
    counts = selectors.switch_counts(plans=plans)
    return {"plans": [told_plan(plan, said, counts, selection) for plan in plans], "has_charts": True}


def told_plan(plan: Plan, said: dict, counts: dict, selection: Selection) -> dict:
    """A plan: its phases as lines, the sums, what comes next, and the figure."""
    phases = list(plan.phases.all())
    names = names_of(plan)
    lines = [told_phase(phase, said.get(phase.id, []), counts) for phase in phases]
    occasions = [
        occasion
        for phase, line in zip(phases, lines, strict=True)
        for occasion in statement_occasions(
            said.get(phase.id, []), names=names, about=phase.label, url=phase_address(plan, phase)
        )
    ]
    bars = [bar for phase in phases for bar in phase_bars(phase, plan)]
    return {
        "plan": plan,
        "slug": selectors.plan_slug(plan),
        "heads": [day_words(**names)[field] for field in FIELDS],
        "lines": with_sums(lines),
        "total": {key: sum(line[key] for line in lines) for key in ("municipalities", "stated", "derived", "areas")},
        "agenda": agenda(occasions, selection.on),
        "chart": told_chart(
            window(bars, phases, selection),
            title=_("The phases of %(plan)s") % {"plan": f"{names['old']} → {names['new']}"},
            name=f"gantt-{selectors.plan_slug(plan)}",
        ),
    }


def names_of(plan: Plan) -> dict[str, str]:
    """The short names of a plan's two services."""
    return {"old": plan.from_service.short_name, "new": plan.to_service.short_name}


def phase_address(plan: Plan, phase: Phase) -> str:
    """The address of a phase's page."""
    return reverse("phase-detail", args=[selectors.plan_slug(plan), phase.number])


def told_phase(phase: Phase, statements: Sequence[DayStatement], counts: dict) -> dict:
    """A phase as a line: its five days with certainty, and how many municipalities it has."""
    stated, derived = (counts.get((phase.id, certainty), 0) for certainty in ("stated", "derived"))
    every = sum(number for (key, _certainty), number in counts.items() if key == phase.id)
    held = {each.field: each for each in statements if each.holds}
    contested = {each.field for each in statements if not each.holds}
    return {
        "phase": phase,
        "class": told_class(phase_key(phase.number), phase.label),
        "days": [
            {
                "day": getattr(phase, field),
                "certainty": held[field].certainty if field in held else "",
                "contested": field in contested,
            }
            for field in FIELDS
        ],
        "municipalities": every,
        "stated": stated,
        "derived": derived,
        "areas": len(phase.areas.all()),
        "areas_certainty": least_certain(*(area.certainty for area in phase.areas.all())),
    }


def with_sums(lines: list[dict]) -> list[dict]:
    """Lines with the number of municipalities that have come so far."""
    reached = 0
    for line in lines:
        reached += line["municipalities"]
        line["sum"] = reached
    return lines


def phase_bars(phase: Phase, plan: Plan) -> list[Bar]:
    """The two services of a phase, and the gap between them where there is one."""
    old, new = plan.from_service.short_name, plan.to_service.short_name
    rows = {
        "old": f"{phase.label} · {old}",
        "gap": _("%(phase)s · service gap") % {"phase": phase.label},
        "new": f"{phase.label} · {new}",
    }
    return switch_bars(periods(days_of(phase)), rows=rows, words=doing_words(old=old, new=new))


def days_of(phase: Phase) -> Days:
    """The days of a phase, as the status is worked out from them."""
    return Days(
        notice_sent_on=phase.notice_sent_on,
        last_referral_on=phase.last_referral_on,
        new_service_starts_on=phase.new_service_starts_on,
        last_contract_day_on=phase.last_contract_day_on,
    )


def window(bars: Sequence[Bar], phases: Sequence[Phase], selection: Selection) -> Chart:
    """The chart from a while before the first day of the phases to a while after the last."""
    days = [day for phase in phases for field in DAY_FIELDS if (day := getattr(phase, field))]
    first, last = (min(days) - MARGIN, max(days) + MARGIN) if days else (selection.filterset.first, selection.today)
    return Chart(tuple(bars), first=first, last=last, on=selection.on)


def phase_page(phase: Phase, selection: Selection) -> dict:
    """The context of `rollout/phase_detail.html`. Four queries beside those of the phase itself."""
    plan, names = phase.plan, names_of(phase.plan)
    said = selectors.statements(phases=[phase.id]).get(phase.id, [])
    switches = list(selectors.switches_of(phase))
    codes = [switch.municipality_id for switch in switches]
    certain = {switch.municipality_id: switch for switch in switches}
    rows = [{**row, "switch": certain[row["code"]]} for row in told_rows(selection, codes)]
    areas = list(selectors.phase_areas(phase))
    return {
        "phase": phase,
        "plan": plan,
        "slug": selectors.plan_slug(plan),
        "class": told_class(phase_key(phase.number), phase.label),
        "agenda": agenda(statement_occasions(said, names=names), selection.on),
        "days": [told_day(phase, field, said, names) for field in FIELDS],
        "milestones": [told_milestone(each) for each in selectors.milestones(phase=phase).get(plan.pk, [])],
        "areas": areas,
        "areas_derived": any(area.certainty == "derived" for area in areas),
        "rows": rows,
        "stated": sum(switch.certainty == "stated" for switch in switches),
        "derived": sum(switch.certainty == "derived" for switch in switches),
        "start": coverage_at_start(phase, selection, codes),
        "chart": told_chart(
            window(phase_bars(phase, plan), [phase], selection),
            title=_("%(phase)s: the two services through time") % {"phase": phase.label},
        ),
        "map": page_map(
            dict.fromkeys(selection.snapshot.codes, phase_key(phase.number)),
            shown=codes,
            title=_("The municipalities of %(phase)s") % {"phase": phase.label},
            words=", ".join(row["name"] for row in rows),
        ),
    }


def told_milestone(milestone: Milestone) -> Occasion:
    """A milestone as a line among others."""
    return Occasion(
        milestone.on,
        milestone.label,
        certainty=milestone.certainty,
        source=milestone.source,
        about=milestone.get_kind_display(),
        method=milestone.note,
    )


def told_day(phase: Phase, field: str, said: Sequence[DayStatement], names: dict[str, str]) -> dict:
    """A day of a phase with every statement of it; contested where some source says otherwise."""
    about = [each for each in said if each.field == field]
    return {
        "what": day_words(**names)[field],
        "day": getattr(phase, field),
        "contested": any(not each.holds for each in about),
        "statements": [{"row": each, "method": method_of(each)} for each in about],
    }


def coverage_at_start(phase: Phase, selection: Selection, codes: Sequence[str]) -> dict | None:
    """How many of the phase's municipalities lacked a provider of the new service on its first day, by both tests."""
    day = phase.new_service_starts_on
    if day is None or not codes:
        return None
    return {
        "day": day,
        "service": phase.plan.to_service,
        **{test: told_figure(lacking(phase, selection, codes, test)) for test in ("office", "agreement")},
    }


def lacking(phase: Phase, selection: Selection, codes: Sequence[str], test: str) -> Figure:
    """Municipalities of a phase without a provider of the new service on its first day."""
    presence = selection.snapshot.presence(basis=selection.basis, test=test, service=phase.plan.to_service_id)
    return without_provider(presence.on(codes, day_number(phase.new_service_starts_on)).to_frame())
