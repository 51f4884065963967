"""The pages of delivery areas: all of them by service, and one with its municipalities, agreements and white spots."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from providers.models import DeliveryArea
from rollout import selectors
from rollout.coverage import day_number
from rollout.pages.agenda import Agenda, agenda, statement_occasions
from rollout.pages.maps import page_map
from rollout.pages.municipality import ending_occasions, told_rows
from rollout.pages.words import phase_key, service_names, told_class
from rollout.selection import Selection
from rollout.snapshot import Snapshot


def area_list(selection: Selection) -> dict:
    """The context of `rollout/area_list.html`: the areas of each service. No query beside the snapshot's."""
    snapshot, day = selection.snapshot, day_number(selection.on)
    members = snapshot.members["area"].value_counts()
    rows = snapshot.agreements
    rows = rows[(rows["example"] == selection.is_example) & (rows["first"] <= day) & (rows["last"] >= day)]
    in_force = rows["area"].value_counts()
    without_area = rows[rows["area"].isna()]["service"].value_counts()
    services = [
        {
            "service": service,
            "without_area": int(without_area.get(code, 0)),
            "areas": [
                {
                    "area": area,
                    "municipalities": int(members.get(area.id, 0)),
                    "agreements": None if selection.counts_only else int(in_force.get(area.id, 0)),
                }
                for area in areas_of(snapshot, code)
                if selection.shows_examples or not area.is_example
            ],
        }
        for code, service in snapshot.services.items()
    ]
    return {"services": [each for each in services if each["areas"] or not each["service"].is_example]}


def areas_of(snapshot: Snapshot, service: str) -> list[DeliveryArea]:
    """The areas of a service in Swedish order."""
    found = [area for area in snapshot.areas.values() if area.service_id == service]
    return sorted(found, key=lambda area: (area.sort_key, area.id))


def area_page(area: DeliveryArea, selection: Selection) -> dict:
    """The context of `rollout/area_detail.html`. Four queries beside those of the area itself."""
    memberships = list(area.memberships.all())
    codes = [each.municipality_id for each in memberships]
    certain = {each.municipality_id: each.certainty for each in memberships}
    rows = [{**row, "certainty": certain[row["code"]]} for row in told_rows(selection, codes)]
    phases = phases_of(selection.snapshot, codes)
    example = selection.is_example
    return {
        "area": area,
        "area_is_real": not area.is_example,
        "rows": rows,
        "phases": phases,
        "agenda": coming(area, selection, codes),
        "agreements": selectors.agreements_in_force(on=selection.on, example=example, areas=[area.id]),
        "offices": selectors.open_offices(
            on=selection.on, agreement__area=area, agreement__provider__is_example=example
        ),
        "white_spots": [row for row in rows if row["providers"]["number"] == 0],
        "map": area_map(area, selection, codes),
    }


def phases_of(snapshot: Snapshot, codes: Sequence[str]) -> list[dict]:
    """The phases in which the municipalities of an area switch: several where services cut the map differently."""
    found = {phase.number: phase for code in codes if (phase := snapshot.phase_of.get(code))}
    slug = selectors.plan_slug(snapshot.plan) if snapshot.plan else ""
    return [
        {"phase": phase, "class": told_class(phase_key(number), phase.label), "slug": slug}
        for number, phase in sorted(found.items())
    ]


def coming(area: DeliveryArea, selection: Selection, codes: Sequence[str]) -> Agenda:
    """The days of the phases of the area's municipalities, and the days on which its agreements end."""
    snapshot = selection.snapshot
    phases = [each["phase"] for each in phases_of(snapshot, codes)]
    said = selectors.statements(phases=[phase.id for phase in phases])
    slug = selectors.plan_slug(snapshot.plan) if snapshot.plan else ""
    occasions = [
        occasion
        for phase in phases
        for occasion in statement_occasions(
            said.get(phase.id, []),
            names=service_names(snapshot),
            certainty=area.certainty,
            about=phase.label,
            url=reverse("phase-detail", args=[slug, phase.number]),
        )
    ]
    ends = selectors.endings(on=selection.on, area=area, provider__is_example=selection.is_example)
    return agenda([*occasions, *ending_occasions(ends, selection)], selection.on)


def area_map(area: DeliveryArea, selection: Selection, codes: Sequence[str]) -> str:
    """The area in the colours of coverage; empty where its municipalities are not known."""
    if not codes:
        return ""
    title = _("%(area)s: providers with an office on site") % {"area": area.name}
    words = "; ".join(f"{row['name']}: {row['providers']['word']}" for row in told_rows(selection, codes))
    return page_map(selection.country["coverage"].to_dict(), shown=codes, title=title, words=words, near=True)
