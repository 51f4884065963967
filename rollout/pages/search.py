"""What can be found, told with its address; and the page of what was found. Reads the snapshot, asks no query."""

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rollout.search import Entry, find, grouped
from rollout.selection import Selection
from rollout.selectors import plan_slug
from rollout.snapshot import Snapshot

SUGGESTED, FOUND, LONGEST = 8, 200, 100


def entries(selection: Selection) -> list[Entry]:
    """Everything that can be found in the chosen data, kept with the snapshot."""
    snapshot = selection.snapshot
    key = ("search", selection.basis, get_language())
    if key not in snapshot.grounds:
        snapshot.grounds[key] = [*_places(snapshot), *_phases(snapshot), *_areas(selection), *_providers(selection)]
    return snapshot.grounds[key]


def _places(snapshot: Snapshot) -> list[Entry]:
    rows = snapshot.municipalities
    counties = {code: county.name for code, county in snapshot.counties.items()}
    municipalities = [
        Entry("municipality", code, name, code, counties[county])
        for code, name, county in zip(rows.index, rows["name"], rows["county"], strict=True)
    ]
    sizes = rows["county"].value_counts()
    return municipalities + [
        Entry("county", code, name, code, _number_of_municipalities(int(sizes.get(code, 0))))
        for code, name in counties.items()
    ]


def _phases(snapshot: Snapshot) -> list[Entry]:
    if snapshot.plan is None:
        return []
    slug, pair = plan_slug(snapshot.plan), snapshot.plan.pair
    return [Entry("phase", f"{slug}/{phase.number}", phase.label, "", pair) for phase in snapshot.phases]


def _areas(selection: Selection) -> list[Entry]:
    services = selection.snapshot.services
    return [
        Entry("area", str(key), area.name, "", services[area.service_id].short_name)
        for key, area in selection.snapshot.areas.items()
        if selection.shows_examples or not area.is_example
    ]


def _providers(selection: Selection) -> list[Entry]:
    return [
        Entry("provider", str(key), provider.name, provider.organisation_number or "")
        for key, provider in selection.snapshot.providers.items()
        if provider.is_example == selection.is_example
    ]


def _number_of_municipalities(number: int) -> str:
    return ngettext("%(number)d municipality", "%(number)d municipalities", number) % {"number": number}


def kind_words() -> dict[str, str]:
    """What each kind is called, several of it."""
    return {
        "municipality": _("Municipalities"),
        "county": _("Counties"),
        "phase": _("Phases"),
        "area": _("Delivery areas"),
        "provider": _("Providers"),
    }


def address_of(entry: Entry) -> str:
    """The page of what was found."""
    if entry.kind == "phase":
        plan, number = entry.key.rsplit("/", 1)
        return reverse("phase-detail", args=[plan, number])
    return reverse(f"{entry.kind}-detail", args=[entry.key])


def search_page(selection: Selection, query: str) -> dict:
    """The context of `rollout/search.html`."""
    found, words = find(query, entries(selection), most=FOUND), kind_words()
    return {
        "query": query,
        "found": len(found),
        "cut": len(found) == FOUND,
        "groups": [
            {"words": words[kind], "entries": [_told(each) for each in some]} for kind, some in grouped(found).items()
        ],
    }


def suggestions(selection: Selection, query: str) -> list[dict]:
    """The best few, for the list below the field: name, code, hint, kind and address."""
    words = {
        "municipality": _("municipality"),
        "county": _("county"),
        "phase": _("phase"),
        "area": _("delivery area"),
        "provider": _("provider"),
    }
    return [{**_told(each), "kind": words[each.kind]} for each in find(query, entries(selection), most=SUGGESTED)]


def _told(entry: Entry) -> dict:
    return {"name": entry.name, "code": entry.code, "hint": entry.hint, "url": address_of(entry)}
