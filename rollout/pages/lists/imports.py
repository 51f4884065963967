"""The lists of the page of an import: what becomes of the rows of its file, in numbers and line by line."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rollout.imports import lines
from rollout.pages.import_words import LISTS, state_in_words, title_of
from rollout.pages.lists.frame import Column, Line, Listing, no_basis


def _file(context: Mapping) -> list[Line]:
    """Which file, known by its fingerprint, and how far its import has come."""
    row = context["row"]
    return [
        (_("Kind of file"), title_of(row.kind)),
        (_("File"), row.file_name),
        ("SHA-256", row.sha256),
        (_("State"), state_in_words(row)),
    ]


def _file_and_list(context: Mapping) -> list[Line]:
    shown = LISTS.get(context["here"])
    return [*_file(context), *([(_("Show"), str(shown))] if shown else [])]


COUNTS = Listing(
    key="antal",
    title=gettext_lazy("Rows by kind and by what becomes of them"),
    columns=(
        Column(gettext_lazy("Rows"), lambda each: each["about"]),
        Column(gettext_lazy("New"), lambda each: each["new"]),
        Column(pgettext_lazy("rows", "Changed"), lambda each: each["changed"]),
        Column(gettext_lazy("Unchanged"), lambda each: each["unchanged"]),
        Column(gettext_lazy("Gone"), lambda each: each["gone"]),
    ),
    rows=lambda context: context["rows"],
    basis=no_basis,
    about=_file,
)
LINES = Listing(
    key="rader",
    title=gettext_lazy("Row by row"),
    columns=(
        Column(gettext_lazy("Rows of"), lambda line: line.about or None),
        Column(gettext_lazy("Line"), lambda line: line.place or None),
        Column(gettext_lazy("Key"), lambda line: line.key or None),
        Column(gettext_lazy("Name"), lambda line: line.name or None),
        Column(gettext_lazy("Message"), lambda line: line.message),
    ),
    rows=lambda context: lines.every(context["row"], context["here"]),
    basis=no_basis,
    about=_file_and_list,
)
OF_IMPORT = (COUNTS, LINES)
