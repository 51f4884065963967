"""The form of a milestone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from municipalities.models import Certainty, Source
from rollout.actions.following import state_of
from rollout.forms.fields import PlanDayField, ReasonField
from rollout.models import Milestone, Phase, Plan

FIELDS = ("kind", "name", "name_en", "on", "until", "phase", "certainty", "source", "note")
LONGEST_NOTE = 2_000


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MilestoneForm(forms.Form):
    """A new milestone, or a changed one. seen: the state that the editor read, so that nobody is overwritten."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Milestone.Kind.choices)
    name = forms.CharField(label=_("What happens"), max_length=200)
    name_en = forms.CharField(label=_("The same in English"), max_length=200, required=False)
    on = PlanDayField(label=_("Day"), required=True, widget=_day_input())
    until = PlanDayField(label=_("Last day"), help_text=_("For what goes on over several days."), widget=_day_input())
    phase = forms.ModelChoiceField(
        label=_("Phase"), queryset=Phase.objects.none(), required=False, empty_label=_("the whole plan")
    )
    certainty = forms.ChoiceField(label=_("Certainty"), choices=Certainty.choices)
    source = forms.ModelChoiceField(
        label=_("Source"), queryset=Source.objects.all(), required=False, empty_label=_("none")
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as the place of a meeting."),
    )
    reason = ReasonField()
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, plan: Plan, milestone: Milestone | None = None, **options) -> None:
        self.plan, self.milestone = plan, milestone
        values = {name: getattr(milestone, name) for name in FIELDS} if milestone else {}
        if milestone:
            values["seen"] = state_of(milestone)
        super().__init__(data, initial=values, auto_id="milestone-%s", **options)
        for field in self.fields.values():
            field.widget.attrs["class"] = "ds-input"
        self.fields["phase"].queryset = plan.phases.all()

    def clean(self) -> dict:
        """What the database would refuse, said at its field."""
        cleaned = super().clean()
        on, until = cleaned.get("on"), cleaned.get("until")
        if on and until and until < on:
            self.add_error("until", _("The last day cannot come before the first."))
        return cleaned

    @property
    def wanted(self) -> dict:
        """The values of the milestone's fields and the reason, once the form is valid."""
        return {name: self.cleaned_data[name] for name in (*FIELDS, "reason", "seen")}
