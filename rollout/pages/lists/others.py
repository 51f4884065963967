"""The lists of the pages that are about no one thing: map sheets, search, rules, how it is counted, meetings."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from rollout.pages.lists.frame import Column, Listing, basis_of_plan, counted_basis
from rollout.pages.lists.shared import source_words

# --- Map sheets -------------------------------------------------------------------------------------------------------


def _sheet_columns(context: Mapping) -> list[Column]:
    days = [
        Column(sheet["day"].isoformat(), lambda row, place=place: row["counts"][place])
        for place, sheet in enumerate(context["sheets"])
    ]
    return [Column(context["layer_word"], lambda row: row["key"]["word"]), *days]


SHEETS = Listing(
    key="antal",
    title=gettext_lazy("Municipalities of each kind on each day"),
    columns=_sheet_columns,
    rows=lambda context: context["numbers"],
    basis=lambda context: counted_basis(context) if context["selection"].layer == "coverage" else None,
    counted=gettext_lazy("Unit: municipality. A column for each day."),
)

# --- Search -----------------------------------------------------------------------------------------------------------

FOUND = Listing(
    key="traffar",
    title=gettext_lazy("Search"),
    columns=(
        Column(gettext_lazy("Kind"), lambda row: row[0]),
        Column(gettext_lazy("Name"), lambda row: row[1]["name"]),
        Column(gettext_lazy("Code"), lambda row: row[1]["code"] or None),
        Column(gettext_lazy("More"), lambda row: str(row[1]["hint"]) or None),
    ),
    rows=lambda context: [(group["words"], each) for group in context["groups"] for each in group["entries"]],
)

# --- How we decide ----------------------------------------------------------------------------------------------------


def _held(context: Mapping) -> list[tuple]:
    return [(rule, held) for rule in context["rules"] for held in (rule["plans"] or [None])]


def _states(row: tuple) -> str | None:
    held = row[1]
    return ", ".join(f"{each['word']}: {each['count']}" for each in held["states"]) or None if held else None


RULES = Listing(
    key="regler",
    title=gettext_lazy("The rules"),
    columns=(
        Column(gettext_lazy("Rule"), lambda row: str(row[0]["rule"].label)),
        Column(gettext_lazy("Severity"), lambda row: str(row[0]["severity"]["word"])),
        Column(gettext_lazy("Reason"), lambda row: str(row[0]["rule"].reason)),
        Column(
            gettext_lazy("Source"), lambda row: source_words(row[0]["source"]) or str(row[0]["source_words"]) or None
        ),
        Column(gettext_lazy("Plan"), lambda row: str(row[1]["plan"]) if row[1] else None),
        Column(gettext_lazy("Found"), _states),
    ),
    rows=_held,
    basis=basis_of_plan,
)
NOTICE_RULES = Listing(
    key="uppsagningsregler",
    title=gettext_lazy("The notice rules"),
    columns=(
        Column(gettext_lazy("Rule"), lambda row: row["rule"]),
        Column(gettext_lazy("What is done with it"), lambda row: row["use"]),
    ),
    rows=lambda context: context["notice_rules"],
    basis=basis_of_plan,
)

# --- How it is counted ------------------------------------------------------------------------------------------------

DEFINITIONS = Listing(
    key="landsbygd",
    title=gettext_lazy("Definitions of rural"),
    columns=(
        Column(gettext_lazy("Definition"), lambda row: row["row"].label),
        Column(
            gettext_lazy("Classification"),
            lambda row: f"{row['row'].classification.owner}: {row['row'].classification.label}",
        ),
        Column(gettext_lazy("Municipalities"), lambda row: row["size"]),
        Column(gettext_lazy("Source"), lambda row: source_words(row["row"].classification.source)),
        Column(gettext_lazy("Note"), lambda row: row["row"].classification.source.note or None),
    ),
    rows=lambda context: context["definitions"],
    basis=basis_of_plan,
)
STATUSES = Listing(
    key="statusar",
    title=gettext_lazy("Service status"),
    columns=(
        Column(gettext_lazy("Status"), lambda row: str(row["word"])),
        Column(gettext_lazy("Meaning"), lambda row: str(row["meaning"])),
        Column(gettext_lazy("Municipalities"), lambda row: row["count"]),
    ),
    rows=lambda context: context["statuses"],
    basis=basis_of_plan,
)
OF_ABOUT = (
    DEFINITIONS,
    STATUSES,
    Listing(
        key="kallor",
        title=gettext_lazy("Sources"),
        columns=(
            Column(gettext_lazy("Publisher"), lambda row: row.publisher),
            Column(gettext_lazy("Title"), lambda row: row.title),
            Column(gettext_lazy("Published"), lambda row: row.published_on),
            Column(gettext_lazy("Address"), lambda row: row.url or None),
            Column(gettext_lazy("Note"), lambda row: row.note or None),
        ),
        rows=lambda context: context["sources"],
        basis=basis_of_plan,
    ),
)

# --- Dialogue meetings ------------------------------------------------------------------------------------------------

MEETINGS = Listing(
    key="moten",
    title=gettext_lazy("Dialogue meetings"),
    columns=(
        Column(gettext_lazy("Date"), lambda row: row["meeting"].row.on),
        Column(gettext_lazy("Up to and including"), lambda row: row["meeting"].row.until),
        Column(gettext_lazy("What happens"), lambda row: row["meeting"].row.label),
        Column(gettext_lazy("Place"), lambda row: row["meeting"].row.place or None),
        Column(gettext_lazy("Last day to sign up"), lambda row: row["meeting"].row.sign_up_until),
        Column(gettext_lazy("Example data"), lambda row: row["meeting"].row.plan.is_example),
    ),
    rows=lambda context: [*reversed(context["behind"]), *context["ahead"]],
    basis=basis_of_plan,
)
