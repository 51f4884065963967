"""The page that says how every figure is counted, with the figures themselves beside what others have published."""

from collections import defaultdict
from functools import lru_cache

from django.utils.translation import gettext as _

from municipalities.models import Certainty, RuralDefinition
from rollout import selectors, words
from rollout.coverage import Figure, day_number, without_provider
from rollout.facts import read_csv
from rollout.pages.map_state import class_words
from rollout.pages.reported import REPORTED_FIGURES
from rollout.pages.words import told_class, told_figure
from rollout.palette import layer_classes
from rollout.selection import Selection


def about_page(selection: Selection) -> dict:
    """The context of `rollout/about.html`. One query beside the snapshot's."""
    told = class_words(selection.snapshot)
    statuses, numbers = status_meanings(), selection.country["status"].value_counts()
    return {
        "reported": REPORTED_FIGURES,
        "computed": computed(selection),
        "observed": observed(selection),
        "definitions": [told_definition(each, selection) for each in selection.snapshot.definitions],
        "tests": words.TEST_WORDS,
        "whole": len(selection.country),
        "statuses": [
            {
                **told_class(each.key, told[each.key]),
                "meaning": statuses[each.key],
                "count": int(numbers.get(each.key, 0)),
            }
            for each in layer_classes("status")
        ],
        "certainties": [{"key": key.value, "meaning": text} for key, text in certainty_meanings().items()],
        "sources": selectors.every_source(),
        "unplaced": selection.snapshot.unplaced[selection.shows_examples],
    }


def told_definition(definition: RuralDefinition, selection: Selection) -> dict:
    """A definition of rural with its size and source."""
    return {"row": definition, "size": len(selection.snapshot.rural[definition.key])}


def computed(selection: Selection) -> list[dict]:
    """Municipalities without a provider on the day, by every definition and both tests, from the rows held here."""
    groups = [(_("All municipalities"), selection.snapshot.codes)]
    groups += [(each.label, sorted(selection.snapshot.rural[each.key])) for each in selection.snapshot.definitions]
    return [
        {
            "definition": label,
            **{test: told_figure(lacking(selection, codes, test)) for test in ("office", "agreement")},
        }
        for label, codes in groups
    ]


def lacking(selection: Selection, codes: list[str], test: str) -> Figure:
    """Municipalities without a provider on the day, by a test."""
    presence = selection.snapshot.presence(basis=selection.basis, test=test)
    return without_provider(presence.on(codes, day_number(selection.on)).to_frame())


def observed(selection: Selection) -> list[dict]:
    """What AF's own provider search listed, by day: municipalities without an office, by every definition. Derived."""
    snapshot = selection.snapshot
    groups = [frozenset(snapshot.codes), *(snapshot.rural[each.key] for each in snapshot.definitions)]
    return [
        {"day": day, "figures": [told_figure(Figure(len(codes - found), len(codes))) for codes in groups]}
        for day, found in observed_offices().items()
    ]


@lru_cache(maxsize=1)
def observed_offices() -> dict[str, frozenset[str]]:
    """The codes of the municipalities with an office in AF's provider search, by day; read once a process."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in read_csv("observed_offices.csv"):
        if int(row["offices"]):
            found[row["day"]].add(row["code"])
    return {day: frozenset(codes) for day, codes in sorted(found.items())}


def status_meanings() -> dict[str, str]:
    """What each status means, by palette key."""
    return {
        "old": _("The old service is open for referral and no notice is given."),
        "notice": _(
            "Notice is given on the agreements of the old service. "
            "Referral goes on up to and including the last referral day."
        ),
        "gap": _("The last referral day has passed and the new service has not started: nothing is open for referral."),
        "winding": _(
            "The new service is open for referral. The old one still delivers to those already placed, "
            "up to and including the last contract day."
        ),
        "new": _("The new service alone, from the day after the last contract day."),
        "unknown": _("A day that would tell is missing. Nothing is guessed."),
    }


def certainty_meanings() -> dict[Certainty, str]:
    """What each degree of certainty means."""
    return {
        Certainty.STATED: _("An official page says so."),
        Certainty.DERIVED: _("Worked out from what is stated; the method is given beside it."),
        Certainty.REPORTED: _("A study or a newspaper says so; how it was counted is not wholly known."),
    }
