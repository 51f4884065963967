"""What every file says of itself beside its rows: day, plan, data, filters, when it was made, and the way back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.forms import Field
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from rollout.exports import Table
from rollout.pages.freshness import freshness
from rollout.selection import Selection
from rollout.words import BASIS_WORDS, day_in_words

Line = tuple[str, str]


def standing_lines(selection: Selection) -> list[Line]:
    """The day and the version of the plan."""
    plan = selection.snapshot.plan
    return [
        (_("Day"), day_in_words(selection.on)),
        (_("Plan"), str(plan) if plan else "–"),
        (_("The plan as it stood on"), day_in_words(selection.as_of) if selection.as_of else _("today")),
    ]


def basis_lines(selection: Selection, basis: str) -> list[Line]:
    """Whose rows are counted, and how fresh they are, where they are those of the selection."""
    told = [(_("Data"), str(BASIS_WORDS[basis]))]
    return [*told, (_("How fresh"), freshness(selection))] if basis == selection.basis else told


def made_lines(link: str, *, shows_examples: bool) -> list[Line]:
    """When the file was made, the page that it shows, and whether its rows are invented."""
    return [
        (_("Made"), timezone.localtime().strftime("%Y-%m-%d %H:%M")),
        (_("Page"), link),
        *([(_("Example data"), _("The rows are invented."))] if shows_examples else []),
    ]


def filter_lines(kept: Iterable[tuple[str, str]], fields: Mapping[str, Field]) -> list[Line]:
    """What the page was narrowed by, in the words of the fields of its form where it has one."""
    return [_in_words(name, value, fields) for name, value in kept]


def _in_words(name: str, value: str, fields: Mapping[str, Field]) -> Line:
    field = fields.get(name)
    words = {str(key): str(word) for key, word in getattr(field, "choices", ())}
    return str(field.label) if field is not None else name, words.get(str(value), str(value))


def told_whole(table: Table, selection: Selection | None, link: str, *, basis: str | None) -> Table:
    """The table with what every file says; what it says already in its own words stays as it is.

    selection: None for a page that shows one plan whatever the day, and says itself which. basis: whose rows they are;
    None where they are facts of the plan, which are counted on no basis.
    """
    return replace(table, about=whole_about(table.about, selection, link, basis=basis))


def whole_about(
    own: Sequence[Line], selection: Selection | None, link: str, *, basis: str | None, day_first: bool = False
) -> list[Line]:
    """What a file says of itself in its own words, and what every file says, each once. The rest as `told_whole`.

    day_first: what is asked for stands before what is found, as a picture has it.
    """
    standing = standing_lines(selection) if selection else []
    counted = basis_lines(selection, basis) if selection and basis else []
    made = made_lines(link, shows_examples=basis == "example")
    said = {label for label, _words in own}
    standing, counted, made = ([line for line in each if line[0] not in said] for each in (standing, counted, made))
    return [*standing, *own, *counted, *made] if day_first else [*own, *standing, *counted, *made]


def page_link(request: HttpRequest, path: str, left_out: Sequence[str] = ()) -> str:
    """The whole address of the page that a file shows, under the same question."""
    query = request.GET.copy()
    for name in left_out:
        query.pop(name, None)
    return request.build_absolute_uri(f"{path}?{query.urlencode()}" if query else path)
