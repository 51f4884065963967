"""The words of the coverage page: figures of any form, classes of its map, and what a figure must say of itself."""

from collections.abc import Mapping
from datetime import date

from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rollout.coverage import ALWAYS, day_number, to_day
from rollout.measures import Measure, Value
from rollout.pages.coverage_filter import STATES
from rollout.pages.coverage_rows import STEPS_FROM, MeasureRows
from rollout.pages.freshness import freshness as observed_freshness
from rollout.selection import Selection
from rollout.templatetags.rollout import MISSING, figure_number, per_cent
from rollout.words import BASIS_WORDS, TEST_WORDS, day_in_words

# The palette class of a row by its state, on a measure of which less is better.
CLASS_OF = {"yes": "hit", "no": "miss", "unknown": "nodata", "outside": "nodata"}
CLASS_OF_STEP = {"1": "s1", "2": "s2", "3": "s3", "4": "s4", "": "nodata"}
FEW = 0.1  # below it a share has a decimal, so that 1 of 290 is not told as 0 %
NEARLY_ALL = 0.995  # from it on too, so that 289 of 290 is not told as 100 %
LEAST = 0.1  # per cent: the least that one decimal can tell of some, and of all but some


def share_words(share: float) -> str:
    """A share of 0 to 1 in per cent, whole unless it is small or nearly all; 0 and 100 are none and all, only."""
    if 0 < 100 * share < LEAST / 2:
        return f"<{per_cent(LEAST, 1)}"
    if 100 - LEAST / 2 <= 100 * share < 100:
        return f">{per_cent(100 - LEAST, 1)}"
    return per_cent(100 * share, 1 if 0 < share < FEW or NEARLY_ALL <= share < 1 else 0)


def value_words(measure: Measure, value: float | None) -> str:
    """A value in the form of its measure; a dash where it is not known."""
    if value is None or value != value:
        return MISSING
    if measure.form == "share":
        return share_words(value)
    if measure.form == "points":
        sign = "+" if value > 0 else "−" if value < 0 else ""
        return _("%(number)s percentage points") % {"number": f"{sign}{_decimal(abs(value) * 100)}"}
    if measure.form == "km":
        return _("%(number)s km") % {"number": _decimal(value)}
    return figure_number(value)


def tick_words(measure: Measure, value: float) -> str:
    """A round value in few letters: on an axis, or as the border of a step."""
    if measure.form == "share":
        return per_cent(100 * value, 0)
    number = figure_number(abs(100 * value if measure.form == "points" else value))
    if measure.form == "km":
        return _("%(number)s km") % {"number": number}
    return f"−{number}" if value < 0 else f"+{number}" if measure.form == "points" and value > 0 else number


def _decimal(number: float) -> str:
    return floatformat(number, "1g")  # rounds; Django's number_format cuts a float off


def out_of(part: float | None, whole: float | None) -> str:
    """Such as "24 of 56"; empty where there is no count behind a figure."""
    if part is None or whole is None or part != part or whole != whole:
        return ""
    return _("%(part)s of %(whole)s") % {"part": figure_number(part), "whole": figure_number(whole)}


def figure_words(measure: Measure, figure: Value) -> str:
    """A figure in one line: value, n of N, and the other side of a gap."""
    if figure.value is None:
        return pgettext("coverage", "No data") if figure.missing else _("Nothing to count")
    told = [value_words(measure, figure.value)]
    if figure.against and figure.against.value is not None:
        told.append(_("(%(one)s against %(other)s)") % {"one": side_words(figure), "other": side_words(figure.against)})
    elif measure.form != "points" and (counts := out_of(figure.part, figure.whole)):
        told.append(f"({counts})")
    return " ".join(told)


def side_words(side: Value) -> str:
    """One side of a gap: n of N."""
    return out_of(side.part, side.whole)


def chosen_definition(selection: Selection) -> str:
    """The words of the definition of rural in force."""
    return next((each.label for each in selection.snapshot.definitions if each.key == selection.definition), MISSING)


def facts(rows: MeasureRows) -> list[tuple[str, str]]:
    """What a figure must say of itself, label and words: the page and every file print the same."""
    measure, selection = rows.measure, rows.selection
    told = [
        (_("Counted"), measure.numerator),
        (_("Out of"), measure.denominator),
        (_("Unit"), measure.unit),
        (_("Test"), test_words(rows)),
        (_("Rural"), chosen_definition(selection) if measure.uses_rural else _("plays no part in this measure")),
        (_("Day"), day_in_words(selection.on)),
        (_("Service"), service_words(selection)),
        *provider_facts(rows),
        (_("Data"), str(BASIS_WORDS[selection.basis])),
        (_("How fresh"), freshness(rows)),
        (_("Source"), measure.source),
    ]
    if figure_missing := rows.figure.missing:
        told.append((_("Not known"), missing_words(measure, figure_missing)))
    return [(label, str(words)) for label, words in told]


def test_words(rows: MeasureRows) -> str:
    """The test of the measure, with the reader's choice where the measure follows it."""
    measure, chosen = rows.measure, TEST_WORDS[rows.selection.test]
    if measure.tested or rows.month:
        return str(measure.test)
    return _("%(test)s (chosen: %(chosen)s)") % {"test": measure.test, "chosen": chosen}


def service_words(selection: Selection) -> str:
    """The service whose providers count."""
    return selection.snapshot.services[selection.service].name if selection.service else _("all services")


def provider_facts(rows: MeasureRows) -> list[tuple[str, str]]:
    """Which provider alone is counted, where one is chosen: without it the figure would be taken for that of all."""
    if rows.selection.provider is None:
        return []
    words = (
        _("only %(name)s; the others are not counted")
        if rows.measure.by_provider
        else _("all; the choice of %(name)s plays no part in this measure")
    )
    return [(_("Provider"), words % {"name": chosen_provider(rows.selection)})]


def alone_words(rows: MeasureRows) -> str:
    """That one provider alone is counted, for whoever reads the figure only; empty where it is not so."""
    if rows.selection.provider is None or not rows.measure.by_provider:
        return ""
    words = _("Only %(name)s is counted, as if there were no other provider.")
    return words % {"name": chosen_provider(rows.selection)}


def chosen_provider(selection: Selection) -> str:
    return selection.snapshot.providers[selection.provider].name


def missing_words(measure: Measure, missing: int) -> str:
    """How many rows are left out of a figure because nothing is known of them."""
    told = (
        ngettext("%(number)s delivery area, in neither number", "%(number)s delivery areas, in neither number", missing)
        if measure.of == "area"
        else ngettext(
            "%(number)s municipality, in neither number", "%(number)s municipalities, in neither number", missing
        )
    )
    return told % {"number": figure_number(missing)}


def direction_words(measure: Measure) -> str:
    """Which way is better."""
    return _("Lower is better.") if measure.good == "down" else _("Higher is better.")


def freshness(rows: MeasureRows) -> str:
    """How fresh the counted rows are: their month, or the latest listing by the day, its import, the confirmations."""
    selection, told = rows.selection, []
    if rows.month:
        return _("numbers of %(month)s") % {"month": date_format(rows.month, "F Y")}
    if selection.counts_only:
        return observed_freshness(selection)
    listings = [each for each in selection.snapshot.listings if each.on <= selection.on]
    listings = [each for each in listings if selection.service in ("", each.service_id)]
    if listings and not selection.shows_examples:
        latest = max(listings, key=lambda each: each.on)
        read_on = timezone.localdate(latest.imported_at)
        told.append(
            _("latest listing %(day)s, read in %(read)s")
            % {"day": day_in_words(latest.on), "read": day_in_words(read_on)}
        )
    if confirmed := latest_confirmed(selection):
        told.append(_("office last confirmed %(day)s") % {"day": day_in_words(confirmed)})
    return "; ".join(told) or _("no record of when they were last checked")


def latest_confirmed(selection: Selection) -> date | None:
    """The latest day, up to the one shown, on which a counted office was confirmed to be there."""
    rows = selection.snapshot.offices
    rows = rows[rows["example"] == selection.shows_examples]
    for column in ("service", "provider"):
        if asked := getattr(selection, column):
            rows = rows[rows[column] == asked]
    days = rows["confirmed"][(rows["confirmed"] > ALWAYS) & (rows["confirmed"] <= day_number(selection.on))]
    return to_day(int(days.max())) if len(days) else None


def class_of(rows: MeasureRows, state: str, step: str) -> str:
    """The palette class of a row. What is bad has the colour that is seen first, whichever way is better."""
    if rows.is_scaled and state != "outside":
        return CLASS_OF_STEP[step]
    turned = {"yes": "no", "no": "yes"} if rows.measure.good == "up" else {}
    return CLASS_OF[turned.get(state, state)]


def class_words(rows: MeasureRows) -> Mapping[str, str]:
    """The words of the classes: by state, or by step of the scale with its borders."""
    if not rows.is_scaled:
        told = {"unknown": pgettext("coverage", "No data")}
        if rows.measure.form == "points":
            return {"yes": str(STATES["yes"]), "no": str(STATES["no"])} | told
        return {"yes": sentence_case(str(rows.measure.numerator)), "no": pgettext("legend", "The others")} | told
    return {**step_words(rows.measure), "": pgettext("coverage", "No data")}


def step_words(measure: Measure) -> dict[str, str]:
    """The steps of a scale in words, by their borders."""
    first, second, third = (tick_words(measure, border) for border in STEPS_FROM[measure.form])
    return {
        "1": _("under %(border)s") % {"border": first},
        "2": _("%(from)s to under %(to)s") % {"from": first, "to": second},
        "3": _("%(from)s to under %(to)s") % {"from": second, "to": third},
        "4": _("%(border)s or more") % {"border": third},
    }


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
