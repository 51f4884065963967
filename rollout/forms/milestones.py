"""The form of a milestone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from municipalities.models import Certainty, Source
from rollout.actions.following import state_of
from rollout.forms.fields import PlanDayField, ReasonField
from rollout.models import Milestone, Phase, Plan
from rollout.models.milestones import ENDS_BEFORE, SIGN_UP_LATE

FIELDS = (
    *("kind", "name", "name_en", "on", "until", "starts_at", "ends_at", "phase", "certainty", "source", "note"),
    *("place", "invitation", "sign_up_until", "seats", "is_announced"),
)
LONGEST_NOTE = 2_000
LONGEST_INVITATION = 5_000
MOST_SEATS = 9_999


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _time_field(label) -> forms.TimeField:
    field = forms.TimeField(label=label, required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    field.error_messages["invalid"] = _("Write the time as hours and minutes, such as 13:30.")
    return field


class MilestoneForm(forms.Form):
    """A new milestone, or a changed one. seen: the state that the editor read, so that nobody is overwritten."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Milestone.Kind.choices)
    name = forms.CharField(label=_("What happens"), max_length=200)
    name_en = forms.CharField(label=_("The same in English"), max_length=200, required=False)
    on = PlanDayField(label=_("Day"), required=True, widget=_day_input())
    until = PlanDayField(label=_("Last day"), help_text=_("For what goes on over several days."), widget=_day_input())
    starts_at = _time_field(_("Begins at"))
    ends_at = _time_field(_("Ends at"))
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
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False, help_text=_("Of a meeting."))
    invitation = forms.CharField(
        label=_("Invitation"),
        max_length=LONGEST_INVITATION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What providers read before they sign up."),
    )
    sign_up_until = PlanDayField(
        label=_("Last day to sign up"), help_text=_("Without it nobody can sign up."), widget=_day_input()
    )
    seats = forms.IntegerField(
        label=_("Seats"), min_value=1, max_value=MOST_SEATS, required=False, help_text=_("Empty: no limit.")
    )
    is_announced = forms.BooleanField(
        label=_("Announce before the plan is published"),
        required=False,
        help_text=_("A dialogue meeting is then shown to everybody, but nothing else of the draft."),
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
            field.widget.attrs["class"] = "ds-input"  # also of the box to tick, which is one of Designsystemet's
        self.fields["phase"].queryset = plan.phases.all()

    def clean(self) -> dict:
        """What the database would refuse, said at its field."""
        cleaned = super().clean()
        on, until = cleaned.get("on"), cleaned.get("until")
        if on and until and until < on:
            self.add_error("until", _("The last day cannot come before the first."))
        if on and (last := cleaned.get("sign_up_until")) and last > on:
            self.add_error("sign_up_until", SIGN_UP_LATE)
        if self._ends_too_early(cleaned):
            self.add_error("ends_at", ENDS_BEFORE)
        return cleaned

    def _ends_too_early(self, cleaned: dict) -> bool:
        begins, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        goes_on = cleaned.get("until") and cleaned.get("on") and cleaned["until"] > cleaned["on"]
        return bool(ends and (begins is None or (ends <= begins and not goes_on)))

    @property
    def wanted(self) -> dict:
        """The values of the milestone's fields and the reason, once the form is valid."""
        return {name: self.cleaned_data[name] for name in (*FIELDS, "reason", "seen")}
