"""Numbers and shares for templates, in the reader's own way of writing them; and the icons of buttons."""

from collections.abc import Mapping

from django import template
from django.template.defaultfilters import floatformat
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from rollout.coverage import Figure

register = template.Library()

MISSING = "–"
# Drawn, since few fonts have a letter for them: a browser looks long for one that does, and some show it in colours.
ICONS = {
    "before": "M11 3v10L5 8z",
    "after": "M5 3v10l6-5z",
    "zoom in": "M7 3h2v4h4v2H9v4H7V9H3V7h4z",
    "zoom out": "M3 7h10v2H3z",
    "whole": "M3 3h6L3 9zM13 13H7l6-6z",
    "theme": "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 2a5 5 0 0 1 0 10z",
}


@register.simple_tag
def figure_number(number: float | None) -> str:
    """A whole number with a thin space between thousands; a dash where it is missing."""
    return MISSING if number is None else number_format(round(number), use_l10n=True, force_grouping=True)


@register.simple_tag
def figure_share(figure: Figure) -> str:
    """A share as whole per cent, such as 43 %; a dash where it is unknown or there is nothing to count."""
    return MISSING if figure.share is None else per_cent(figure.share * 100, 0)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of `ICONS` in the colour of the words around it, for a button that has a label for what it does.

    Raises KeyError for a name that is not there.
    """
    return format_html('<svg class="icon" viewBox="0 0 16 16"><path d="{}"/></svg>', ICONS[name])


@register.filter
def at(rows: Mapping | None, key: str) -> object:
    """What stands under a key; None where nothing does."""
    return (rows or {}).get(key)


@register.filter
def per_cent(value: float, decimals: int = 1) -> str:
    """43,2 % in Swedish, with a space that does not break; 43.2% in English."""
    number = floatformat(value, decimals)
    return f"{number}%" if get_language() == "en" else f"{number}\u00a0%"
