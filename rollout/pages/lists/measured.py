"""The lists of the pages of coverage, comparison and follow-up, beside those with addresses of their own."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollout.exports import Cell
from rollout.pages.follow_up import THEMES
from rollout.pages.follow_up_words import known
from rollout.pages.lists.frame import Column, Line, Listing, no_basis
from rollout.pages.lists.shared import certainty_word, source_words

# --- Coverage ---------------------------------------------------------------------------------------------------------


def _whole(number: object) -> int | None:
    return None if number is None else int(number)


def _of_groups(context: Mapping) -> tuple[Column, ...]:
    title = str(context["measure"].title)
    return (
        Column(gettext_lazy("Name"), lambda bar: bar["name"]),
        Column(gettext_lazy("Figure"), lambda bar: bar["words"]),
        Column(gettext_lazy("Value"), lambda bar: bar["figure"].value),
        Column(gettext_lazy("Numerator"), lambda bar: bar["figure"].part),
        Column(gettext_lazy("Denominator"), lambda bar: bar["figure"].whole),
        Column(gettext_lazy("Not known"), lambda bar: bar["figure"].missing),
        Column(gettext_lazy("Measure"), lambda bar: title),
    )


COMPARED = Listing(
    key="jamforelse",
    title=gettext_lazy("Compared, the worst first"),
    columns=_of_groups,
    rows=lambda context: context["bars"]["bars"],
)

# --- Comparison -------------------------------------------------------------------------------------------------------


def _sides(context: Mapping) -> list[Line]:
    labels = (_("Before"), _("After"))
    return [(label, side["version"]) for label, side in zip(labels, context["sides"], strict=True)]


def _beside(label: str, pair: Callable[[Mapping], Sequence[Cell]]) -> list[Column]:
    """A column before and one after of what a phase has on both sides."""
    heads = (_("%(what)s, before"), _("%(what)s, after"))
    return [Column(head % {"what": label}, lambda row, side=side: pair(row)[side]) for side, head in enumerate(heads)]


def _of_phases(context: Mapping) -> list[Column]:
    days = [
        column
        for place, head in enumerate(context["day_heads"])
        for column in _beside(head, lambda row, place=place: row["values"][place])
    ]
    return [
        *_beside(_("Phase"), lambda row: row["labels"]),
        *_beside(_("Municipalities"), lambda row: (row["sizes"]["before"], row["sizes"]["after"])),
        *days,
    ]


PHASES_BESIDE = Listing(
    key="etapper",
    title=gettext_lazy("The phases beside each other"),
    columns=_of_phases,
    rows=lambda context: context["phases"],
    basis=no_basis,
    about=_sides,
    dated=False,
)

# --- Follow-up --------------------------------------------------------------------------------------------------------

ACCESS = Listing(
    key="platser",
    title=gettext_lazy("Participants’ share of the unemployed, place by place"),
    columns=(
        Column(gettext_lazy("Place"), lambda line: line["name"]),
        Column(gettext_lazy("Share"), lambda line: line["numbers"][0]),
        Column(gettext_lazy("Participants"), lambda line: _whole(line["numbers"][1])),
        Column(gettext_lazy("Unemployed"), lambda line: _whole(line["numbers"][2])),
        Column(gettext_lazy("Municipalities counted"), lambda line: int(line["known"])),
        Column(gettext_lazy("Municipalities"), lambda line: int(line["municipalities"])),
    ),
    rows=lambda context: (context["access"] or {"lines": []})["lines"],
    counted=gettext_lazy("Counted over the municipalities where neither number is masked or missing."),
)
PUBLISHED = Listing(
    key="publicerat",
    title=gettext_lazy("What has been published"),
    columns=(
        Column(gettext_lazy("Theme"), lambda row: row.get_theme_display()),
        Column(gettext_lazy("Value as published"), lambda row: row.told_value),
        Column(gettext_lazy("What it says"), lambda row: row.told_what or None),
        Column(gettext_lazy("Number"), lambda row: None if row.number is None else float(row.number)),
        Column(gettext_lazy("Unit"), lambda row: row.get_unit_display() or None),
        Column(gettext_lazy("Definition"), lambda row: row.told_definition or None),
        Column(gettext_lazy("Day as published"), lambda row: row.told_day or None),
        Column(gettext_lazy("Certainty"), lambda row: certainty_word(row.certainty)),
        Column(gettext_lazy("What came of it"), lambda row: row.get_status_display() or None),
        Column(gettext_lazy("Source"), lambda row: source_words(row.source)),
        Column(gettext_lazy("Address"), lambda row: row.source.url or None),
        Column(gettext_lazy("Note"), lambda row: row.told_note or None),
    ),
    rows=lambda context: [row for theme in THEMES for row in context["published"][theme]],
    basis=no_basis,
    dated=False,
    counted=gettext_lazy("Reported by others. What is empty is not published. A share is between 0 and 1."),
)
COUNTRY = Listing(
    key="landet",
    title=gettext_lazy("Participants in the country, as reported"),
    columns=(
        Column(gettext_lazy("Month"), lambda line: f"{line['row'].period:%Y-%m}"),
        Column(gettext_lazy("Service"), lambda line: line["row"].service.short_name),
        Column(gettext_lazy("Participants"), lambda line: line["row"].participants),
        Column(gettext_lazy("Masked"), lambda line: line["row"].is_masked),
        Column(gettext_lazy("Certainty"), lambda line: certainty_word(line["row"].certainty)),
        Column(gettext_lazy("Source"), lambda line: source_words(line["row"].source)),
    ),
    rows=lambda context: context["country"]["lines"] if context["country"] else [],
    basis=no_basis,
    dated=False,
)


def _of_month(name: str, kind: type) -> Callable[[Mapping], Cell]:
    """A number of a month; None where it is missing, as all are of a month of which nothing is told."""

    def value(line: Mapping) -> Cell:
        number = known(getattr(line["numbers"], name)) if line["agreements"] else None
        return None if number is None else kind(number)

    return value


RESULT_MONTHS = Listing(
    key="manadsresultat",
    title=gettext_lazy("Results month by month"),
    columns=(
        Column(gettext_lazy("Month"), lambda line: f"{line['month']:%Y-%m}"),
        Column(gettext_lazy("Agreements"), _of_month("agreements", int)),
        Column(gettext_lazy("Rated 3 or 4"), _of_month("good", int)),
        Column(gettext_lazy("Rated"), _of_month("rated", int)),
        Column(gettext_lazy("Unrated"), _of_month("unrated", int)),
        Column(gettext_lazy("Weighted result"), _of_month("result", float)),
        Column(gettext_lazy("Participants"), _of_month("participants", int)),
        Column(gettext_lazy("At risk of termination"), _of_month("at_risk", int)),
        Column(gettext_lazy("Not at risk"), _of_month("not_at_risk", int)),
        Column(gettext_lazy("Risk not stated"), _of_month("risk_unstated", int)),
    ),
    rows=lambda context: context["months"],
    counted=gettext_lazy("An empty cell is missing: neither 0 nor no. Unrated is not bad."),
)
OF_FOLLOW_UP = (PUBLISHED, COUNTRY, RESULT_MONTHS, ACCESS)
