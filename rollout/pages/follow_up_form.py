"""What the reader of the follow-up page asked for: month, service, place, provider, and the make of the tables.

Month, service and provider are chosen among those that the files tell of. Knows what there is to choose, not what it
amounts to.
"""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rollout.coverage import to_day
from rollout.selection import InvalidSelection
from rollout.snapshot import Snapshot

BY = {"area": _("delivery area"), "provider": _("provider"), "agreement": _("agreement")}
SPLIT = {"part": _("part of the country"), "group": _("municipality group"), "county": _("county")}
SORTS = ("name", "area", "agreements", "rating", "unrated", "result", "change", "participants", "risk")
NARROWING = ("county", "area", "provider")
OWN = ("period", "service", *NARROWING, "by", "split", "sort", "page")
UNKNOWN_CHOICE = _("There is no “%(value)s” to choose here.")


class PeriodForm(forms.Form):
    """A month, a service, and which of its agreements and municipalities."""

    period = forms.ChoiceField(label=_("Month"), required=False)
    service = forms.ChoiceField(label=_("Service"), required=False)
    county = forms.ChoiceField(label=_("County"), required=False)
    area = forms.ChoiceField(label=_("Delivery area"), required=False)
    provider = forms.ChoiceField(label=_("Provider"), required=False)
    by = forms.ChoiceField(label=_("Table by"), required=False, choices=list(BY.items()))
    split = forms.ChoiceField(label=_("Places by"), required=False, choices=list(SPLIT.items()))
    sort = forms.ChoiceField(
        label=_("Sort by"), required=False, choices=[(f"{way}{name}",) * 2 for name in SORTS for way in ("", "-")]
    )
    page = forms.IntegerField(label=_("Page"), required=False, min_value=1, max_value=10_000)

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = UNKNOWN_CHOICE

    def offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        """Set what can be chosen in a field; in a form nothing stands first, for the usual answer."""
        self.fields[name].choices = [("", ""), *choices]

    def asked(self, name: str) -> str:
        """The value of one field. Raises InvalidSelection where it is none of the choices, or given more than once."""
        field, given = self.fields[name], set(self.data.getlist(name))
        try:
            if len(given) > 1:
                raise forms.ValidationError(_("The address gives this more than once."))
            return field.clean(self.data.get(name, "")) or ""
        except forms.ValidationError as fault:
            raise InvalidSelection([(str(field.label), message) for message in fault.messages]) from None


def month_key(period: int) -> str:
    """A month in an address, such as 2026-01."""
    return f"{to_day(period):%Y-%m}"


def months_offered(periods: Iterable[int]) -> list[tuple[str, str]]:
    """The months as choices, the latest first."""
    return [(month_key(period),) * 2 for period in sorted(periods, reverse=True)]


def counties_offered(snapshot: Snapshot) -> list[tuple[str, str]]:
    """The counties in Swedish order."""
    counties = sorted(snapshot.counties.values(), key=lambda county: county.sort_key)
    return [(county.code, county.name) for county in counties]


def named_offered(rows: dict, keys: Iterable[int]) -> list[tuple[str, str]]:
    """Providers or areas of some keys as choices, in Swedish order."""
    found = sorted((rows[key] for key in set(keys) if key in rows), key=lambda row: (row.sort_key, row.pk))
    return [(str(row.pk), row.name) for row in found]
