"""The forms by which a provider asks for a correction, and those by which a reviewer answers.

They read what people write; what may be asked for, the rules in `providers/correcting.py` know.
"""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from municipalities.importers.points import point_in
from municipalities.importers.reading import ValueFault
from municipalities.models import Municipality
from providers.correcting import ADD, CLOSE, DAYS, MOVE, Address
from providers.correction_ground import Wanted
from providers.corrections import state_of
from providers.importers.office_files import MAX_FILE_BYTES
from providers.models import Agreement, Correction, Office
from rollout.forms.fields import LONGEST_REASON, PlanDayField, ReasonField
from rollout.forms.portal import PortalForm

LONGEST_NOTE = 1_000


class DayInput(forms.DateInput):
    """The browser's own input for a day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PointField(forms.CharField):
    """Latitude and longitude in one field, as they are copied from a map: a pair of degrees, or None."""

    def __init__(self, **options) -> None:
        super().__init__(**{"required": False, "max_length": 80, **options})

    def prepare_value(self, value):
        return f"{value[0]}, {value[1]}" if isinstance(value, tuple) else value

    def to_python(self, value) -> tuple[float, float] | None:
        written = super().to_python(value)
        if not written:
            return None
        try:
            return point_in(written)
        except ValueFault as fault:
            raise forms.ValidationError(str(fault)) from None


class NoteField(forms.CharField):
    """What the reviewer should know."""

    def __init__(self) -> None:
        super().__init__(
            label=_("What the reviewer should know"),
            max_length=LONGEST_NOTE,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )


class AgreementField(forms.ModelChoiceField):
    """One of a provider's agreements, named by service, area and number."""

    def label_from_instance(self, agreement: Agreement) -> str:
        return agreement_label(agreement)


def agreement_label(agreement: Agreement) -> str:
    """An agreement as its provider knows it."""
    parts = (agreement.service.short_name, agreement.area.name if agreement.area else "", agreement.number)
    return " · ".join(part for part in parts if part)


class PlaceForm(PortalForm):
    """An address with its point or municipality."""

    street = forms.CharField(label=_("Street address"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=10, required=False)
    post_town = forms.CharField(label=_("Post town"), max_length=100, required=False)
    point = PointField(
        label=_("Coordinate"),
        help_text=_("Latitude and longitude in degrees, as copied from a map: 65.5842, 22.1567."),
    )
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.order_by("sort_key"),
        required=False,
        empty_label=_("where the coordinate lies"),
        help_text=_("Choose it where there is no coordinate."),
    )

    @property
    def address(self) -> Address:
        """The address as it was written, once the form is valid."""
        values = self.cleaned_data
        latitude, longitude = values["point"] or (None, None)
        postal_code = values["postal_code"].replace(" ", "")
        return Address(values["street"], postal_code, values["post_town"], latitude, longitude)

    @property
    def chosen(self) -> str:
        """The code of the municipality that was chosen, or ""."""
        return self.cleaned_data["municipality"].pk if self.cleaned_data["municipality"] else ""


class NewOfficeForm(PlaceForm):
    key = "new-office"

    agreement = AgreementField(label=_("Agreement"), queryset=Agreement.objects.none(), empty_label=_("choose"))
    on_site = forms.TypedChoiceField(
        label=_("Kind"),
        choices=[("yes", _("on site")), ("no", _("digital only"))],
        coerce=lambda value: value == "yes",
        initial="yes",
    )
    first_on = PlanDayField(label=_("First day"), required=True, widget=DayInput())
    last_on = PlanDayField(
        label=_("Last day"), widget=DayInput(), help_text=_("Leave it empty while no end is decided.")
    )
    note = NoteField()

    field_order = ["agreement", "on_site", "street", "postal_code", "post_town", "point", "municipality"]

    def __init__(self, data=None, *, agreements: Sequence[Agreement], **options) -> None:
        super().__init__(data, **options)
        rows = Agreement.objects.filter(pk__in=[each.pk for each in agreements])
        self.fields["agreement"].queryset = rows.select_related("service", "area", "provider").order_by(
            "service__order", "area__sort_key", "number"
        )

    @property
    def wanted(self) -> Wanted:
        values = self.cleaned_data
        return Wanted(
            kind=ADD,
            agreement=values["agreement"],
            address=self.address,
            municipality=self.chosen,
            on_site=values["on_site"],
            first_on=values["first_on"],
            last_on=values["last_on"],
            note=values["note"],
        )


class OfOfficeForm(PortalForm):
    """A form about an office that is there; seen: the state in which its reader saw it."""

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)
    note = NoteField()

    def __init__(self, data=None, *, office: Office, **options) -> None:
        self.office = office
        super().__init__(data, initial={**self.initial_of(office), "seen": state_of(office)}, **options)

    def initial_of(self, office: Office) -> dict:
        return {}

    @property
    def wanted(self) -> Wanted:
        """What is asked for, once the form is valid."""
        raise NotImplementedError


class MoveOfficeForm(PlaceForm, OfOfficeForm):
    """Another address: from a day, or, without one, because it was wrong all along."""

    key = "move-office"

    first_on = PlanDayField(
        label=_("Moves on"),
        widget=DayInput(),
        help_text=_("The first day at the new address. Leave it empty if the address was wrong all along."),
    )

    field_order = ["street", "postal_code", "post_town", "point", "municipality", "first_on", "note"]

    def initial_of(self, office: Office) -> dict:
        values = {name: getattr(office, name) for name in ("street", "postal_code", "post_town")}
        if office.latitude is None or office.longitude is None:
            return {**values, "municipality": office.municipality_id}
        return {**values, "point": (office.latitude, office.longitude)}

    @property
    def wanted(self) -> Wanted:
        values = self.cleaned_data
        return Wanted(
            kind=MOVE,
            agreement=self.office.agreement,
            office=self.office,
            address=self.address,
            municipality=self.chosen,
            on_site=self.office.on_site,
            first_on=values["first_on"],
            last_on=self.office.closes_on,
            note=values["note"],
        )


class CloseOfficeForm(OfOfficeForm):
    key = "close-office"

    last_on = PlanDayField(label=_("Last day"), required=True, widget=DayInput())

    field_order = ["last_on", "note"]

    def initial_of(self, office: Office) -> dict:
        return {"last_on": office.closes_on}

    @property
    def wanted(self) -> Wanted:
        values = self.cleaned_data
        return Wanted(
            kind=CLOSE,
            agreement=self.office.agreement,
            office=self.office,
            on_site=self.office.on_site,
            last_on=values["last_on"],
            note=values["note"],
        )


class AgreementDaysForm(PortalForm):
    key = "agreement-days"

    first_on = PlanDayField(label=_("First day"), widget=DayInput())
    last_on = PlanDayField(
        label=_("Last day"), widget=DayInput(), help_text=_("Leave it empty while no end is decided.")
    )
    note = NoteField()
    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def __init__(self, data=None, *, agreement: Agreement, **options) -> None:
        self.agreement = agreement
        days = {"first_on": agreement.starts_on, "last_on": agreement.ends_on}
        super().__init__(data, initial={**days, "seen": state_of(agreement)}, **options)

    @property
    def wanted(self) -> Wanted:
        """What is asked for, once the form is valid."""
        values = self.cleaned_data
        return Wanted(
            kind=DAYS,
            agreement=self.agreement,
            first_on=values["first_on"],
            last_on=values["last_on"],
            note=values["note"],
        )


class StepForm(PortalForm):
    """What is done with a correction that was read; seen: the revision of the reader."""

    key = "step"

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, data=None, *, correction: Correction, **options) -> None:
        self.correction = correction
        super().__init__(data, initial={"seen": correction.revision}, **options)


class ApplyForm(StepForm):
    key = "apply"

    answer = ReasonField(label=_("Message to the provider"))


class RejectForm(StepForm):
    key = "reject"

    answer = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Give a reason. The provider reads it.")},
    )


class UploadForm(PortalForm):
    """A file of offices. Its size is asked before anything of it is read."""

    key = "upload"

    file = forms.FileField(
        label=_("File, XLSX or CSV"),
        allow_empty_file=True,  # the reading says so in words of its own
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,text/csv", "data-most-bytes": MAX_FILE_BYTES}),
        error_messages={"required": _("Choose a file first.")},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE_BYTES:
            known = {"limit": MAX_FILE_BYTES // 1_000_000}
            raise forms.ValidationError(_("The file is larger than %(limit)d MB."), params=known)
        return file


class UploadSendForm(PortalForm):
    """The rows of a file that was looked at, sent back to be asked for; seen: what the look showed."""

    key = "upload-send"

    rows = forms.CharField(max_length=MAX_FILE_BYTES, strip=False, widget=forms.HiddenInput)
    file_name = forms.CharField(max_length=250, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)
