"""The forms of a phase: its names and days, a new one, and a shift in time."""

from dataclasses import fields as fields_of

from django import forms
from django.utils.translation import gettext_lazy as _

from rollout.forms.fields import THEIRS, PlanDayField, ReasonField
from rollout.models import DAY_FIELDS, Phase
from rollout.notice import PhaseDays, suggest

LONGEST_NAME = 100
MOST_WEEKS = 520
EDITED = ("number", "name", "name_en", *DAY_FIELDS)


class PhaseForm(forms.Form):
    """A line of the grid. Only the fields that were sent along are wanted; the others stay as they are."""

    number = forms.IntegerField(label=_("Number"), min_value=0, max_value=99)
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    name_en = forms.CharField(label=_("Name in English"), max_length=LONGEST_NAME, required=False)
    notice_sent_on = PlanDayField(label=_("Notice sent"))
    notice_counts_from = PlanDayField(label=_("Notice counts from"))
    last_referral_on = PlanDayField(label=_("Last referral day"))
    last_contract_day_on = PlanDayField(label=_("Last contract day"))
    new_service_starts_on = PlanDayField(label=_("New service starts"))
    reason = ReasonField()
    expected_revision = forms.IntegerField(min_value=0)

    def __init__(self, data=None, *, phase: Phase, **options) -> None:
        self.phase, self.key = phase, f"phase-{phase.pk}"
        values = {name: getattr(phase, name) for name in EDITED} | {"expected_revision": phase.revision}
        super().__init__(data, initial=values, auto_id=f"{self.key}-%s", **options)
        if data is not None:
            for name in EDITED:
                if name not in data:
                    del self.fields[name]

    def clean_number(self) -> int:
        number = self.cleaned_data["number"]
        if self.phase.plan.phases.filter(number=number).exclude(pk=self.phase.pk).exists():
            raise forms.ValidationError(_("Another phase has this number."))
        return number

    @property
    def wanted(self) -> dict:
        """The values of the phase's fields, once the form is valid; without those for which another's were chosen."""
        kept = {name for name in EDITED if self.data.get(f"choice-{name}") == THEIRS}
        return {name: self.cleaned_data[name] for name in EDITED if name in self.cleaned_data and name not in kept}

    @property
    def is_as_saved(self) -> bool:
        """Whether a valid form wants what is there; then nothing is done, and an approval stays."""
        return all(getattr(self.phase, name) == value for name, value in self.wanted.items())

    def days(self) -> PhaseDays:
        """The five days as the form shows them; None for what is empty or no day."""
        return PhaseDays(**{each.name: self._day(each.name) for each in fields_of(PhaseDays)})

    def with_suggestions(self, wanted: str) -> "PhaseForm":
        """The same form with a day, or with "all" every missing one, as the notice rules suggest. Not saved."""
        decided, suggested, sent = self.days(), suggest(self.days()), self.data.copy()
        for name in DAY_FIELDS:
            is_wanted = name == wanted or (wanted == "all" and getattr(decided, name) is None)
            if is_wanted and (day := getattr(suggested, name)):
                sent[name] = day.isoformat()
        return PhaseForm(sent, phase=self.phase)

    def _day(self, name: str):
        if not self.is_bound:
            return self.initial[name]
        try:
            return self.fields[name].clean(self.data.get(name)) if name in self.fields else self.initial[name]
        except forms.ValidationError:
            return None


class NewPhaseForm(forms.Form):
    """A further phase; its days come afterwards, in its line of the grid."""

    key = "new-phase"

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    name_en = forms.CharField(label=_("Name in English"), max_length=LONGEST_NAME, required=False)
    number = forms.IntegerField(label=_("Number"), min_value=0, max_value=99)

    def __init__(self, data=None, *, plan, **options) -> None:
        self.plan = plan
        super().__init__(data, auto_id=f"{self.key}-%s", **options)

    def clean_number(self) -> int:
        number = self.cleaned_data["number"]
        if self.plan.phases.filter(number=number).exists():
            raise forms.ValidationError(_("Another phase has this number."))
        return number


class ShiftForm(forms.Form):
    """All days of a phase, some weeks earlier or later."""

    weeks = forms.IntegerField(label=_("Weeks"), min_value=-MOST_WEEKS, max_value=MOST_WEEKS)
    reason = ReasonField()

    def __init__(self, data=None, *, phase: Phase, **options) -> None:
        self.phase, self.key = phase, f"shift-{phase.pk}"
        super().__init__(data, auto_id=f"{self.key}-%s", **options)

    def clean_weeks(self) -> int:
        if not self.cleaned_data["weeks"]:
            raise forms.ValidationError(_("Say by how many weeks; a minus sign moves the phase earlier."))
        return self.cleaned_data["weeks"]
