"""What the map page's script needs to recolour, count, filter and sort by itself: facts, never statuses by day.

What was asked for stands in the page; the facts, which are the same on every day, are fetched when the page has been
seen, and are kept ready as JSON. Days are whole numbers from 1970-01-01, as in `rollout/coverage.py`.
"""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rollout import words
from rollout.coverage import ALWAYS, FOREVER, Presence, day_number
from rollout.filters import GROUPS
from rollout.pages.freshness import freshness_templates
from rollout.palette import as_table
from rollout.selection import PLACES, Selection
from rollout.snapshot import Snapshot
from rollout.status import Period

PALETTE = as_table()


def page_state(selection: Selection) -> dict:
    """What the reader has asked for, the days that can be chosen, and where the rest is fetched."""
    return {
        **asked(selection),
        "first": day_number(date.fromisoformat(settings.FIRST_DAY)),
        "last": day_number(selection.last),
        "today": day_number(selection.today),
        "urls": urls(selection),
    }


def map_facts(selection: Selection) -> bytes:
    """Everything else that the script needs, under the selection's way of counting, as JSON; the same for every day."""
    return _remembered(
        f"map facts {get_language()}", selection, lambda: json.dumps(_facts(selection), cls=DjangoJSONEncoder).encode()
    )


def _facts(selection: Selection) -> dict:
    snapshot = selection.snapshot
    return {
        **snapshot.remember(("map state",), lambda: country(snapshot)),
        "status": snapshot.remember(("map statuses",), lambda: status_patterns(snapshot)),
        **counted(selection),
        "ticks": [
            {"day": day_number(phase.new_service_starts_on), "label": phase.label, "short": words.initial(phase.label)}
            for phase in snapshot.phases
            if phase.new_service_starts_on
        ],
        "palette": PALETTE,
        "words": words_of(selection),
    }


def counted(selection: Selection) -> dict:
    """What another way of counting changes: the numbers of providers through time, and the days of their listings."""
    return _remembered("counted", selection, lambda: _counted(selection))


def counted_state(selection: Selection) -> bytes:
    """The same as JSON, whatever the day: the page has all else."""
    return _remembered("counted as JSON", selection, lambda: json.dumps(counted(selection)).encode())


def _counted(selection: Selection) -> dict:
    return {
        "counts": provider_counts(selection.presence, selection.snapshot.codes),
        "listings": [day_number(day) for day in selection.listing_days()],
    }


def _remembered(what: str, selection: Selection, make: Callable[[], Any]) -> Any:
    key = (what, selection.basis, selection.test, selection.service, selection.provider)
    return selection.snapshot.remember(key, make)


def words_of(selection: Selection) -> dict:
    """`page_words`, which depend on the language, the basis and the test alone."""
    key = ("map words", get_language(), selection.basis, selection.test)
    return selection.snapshot.remember(key, lambda: page_words(selection))


def asked(selection: Selection) -> dict:
    """The reader's choices, in the form in which the script keeps them."""
    cleaned = selection.filterset.form.cleaned_data
    definitions = selection.snapshot.definitions
    return {
        "on": day_number(selection.on),
        "layer": selection.layer,
        "definition": selection.definition,
        "sort": selection.sort,
        "counting": {
            "test": selection.test,
            "basis": selection.basis,
            "service": selection.service,
            "provider": str(selection.provider or ""),
            "as_of": selection.as_of.isoformat() if selection.as_of else "",
        },
        "defaults": {
            "layer": "coverage",
            "test": "office",
            "basis": selection.snapshot.default_basis,
            "definition": definitions[0].key if definitions else "",
        },
        "chosen": {
            **{name: cleaned.get(name) or "" for name in ("q", "rural")},
            **{
                name: cleaned.get(name) or [] for name in (*PLACES, "status", "providers") if name not in ("q", "rural")
            },
        },
    }


def country(snapshot: Snapshot) -> dict:
    """The municipalities in Swedish order, a list for each property."""
    facts = snapshot.municipalities
    return {
        "codes": snapshot.codes,
        "names": facts["name"].tolist(),
        "search": facts["search_key"].tolist(),
        "county": facts["county"].tolist(),
        "counties": {code: county.name for code, county in snapshot.counties.items()},
        "part": facts["part"].tolist(),
        "group": facts[GROUPS].tolist() if GROUPS in facts else [],
        "population": facts["population"].tolist(),
        "phase": [snapshot.phase_of[code].number if code in snapshot.phase_of else None for code in snapshot.codes],
        "areas": areas_of(snapshot),
        "rural": {
            key: "".join("1" if code in codes else "0" for code in snapshot.codes)
            for key, codes in snapshot.rural.items()
        },
    }


def areas_of(snapshot: Snapshot) -> list[list[int]]:
    """The delivery areas that each municipality lies in."""
    found = snapshot.members.groupby("code")["area"].agg(list).to_dict()
    return [found.get(code, []) for code in snapshot.codes]


def status_patterns(snapshot: Snapshot) -> dict:
    """The statuses through time: the few patterns there are, and which one each municipality follows."""
    patterns: dict[tuple[Period, ...], int] = {}
    of = [patterns.setdefault(snapshot.periods_of[code], len(patterns)) for code in snapshot.codes]
    return {
        "patterns": [
            [[None if each.starts_on is None else day_number(each.starts_on), each.status.value] for each in pattern]
            for pattern in patterns
        ],
        "of": of,
    }


def provider_counts(presence: Presence, codes: list[str]) -> dict:
    """For each municipality a flat list: day, number from that day, day, number …; and the days that are unknown."""
    changes = presence.changes
    flat = changes[["on", "providers"]].to_numpy().ravel().tolist()
    starts = changes.groupby("code", sort=False).size().cumsum() * 2
    ends = dict(zip(starts.index, starts, strict=True))
    begins = dict(zip(starts.index[1:], starts.iloc[:-1], strict=True)) if len(starts) else {}
    return {
        "changes": [flat[begins.get(code, 0) : ends.get(code, 0)] for code in codes],
        "unknown": [[max(first, ALWAYS), min(last, FOREVER)] for first, last in presence.unknown],
    }


def page_words(selection: Selection) -> dict:
    """The words that change with day, layer and filter."""
    plan = selection.snapshot.plan
    old, new = (plan.from_service.name, plan.to_service.name) if plan else ("", "")
    return {
        "sentences": words.sentence_templates(observed=selection.counts_only),
        "old": old,
        "new": new,
        "classes": class_words(selection.snapshot),
        "short": short_status_words(selection.snapshot),
        "phases": {phase.number: phase.label for phase in selection.snapshot.phases},
        "map": {
            "title": words.map_title_template(),
            "layers": {key: str(word) for key, word in words.LAYER_WORDS.items()},
        },
        "card": {"providers": _("Providers")},
        "hints": {
            "wheel": _("Hold Ctrl and turn the wheel to zoom."),
            "touch": _("Use two fingers to move the map."),
        },
        "freshness": freshness_templates(selection) | {"example": selection.shows_examples},
        "counted": {
            "rural": {
                each.key: words.counted_rural(selection.test, each.label, observed=selection.counts_only)
                for each in selection.snapshot.definitions
            }
        },
    }


def class_words(snapshot: Snapshot) -> dict[str, str]:
    """The word of every class on the map, by palette key."""
    plan = snapshot.plan
    status = (
        words.status_words(plan.from_service.short_name, plan.to_service.short_name) if plan else words.STATUS_WORDS
    )
    every = {
        **words.COVERAGE_WORDS,
        **status,
        **words.phase_words(snapshot.phases, some_lack_one=snapshot.some_lack_a_phase),
    }
    return {key: str(word) for key, word in every.items()}


def short_status_words(snapshot: Snapshot) -> dict[str, str]:
    """The words of the statuses for the narrow column of the table."""
    plan = snapshot.plan
    return (
        words.short_status_words(plan.from_service.short_name, plan.to_service.short_name)
        if plan
        else words.STATUS_WORDS
    )


def urls(selection: Selection) -> dict:
    """The addresses that the script asks for or leads to."""
    return {
        "page": reverse("map"),
        "facts": (reverse("map-facts") + selection.address_of_counting()).removesuffix("?"),
        "state": reverse("map-state"),
        "municipality": reverse("municipality-detail", args=["0000"]),
        "boundaries": static("geo/municipalities.geojson"),
        "plotly": static("vendor/plotly-geo/plotly-geo.min.js"),
    }
