"""The page that says how every figure is counted, and where the facts come from; the figures of coverage in short."""

from django.utils.translation import gettext as _

from municipalities.models import Certainty, RuralDefinition
from rollout import selectors
from rollout.pages.evidence import EvidencePage, told_cell
from rollout.pages.evidence_claims import counted
from rollout.pages.map_state import class_words
from rollout.pages.words import told_class
from rollout.palette import layer_classes
from rollout.selection import Selection


def about_page(selection: Selection) -> dict:
    """The context of `rollout/about.html`. Two queries beside the snapshot's."""
    told = class_words(selection.snapshot)
    statuses, numbers = status_meanings(), selection.country["status"].value_counts()
    return {
        "answers": answers(selection),
        "definitions": [told_definition(each, selection) for each in selection.snapshot.definitions],
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
        "unplaced": selection.snapshot.unplaced.get(selection.is_example, 0),
    }


def answers(selection: Selection) -> dict:
    """How many lack a provider, in short: as reported, as observed last, and as computed for the day."""
    page = EvidencePage(selection)
    return {
        "reported": page.figures,
        "latest": page.told_latest(),
        "computed": told_cell(counted(selection.snapshot, basis=selection.basis, test="office", on=selection.on)[0]),
    }


def told_definition(definition: RuralDefinition, selection: Selection) -> dict:
    """A definition of rural with its size and source."""
    return {"row": definition, "size": len(selection.snapshot.rural[definition.key])}


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
