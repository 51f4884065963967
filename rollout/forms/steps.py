"""The forms of what is done with a plan as a whole: describe, set, propose, approve, publish, share, waive."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from providers.models import Provider, Service
from rollout.forms.fields import FIRST_YEAR, LAST_YEAR, ReasonField
from rollout.models import Plan

LONGEST_NOTE = 4_000
MOMENT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


def dress(form: forms.BaseForm) -> None:
    """Give the inputs of a form the look of all others."""
    for field in form.fields.values():
        field.widget.attrs.setdefault("class", "ds-input")


class StepForm(forms.Form):
    """A form about one plan.

    key: its name on the page, so that its faults are shown where it stands. slug: its name in the address.
    """

    key = slug = ""

    def __init__(self, data=None, *, plan: Plan, **options) -> None:
        self.plan = plan
        super().__init__(data, auto_id=f"{self.key}-%s", **{"initial": self.initial_of(plan), **options})
        dress(self)

    def initial_of(self, plan: Plan) -> dict:
        """What the form holds before anybody has filled it in."""
        return {}


class MomentInput(forms.DateTimeInput):
    """The browser's own input for day and time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=MOMENT_FORMATS[0])


class MomentField(forms.DateTimeField):
    """A moment in Swedish time, to the minute."""

    def __init__(self, **options) -> None:
        super().__init__(input_formats=MOMENT_FORMATS, widget=MomentInput, **options)
        self.error_messages["invalid"] = _("Write day and time as 2021-09-22 09:00.")

    def validate(self, value) -> None:
        super().validate(value)
        if value and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise forms.ValidationError(
                _("The year must be between %(first)d and %(last)d."),
                params={"first": FIRST_YEAR, "last": LAST_YEAR},
            )


class ProposeForm(StepForm):
    key, slug = "propose", "foresla"

    reason = ReasonField()


class WithdrawForm(StepForm):
    key, slug = "withdraw", "ta-tillbaka"

    reason = ReasonField()


class ApproveForm(StepForm):
    """Approves what was read: the revision is that of the page."""

    key, slug = "approve", "godkann"

    seen_revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = ReasonField()

    def initial_of(self, plan: Plan) -> dict:
        return {"seen_revision": plan.revision}


class PublishForm(StepForm):
    """Publishes now, or records a publication of an earlier moment."""

    key, slug = "publish", "publicera"

    at = MomentField(label=_("It applied from"), required=False)
    reason = ReasonField()


class ScheduleForm(StepForm):
    key, slug = "schedule", "schemalagg"

    at = MomentField(label=_("Publish at"))
    reason = ReasonField()

    def initial_of(self, plan: Plan) -> dict:
        return {"at": timezone.localtime(plan.publish_at)} if plan.publish_at else {}


class UnscheduleForm(StepForm):
    key, slug = "unschedule", "avboka"


class DescribeForm(StepForm):
    key, slug = "describe", "beskriv"

    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    note = forms.CharField(
        label=_("What it is for"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data=None, *, plan: Plan, **options) -> None:
        super().__init__(data, plan=plan, **options)
        self.fields["name"].required = plan.is_scenario

    def initial_of(self, plan: Plan) -> dict:
        return {"name": plan.name, "note": plan.note}


class SettingsForm(StepForm):
    """What "ready" asks of an area."""

    key, slug = "settings", "installningar"

    ready_providers = forms.IntegerField(label=_("Providers needed in each area"), min_value=1, max_value=50)
    ready_days_ahead = forms.IntegerField(
        label=_("Days before the start they must be ready"), min_value=0, max_value=365
    )
    reason = ReasonField()

    def initial_of(self, plan: Plan) -> dict:
        return {"ready_providers": plan.ready_providers, "ready_days_ahead": plan.ready_days_ahead}


class DraftForm(StepForm):
    key, slug = "draft", "utkast"

    reason = ReasonField()


class ScenarioForm(StepForm):
    key, slug = "scenario", "scenario"

    name = forms.CharField(label=_("Name of the scenario"), max_length=100)


class DiscardForm(StepForm):
    """A removal cannot be undone, so it is confirmed by a tick."""

    key, slug = "discard", "ta-bort"

    sure = forms.BooleanField(
        label=_("Yes, remove it for good"), error_messages={"required": _("Tick the box to remove it.")}
    )


class ShareForm(StepForm):
    key, slug = "share", "dela"


class UnshareForm(StepForm):
    key, slug = "unshare", "sluta-dela"


class RebaseForm(StepForm):
    """Goes on from the version that applies now: the one that the page named."""

    key, slug = "rebase", "basera-om"

    on = forms.IntegerField(min_value=1, max_value=2**53, widget=forms.HiddenInput)
    reason = ReasonField()


class LeaveOutForm(StepForm):
    """The providers that a scenario counts without."""

    key, slug = "leave-out", "utan-leverantorer"

    provider = forms.ModelMultipleChoiceField(Provider.objects.none(), required=False)

    def __init__(self, data=None, *, plan: Plan, **options) -> None:
        super().__init__(data, plan=plan, **options)
        self.fields["provider"].queryset = providers_of(plan)


def providers_of(plan: Plan):
    """The providers that have ever had an agreement for the plan's new service, in Swedish order. One query."""
    return Provider.objects.filter(agreements__service=plan.to_service_id).distinct().order_by("sort_key", "pk")


class WaiveForm(StepForm):
    """Warnings to accept, each as its rule and subject with a bar between, and the reason that is shown with them."""

    key, slug = "waive", "godta"

    reason = ReasonField(required=True, error_messages={"required": _("Give a reason. It is shown with the warning.")})

    def __init__(self, data=None, *, plan: Plan, **options) -> None:
        super().__init__(data, plan=plan, **options)
        self.asked = data.getlist("finding") if data is not None else []
        if data is not None:
            self.key = data.get("form", self.key)

    @property
    def warnings(self) -> list[tuple[str, str]]:
        """The rule and the subject of each warning that was ticked."""
        return [(rule, subject) for rule, _bar, subject in (each.partition("|") for each in self.asked)]

    def clean(self) -> dict:
        if not self.asked:
            raise forms.ValidationError(_("Tick at least one warning."))
        return super().clean()


class NewPlanForm(forms.Form):
    """An empty plan from one service to another."""

    key = "new-plan"

    from_service = forms.ModelChoiceField(Service.objects.order_by("order"), label=_("Old service"))
    to_service = forms.ModelChoiceField(Service.objects.order_by("order"), label=_("New service"))
    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    reason = ReasonField()

    def __init__(self, data=None, **options) -> None:
        super().__init__(data, auto_id=f"{self.key}-%s", **options)
        dress(self)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("from_service") and cleaned.get("from_service") == cleaned.get("to_service"):
            raise forms.ValidationError({"to_service": _("A plan goes from one service to another.")})
        return cleaned
