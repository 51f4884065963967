"""What the reader of the alerts asked for: since when, below how many providers, how many days ahead; checked."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rollout.filters import DayField, check_day
from rollout.selection import InvalidSelection, Selection

WITHIN, AFTER, MOST_PROVIDERS, MOST_DAYS = 90, 365, 20, 3650
OWN = ("since", "limit", "within", "after", "kind")
KINDS = (
    "white",
    "gap_opened",
    "area_fell",
    "ending",
    "unconfirmed",
    "ending_unknown",
    "gap_closed",
    "covered",
    "area_rose",
)


class AlertForm(forms.Form):
    """Since when, and where the limits are. Give it the reader's selection, and what is used where nothing is asked."""

    since = DayField(label=_("What changed since"), required=False)
    limit = forms.IntegerField(
        label=_("Least number of providers in an area"), required=False, min_value=1, max_value=MOST_PROVIDERS
    )
    within = forms.IntegerField(
        label=_("Agreements that end within, days"), required=False, min_value=1, max_value=MOST_DAYS
    )
    after = forms.IntegerField(
        label=_("Offices not confirmed for, days"), required=False, min_value=1, max_value=MOST_DAYS
    )
    kind = forms.ChoiceField(label=_("Kind of alert"), required=False, choices=[(key, key) for key in KINDS])

    def __init__(self, data: QueryDict, *, selection: Selection, usual: dict[str, date | int]) -> None:
        super().__init__(data)
        self.selection, self.usual = selection, usual
        self.fields["kind"].error_messages["invalid_choice"] = _("There is no “%(value)s” to choose here.")

    def clean_since(self) -> date | None:
        """The day, inside the known days and before the day that is shown."""
        day = check_day(self.cleaned_data["since"], self.selection.filterset.first, self.selection.last)
        if day and day >= self.selection.on:
            raise ValidationError(
                _("Must come before the day shown, %(day)s."), params={"day": self.selection.on.isoformat()}
            )
        return day

    def asked(self, name: str):
        """What was asked for, else the usual."""
        return self.cleaned_data.get(name) or self.usual.get(name)


def checked(form: AlertForm) -> AlertForm:
    """The form, valid. Raises InvalidSelection with every fault; to take one of two values is a silent choice."""
    twice = [
        (str(field.label), str(_("The address gives this more than once.")))
        for name, field in form.fields.items()
        if len(set(form.data.getlist(name))) > 1
    ]
    faults = (
        []
        if form.is_valid()
        else [(str(form.fields[name].label), text) for name, texts in form.errors.items() for text in texts]
    )
    if twice or faults:
        raise InvalidSelection([*twice, *faults])
    return form
