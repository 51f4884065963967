"""The page of a municipality: what happens next there, who is there, and since when; and the list of them all."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from municipalities.models import Municipality, RuralDefinition
from providers.models import AreaMembership, Office
from rollout import selectors
from rollout.coverage import day_number, to_day
from rollout.figures import Chart
from rollout.models import Switch
from rollout.pages.agenda import Agenda, Occasion, agenda, statement_occasions
from rollout.pages.charts import told_chart
from rollout.pages.map_state import class_words
from rollout.pages.maps import page_map
from rollout.pages.white_spots import spot_of_municipality
from rollout.pages.words import (
    agreement_words,
    day_words,
    doing_words,
    phase_key,
    providers_in_words,
    service_names,
    told_class,
    told_providers,
)
from rollout.selection import Selection
from rollout.snapshot import Snapshot
from rollout.timeline import Bar, Since, coverage_bars, since, switch_bars

AHEAD = timedelta(days=365)


def municipality_page(municipality: Municipality, selection: Selection) -> dict:
    """The context of `rollout/municipality_detail.html`. Six queries beside those of the municipality itself."""
    memberships = list(selectors.area_memberships(municipality=municipality))
    switches = list(selectors.switches_at(municipality, at=selection.plans_at))
    example = selection.is_example
    offices = list(
        selectors.open_offices(on=selection.on, municipality=municipality, agreement__provider__is_example=example)
    )
    agreements = selectors.agreements_in_force(
        on=selection.on, example=example, areas=[each.area_id for each in memberships]
    )
    statements = selectors.statements(phases=[switch.phase_id for switch in switches])
    return {
        "municipality": municipality,
        **standing(selection, municipality.code),
        "classes": classes_of(municipality, selection),
        "rural_by": rural_by(selection.snapshot, municipality.code),
        "agenda": coming(selection, municipality, memberships, switches, statements),
        "switches": [told_switch(switch, statements.get(switch.phase_id, [])) for switch in switches],
        "chart": chart(selection, municipality),
        "offices": offices,
        "observed": observed(selection, municipality.code),
        "agreements": told_agreements(agreements, offices),
        "areas": told_areas(selection, memberships),
        "neighbours": neighbours(selection, municipality),
        "white_spot": spot_of_municipality(
            selection, municipality.code, [each.code for each in municipality.neighbours.all()]
        ),
        "map": small_map(selection, municipality),
    }


def standing(selection: Selection, code: str) -> dict:
    """How it stands on the day: status, phase, providers by both tests, and since when."""
    snapshot, row = selection.snapshot, selection.country.loc[code]
    phase = snapshot.phase_of.get(code)
    by_agreement = snapshot.presence(basis=selection.basis, test="agreement")
    return {
        "status": told_class(row["status"], class_words(snapshot)[row["status"]]),
        "phase": phase,
        "phase_class": told_class(phase_key(phase.number), phase.label) if phase else None,
        "plan_slug": selectors.plan_slug(snapshot.plan) if snapshot.plan else "",
        "providers": told_providers(row["providers"]),
        "since": told_since(since(selection.presence, code, selection.on), selection),
        "with_agreement": told_providers(by_agreement.on([code], day_number(selection.on)).iloc[0]),
    }


def observed(selection: Selection, code: str) -> dict | None:
    """The latest numbers that were observed in a municipality up to the day; None where such numbers are not shown."""
    if not selection.counts_only:
        return None
    rows = selection.snapshot.observed
    rows = rows[(rows["code"] == code) & (rows["on"] <= day_number(selection.on))]
    if rows.empty:
        return None
    latest = rows.iloc[-1]
    return {"day": to_day(int(latest["on"])), "offices": int(latest["offices"]), "providers": int(latest["providers"])}


def told_since(found: Since, selection: Selection) -> dict:
    """Since when, and whether it may have been so even longer."""
    first = selection.filterset.first
    before = found.day is None or found.day < first
    return {"day": first if before else found.day, "at_least": before or found.at_least}


def classes_of(municipality: Municipality, selection: Selection) -> list[dict]:
    """The classes of a municipality with classification, year and source."""
    return [
        {
            "code": each.municipality_class.code,
            "label": each.municipality_class.label,
            "classification": each.classification,
            "source": each.classification.source,
        }
        for each in municipality.memberships.all()
    ]


def rural_by(snapshot: Snapshot, code: str) -> list[RuralDefinition]:
    """The definitions by which a municipality is rural."""
    return [each for each in snapshot.definitions if code in snapshot.rural[each.key]]


def coming(
    selection: Selection,
    municipality: Municipality,
    memberships: Sequence[AreaMembership],
    switches: Sequence[Switch],
    statements: dict[int, list],
) -> Agenda:
    """The days of the switches and the days on which agreements end, around the reader's day."""
    occasions = [
        occasion
        for switch in switches
        for occasion in statement_occasions(
            statements.get(switch.phase_id, []),
            names={"old": switch.plan.from_service.short_name, "new": switch.plan.to_service.short_name},
            certainty=switch.certainty,
            days={field: switch.day(field) for field in day_words(old="", new="")},
        )
    ]
    ends = selectors.endings(
        on=selection.on,
        area__in=[each.area_id for each in memberships],
        provider__is_example=selection.is_example,
    )
    return agenda([*occasions, *ending_occasions(ends, selection)], selection.on)


def ending_occasions(ends: Sequence[dict], selection: Selection) -> list[Occasion]:
    """Ends of agreements as occasions, one for each day and service."""
    return [
        Occasion(
            day=each["ends_on"],
            what=agreement_words("ends_on", number=each["number"], service=each["service__short_name"]),
            example=selection.shows_examples,
        )
        for each in ends
    ]


def told_switch(switch: Switch, statements: Sequence) -> dict:
    """The switch as a table: planned and actual day of each kind, and how the day is known."""
    held = {each.field: each for each in statements if each.holds}
    names = day_words(old=switch.plan.from_service.short_name, new=switch.plan.to_service.short_name)
    rows = [
        {
            "what": what,
            "planned": getattr(switch, field),
            "actual": getattr(switch, f"actual_{field}"),
            "statement": held.get(field),
            "contested": any(each.field == field and not each.holds for each in statements),
        }
        for field, what in names.items()
    ]
    return {"switch": switch, "plan_slug": selectors.plan_slug(switch.plan), "rows": rows}


def chart(selection: Selection, municipality: Municipality) -> dict:
    """The services and the providers of the municipality through time."""
    first, last = selection.filterset.first, selection.today + AHEAD
    bars = [*service_bars(selection, municipality.code), *provider_bars(selection, municipality.code)]
    drawn = Chart(tuple(bars), first=first, last=max(last, selection.on), on=selection.on)
    return told_chart(drawn, title=_("Services and providers in %(name)s through time") % {"name": municipality.name})


def service_bars(selection: Selection, code: str) -> list[Bar]:
    """The services of the plan; and those that came later, of whose municipalities nothing is known."""
    snapshot = selection.snapshot
    if snapshot.plan is None:
        return []
    old, new = snapshot.plan.from_service, snapshot.plan.to_service
    rows = {"old": old.name, "gap": _("Service gap"), "new": new.name}
    later = [
        Bar(each.name, "unknown", _("Started; not known in which municipalities"), each.starts_on)
        for each in snapshot.services.values()
        if each.order > new.order and each.starts_on and not each.is_example
    ]
    return [*switch_bars(snapshot.periods_of[code], rows=rows, words=doing_words(**service_names(snapshot))), *later]


def provider_bars(selection: Selection, code: str) -> list[Bar]:
    """Providers with an office on site: all of them, up to the reader's day or today, whichever is later."""
    first, last = selection.filterset.first, max(selection.today, selection.on)
    return coverage_bars(
        selection.presence,
        code,
        row=_("Providers with an office on site"),
        within=(first, last),
        word=providers_in_words,
    )


def told_agreements(agreements, offices: Sequence[Office]) -> list[dict]:
    """The agreements in the municipality's areas, and how many offices each has in the municipality itself."""
    return [
        {
            "agreement": each,
            "offices": sum(office.on_site and office.agreement_id == each.id for office in offices),
        }
        for each in agreements
    ]


def told_areas(selection: Selection, memberships: Sequence[AreaMembership]) -> list[dict]:
    """A line for each service: its area here, or why there is none to show."""
    found = {each.service_id: each for each in memberships}
    with_members = set(selection.snapshot.members["service"])
    return [
        {"service": service, "membership": found.get(code), "known": code in with_members}
        for code, service in selection.snapshot.services.items()
        if code in found or not service.is_example
    ]


def neighbours(selection: Selection, municipality: Municipality) -> list[dict]:
    """The neighbours in Swedish order, with status and providers on the day."""
    codes = {each.code for each in municipality.neighbours.all()}
    return told_rows(selection, [code for code in selection.snapshot.codes if code in codes])


def told_rows(selection: Selection, codes: Sequence[str]) -> list[dict]:
    """Municipalities as lines of a table: name, status, phase, providers, inhabitants."""
    told, rows = class_words(selection.snapshot), selection.country.loc[list(codes)]
    phases = selection.snapshot.phase_of
    return [
        {
            "code": code,
            "name": row["name"],
            "status": told_class(row["status"], told[row["status"]]),
            "phase": phases[code].label if code in phases else "–",
            "providers": told_providers(row["providers"]),
            "population": int(row["population"]),
            "rural": bool(row["rural"]),
        }
        for code, row in rows.iterrows()
    ]


def small_map(selection: Selection, municipality: Municipality) -> str:
    """The municipality among its neighbours, in the colours of coverage on the day."""
    near = [municipality.code, *(each.code for each in municipality.neighbours.all())]
    told = told_rows(selection, near)
    words = "; ".join(f"{each['name']}: {each['providers']['word']}" for each in told)
    title = _("%(name)s and its neighbours: providers with an office on site") % {"name": municipality.name}
    return page_map(selection.country["coverage"].to_dict(), shown=near, title=title, words=words, near=True)


def municipality_list(selection: Selection) -> dict:
    """The context of `rollout/municipality_list.html`: all municipalities by county, or those that fit the words."""
    codes = list(selection.scope.index)
    told, country = class_words(selection.snapshot), selection.country
    lines = [
        {
            "code": code,
            "name": country.at[code, "name"],
            "status": told_class(country.at[code, "status"], told[country.at[code, "status"]]),
        }
        for code in codes
    ]
    by_county = defaultdict(list)
    for line in lines:
        by_county[country.at[line["code"], "county"]].append(line)
    counties = sorted(selection.snapshot.counties.values(), key=lambda county: county.sort_key)
    return {
        "query": selection.query.get("q", "").strip(),
        "counties": [{"county": each, "lines": by_county[each.code]} for each in counties if each.code in by_county],
        "found": len(codes),
        "whole": len(country),
        "legend": [told_class(key, told[key]) for key in dict.fromkeys(country["status"])],
    }
