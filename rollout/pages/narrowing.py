"""The choices above a list: a select for each filter that holds one value, and what narrows now, each with a way out.

Works on the form of the one FilterSet (`rollout/filters.py`), so that the lists choose as the map does. Knows no rows.
"""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from rollout.pages.asked import KEPT as EVERYWHERE
from rollout.selection import PLACES, Selection

NARROWING = (*PLACES, "status", "provider")
# What is shown and how it is counted: without a choice the usual one is taken, so that these are never empty.
ALWAYS_ONE = ("layer", "test", "definition")


def narrowing(selection: Selection, query: QueryDict, shown: Sequence[str]) -> dict:
    """What `rollout/parts/narrowing.html` shows: selects for the filters `shown`, chips for all that narrow.

    A filter with several values has no select: it is told as chips, and the form carries it on.
    """
    form = selection.filterset.form
    selects = [select(selection, name) for name in shown if len(chosen(form, name)) < 2]
    by_select = {each["name"] for each in selects}
    return {
        "selects": selects,
        "chips": [chip for name in NARROWING for chip in chips(form, query, name)],
        "carried": [(name, value) for name, values in query.lists() if name not in by_select for value in values],
        "all_url": address(query, **dict.fromkeys(NARROWING)),
    }


def select(selection: Selection, name: str) -> dict:
    """A filter as a select: name, label, choices with whether each is chosen."""
    form = selection.filterset.form
    in_force = {each: getattr(selection, each) for each in ALWAYS_ONE}.get(name)
    here = {in_force} if in_force else set(chosen(form, name))
    choices = [(str(value), label) for value, label in form.fields[name].choices if str(value)]
    if name not in ALWAYS_ONE:
        choices.insert(0, ("", everything(name)))
    return {
        "name": name,
        "label": form.fields[name].label,
        "choices": [{"value": value, "label": label, "here": value in here} for value, label in choices],
    }


def everything(name: str) -> str:
    """The words for no choice."""
    return {
        "county": _("the whole country"),
        "phase": _("all phases"),
        "service": _("all services"),
        "area": _("all delivery areas"),
        "provider": _("all providers"),
    }.get(name) or _("all")


def chosen(form: forms.Form, name: str) -> list[str]:
    """The values of a filter; none where it is not used."""
    value = form.cleaned_data.get(name)
    return [str(each) for each in value] if isinstance(value, (list, tuple)) else [str(value)] if value else []


def chips(form: forms.Form, query: QueryDict, name: str) -> list[dict]:
    """The values by which a filter narrows, in words, each with the address that takes it away."""
    field, values = form.fields[name], chosen(form, name)
    words = {str(value): str(label) for value, label in getattr(field, "choices", [])}
    return [
        {
            "label": field.label,
            "word": words.get(value, value),
            "url": address(query, **{name: [each for each in values if each != value]}),
        }
        for value in values
    ]


def address(query: QueryDict, **changes: Sequence[str] | str | None) -> str:
    """The query string with some values changed; None or empty takes one away."""
    changed = query.copy()
    for name, value in changes.items():
        changed.setlist(name, [value] if isinstance(value, str) and value else list(value or []))
    return f"?{encoded}" if (encoded := changed.urlencode()) else "?"


def carried(query: QueryDict) -> list[tuple[str, str]]:
    """What the form that changes the day carries on: all but the day, the plan and the basis, each value of several."""
    return [(name, value) for name, values in query.lists() if name not in EVERYWHERE for value in values]


def understood(query: QueryDict, names: Sequence[str]) -> QueryDict:
    """What of an address means something on a page, empty values left out."""
    kept = QueryDict(mutable=True)
    for name in names:
        if values := [each for each in query.getlist(name) if each]:
            kept.setlist(name, values)
    return kept
