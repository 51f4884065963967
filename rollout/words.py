"""The words for what the pages show: one place, so that map, table, legend and files say the same.

The keys are those of `rollout/palette.py`. Knows no rows, no requests and no colours.
"""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

LAYER_WORDS = {
    "coverage": gettext_lazy("Coverage"),
    "status": gettext_lazy("Service status"),
    "phase": gettext_lazy("Phase"),
}

COVERAGE_WORDS = {
    "none": gettext_lazy("No provider"),
    "one": gettext_lazy("1 provider"),
    "two": gettext_lazy("2 providers"),
    "few": gettext_lazy("3–4 providers"),
    "many": gettext_lazy("5 or more providers"),
    "nodata": pgettext_lazy("coverage", "No data"),
}

STATUS_WORDS = {
    "old": gettext_lazy("Old service open"),
    "notice": gettext_lazy("Notice given"),
    "gap": gettext_lazy("Service gap"),
    "winding": gettext_lazy("New service open, old winding down"),
    "new": gettext_lazy("New service alone"),
    "unknown": gettext_lazy("Unknown"),
}

TEST_WORDS = {
    "office": gettext_lazy("an office on site"),
    "agreement": gettext_lazy("an agreement in the delivery area"),
}

BASIS_WORDS = {
    "example": gettext_lazy("Example data"),
    "registered": gettext_lazy("Registered data"),
    "observed": gettext_lazy("Observed data"),
}


def status_words(old: str, new: str) -> dict[str, str]:
    """The words of the statuses, with the names of the two services in them."""
    services = {"old": old, "new": new}
    return {
        "old": _("%(old)s open") % services,
        "notice": _("%(old)s open, notice given") % services,
        "gap": _("Service gap: nothing open"),
        "winding": _("%(new)s open, %(old)s winding down") % services,
        "new": _("%(new)s alone") % services,
        "unknown": _("Unknown"),
    }


def short_status_words(old: str, new: str) -> dict[str, str]:
    """The same in a few letters, for a narrow column."""
    return {
        "old": old,
        "notice": _("%(old)s, notice") % {"old": old},
        "gap": _("Gap"),
        "winding": _("%(new)s, wind-down") % {"new": new},
        "new": new,
        "unknown": _("Unknown"),
    }


def initial(label: str) -> str:
    """A short form for a crowded place: Etapp 2 is E2; a single word stays as it is."""
    first, *rest = label.split()
    return f"{first[0]}{' '.join(rest)}" if rest else label


def phase_key(value: str) -> str:
    """The palette key of a phase, by its number as the address has it, or "none". The ninth looks like the first."""
    return "nophase" if value == "none" else f"p{int(value) % 8}"


def phase_value(key: str) -> str:
    """The number, or "none", that a palette key of a phase stands for in the address."""
    return "none" if key == "nophase" else key.removeprefix("p")


def phase_words(phases, *, some_lack_one: bool = True) -> dict[str, str]:
    """The words of the phases, by palette key; "no phase" only where a municipality has none."""
    told = {phase_key(str(phase.number)): phase.label for phase in phases}
    return told | ({"nophase": pgettext("phase", "No phase")} if some_lack_one else {})


def sentence_templates(*, observed: bool = False) -> dict[str, str]:
    """Sentences with holes, one for each thing the map can show. The page's script fills in the same ones.

    observed: offices are told as listed, which is what was observed of them.
    """
    listed = _("On {day}, no office is listed in AF’s provider search in {without} of {of} municipalities.")
    return {
        "before": _("On {day}, {old} is open for referral in {of} of {of} municipalities."),
        "notice": _("On {day}, {old} is open for referral; notice is given in {notice} of {of} municipalities."),
        "gap": _("On {day}, nothing is open for referral in {gap} of {of} municipalities."),
        "moving": _(
            "On {day}, {new} is open for referral in {open} of {of} municipalities; "
            "in {winding} of them {old} is winding down."
        ),
        "partly": _("On {day}, {new} is open for referral in {open} of {of} municipalities and {old} in the rest."),
        "after": _("On {day}, {new} is the only service in {of} of {of} municipalities."),
        "office": listed
        if observed
        else _("On {day}, {without} of {of} municipalities lack a provider with an office on site."),
        "agreement": _("On {day}, {without} of {of} municipalities lack a provider with an agreement in their area."),
        "nodata": _("Nothing is known of the providers on {day}."),
        "phase": _("On {day}, {open} of {of} municipalities have switched to {new}."),
        "unknown": _("Nothing is known of the services on {day}."),
        "empty": _("No municipality fits the choice."),
    }


def sentence_key(layer: str, test: str, counts: Mapping[str, int | None]) -> str:
    """Which sentence fits. `counts`: of, old, notice, gap, winding, unknown, open, without (None where unknown)."""
    if not counts["of"]:
        return "empty"
    if layer == "coverage":
        return "nodata" if counts["without"] is None else test
    if counts["unknown"] == counts["of"]:
        return "unknown"
    if layer == "phase":
        return "phase"
    if counts["gap"]:
        return "gap"
    if counts["winding"]:
        return "moving"
    if counts["notice"]:
        return "notice"
    if not counts["open"]:
        return "before"
    return "after" if counts["open"] == counts["of"] else "partly"


def sentence(
    layer: str,
    test: str,
    counts: Mapping[str, int | None],
    *,
    on: date,
    old: str,
    new: str,
    observed: bool = False,
) -> str:
    """The sentence above the map, made from what it shows."""
    template = sentence_templates(observed=observed)[sentence_key(layer, test, counts)]
    return template.format(**{**counts, "day": day_in_words(on), "old": old, "new": new})


def day_in_words(day: date) -> str:
    """29 september 2021."""
    return date_format(day, "j F Y")


def map_title_template() -> str:
    """The name of the map, with holes for layer and day."""
    return _("Map of Sweden’s municipalities: {layer}, {day}")


def freshness_templates(*, observed_from: date | None = None) -> dict[str, str]:
    """How fresh the counted rows are, where they are no examples.

    observed_from: the first day of what was observed, where that is what is counted. Holes: day, age (days).
    """
    if observed_from:
        return {
            "listed": _(
                "Observed: AF’s provider search on {day}, municipalities derived from coordinates. "
                "Days since then: {age}."
            ),
            "none": _(
                "Observed are numbers of offices and providers in each municipality, from %(day)s on. "
                "Of other days and services, of agreements and of single providers they say nothing."
            )
            % {"day": day_in_words(observed_from)},
        }
    return {
        "listed": _("Providers and offices as listed in AF’s provider search on {day}."),
        "none": _("No providers or offices are registered for this day."),
    }


def counted_without(test: str, *, observed: bool = False) -> str:
    """How municipalities without a provider are counted."""
    if observed and test == "office":
        return _("Unit: municipality. Test: no office listed in AF’s provider search.")
    return _("Unit: municipality. Test: no provider with %(test)s on the day.") % {"test": TEST_WORDS[test]}


def counted_rural(test: str, definition: str, *, observed: bool = False) -> str:
    """How rural municipalities without a provider are counted."""
    return f"{counted_without(test, observed=observed)} " + _("Rural: %(definition)s.") % {"definition": definition}
