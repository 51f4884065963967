"""Numbers and shares for templates, in the reader's own way of writing them."""

from collections.abc import Mapping

from django import template
from django.template.defaultfilters import floatformat
from django.utils.formats import number_format
from django.utils.translation import get_language

from rollout.coverage import Figure

register = template.Library()

MISSING = "–"


@register.simple_tag
def figure_number(number: float | None) -> str:
    """A whole number with a thin space between thousands; a dash where it is missing."""
    return MISSING if number is None else number_format(round(number), use_l10n=True, force_grouping=True)


@register.simple_tag
def figure_share(figure: Figure) -> str:
    """A share as whole per cent, such as 43 %; a dash where it is unknown or there is nothing to count."""
    return MISSING if figure.share is None else per_cent(figure.share * 100, 0)


@register.filter
def at(rows: Mapping | None, key: str) -> object:
    """What stands under a key; None where nothing does."""
    return (rows or {}).get(key)


@register.filter
def per_cent(value: float, decimals: int = 1) -> str:
    """43,2 % in Swedish, with a space that does not break; 43.2% in English."""
    number = floatformat(value, decimals)
    return f"{number}%" if get_language() == "en" else f"{number}\u00a0%"
