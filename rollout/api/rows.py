"""The rows of the answers: which fields they have, and what these mean. Words here are shown in the reference."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from municipalities.models import Classification, County, MunicipalityClass, Source
from providers.models import Agreement, DeliveryArea, Office, Provider, Service
from rollout.models import DAY_FIELDS, Phase, Plan, Switch
from rollout.words import COVERAGE_WORDS, STATUS_WORDS


class Chosen(serializers.Serializer):
    """A row of which the asker may choose the fields."""

    def get_fields(self):
        fields = super().get_fields()
        wanted = self.context.get("wanted")
        return {name: fields[name] for name in wanted} if wanted else fields


class ChosenOfModel(Chosen, serializers.ModelSerializer):
    """The same for a row of a model; labels are the model's own."""


# --- WHERE -----------------------------------------------------------------------------------------------------------


class MunicipalityRow(Chosen):
    """A municipality on the day, as map and table show it."""

    code = serializers.CharField(help_text=_("Official code of four digits, as text: 0180."))
    name = serializers.CharField(help_text=_("Name"))
    county = serializers.CharField(help_text=_("Code of the county, two digits as text."))
    county_name = serializers.CharField(help_text=_("Name of the county."))
    part = serializers.CharField(help_text=_("Part of the country (NUTS 1): SE1, SE2 or SE3."))
    group = serializers.CharField(help_text=_("Municipality group (SKR 2023), such as C8."), allow_blank=True)
    rural = serializers.BooleanField(help_text=_("Whether it is rural by the chosen definition."))
    population = serializers.IntegerField(help_text=_("Inhabitants."))
    phase = serializers.IntegerField(allow_null=True, help_text=_("Number of the phase of the plan; null in none."))
    status = serializers.ChoiceField(list(STATUS_WORDS), help_text=_("Which service is open for referral on the day."))
    providers = serializers.IntegerField(
        allow_null=True, help_text=_("Providers present on the day, by the chosen test; null where it is not known.")
    )
    coverage = serializers.ChoiceField(list(COVERAGE_WORDS), help_text=_("The same as a class."))
    on = serializers.DateField(help_text=_("The day."))
    latitude = serializers.FloatField(help_text=_("Latitude of a point in it, degrees (WGS 84)."))
    longitude = serializers.FloatField(help_text=_("Longitude of a point in it, degrees (WGS 84)."))


class CountyRow(ChosenOfModel):
    """One of the 21 counties."""

    class Meta:
        model = County
        fields = ["code", "name", "part_of_country"]


class SourceRow(serializers.ModelSerializer):
    """Where a fact comes from."""

    class Meta:
        model = Source
        fields = ["key", "publisher", "title", "published_on", "url"]


class ClassRow(serializers.ModelSerializer):
    """A class of a classification."""

    class Meta:
        model = MunicipalityClass
        fields = ["code", "name", "name_en"]


class ClassificationRow(ChosenOfModel):
    """A way to divide the municipalities, with its classes and the definitions of rural made of them."""

    source = SourceRow()
    classes = ClassRow(many=True)
    rural_definitions = serializers.SlugRelatedField(
        source="definitions",
        slug_field="key",
        many=True,
        read_only=True,
        help_text=_("Keys, as `definition` takes them."),
    )

    class Meta:
        model = Classification
        fields = ["key", "name", "name_en", "owner", "year", "source", "classes", "rural_definitions"]


# --- WHO -------------------------------------------------------------------------------------------------------------


class ServiceRow(ChosenOfModel):
    """A service, and the one that it follows on."""

    class Meta:
        model = Service
        fields = ["code", "name", "short_name", "predecessor", "starts_on", "is_example"]


class AreaRow(ChosenOfModel):
    """A delivery area with its municipalities; an empty list where they are not known."""

    municipalities = serializers.SerializerMethodField(help_text=_("Codes of its municipalities."))
    source = SourceRow(allow_null=True)

    class Meta:
        model = DeliveryArea
        fields = ["id", "name", "service", "certainty", "is_example", "municipalities", "source"]

    def get_municipalities(self, area: DeliveryArea) -> list[str]:
        return sorted(membership.municipality_id for membership in area.memberships.all())


class ProviderRow(ChosenOfModel):
    """A company or an association that delivers the services."""

    class Meta:
        model = Provider
        fields = ["id", "name", "organisation_number", "is_example"]


class AgreementRow(ChosenOfModel):
    """An agreement with its days, both ends included; null is open or not known."""

    provider_name = serializers.CharField(source="provider.name", help_text=_("Name of the provider."))
    is_example = serializers.BooleanField(source="provider.is_example", help_text=_("Whether it is invented."))

    class Meta:
        model = Agreement
        fields = [
            *("id", "number", "provider", "provider_name", "service", "area", "starts_on", "ends_on"),
            *("notice_sent_on", "notice_counts_from", "last_referral_on", "is_example"),
        ]


class OfficeRow(ChosenOfModel):
    """An office with its place and days. A listed office is no proof that somebody is there."""

    provider = serializers.IntegerField(source="agreement.provider_id", help_text=_("Key of the provider."))
    provider_name = serializers.CharField(source="agreement.provider.name", help_text=_("Name of the provider."))
    service = serializers.CharField(source="agreement.service_id", help_text=_("Code of the service."))
    is_example = serializers.BooleanField(
        source="agreement.provider.is_example", help_text=_("Whether it is invented.")
    )

    class Meta:
        model = Office
        fields = [
            *("id", "agreement", "provider", "provider_name", "service", "street", "postal_code", "post_town"),
            *("municipality", "placed", "latitude", "longitude", "on_site", "opens_on", "closes_on"),
            *("last_confirmed_on", "origin", "is_example"),
        ]


# --- WHEN ------------------------------------------------------------------------------------------------------------


class PlanRow(ChosenOfModel):
    """A version of a plan that is or was published."""

    class Meta:
        model = Plan
        fields = [
            *("id", "from_service", "to_service", "version", "name", "stage", "note", "reason"),
            *("published_at", "superseded_at", "is_example"),
        ]


class PhaseRow(ChosenOfModel):
    """A phase with the days decided for it, and its delivery areas."""

    areas = serializers.SerializerMethodField(help_text=_("Keys of its delivery areas."))
    municipalities = serializers.SerializerMethodField(help_text=_("Codes of its municipalities."))

    class Meta:
        model = Phase
        fields = ["id", "plan", "number", "name", "name_en", "note", *DAY_FIELDS, "revision", "areas", "municipalities"]

    def get_areas(self, phase: Phase) -> list[int]:
        return sorted(area.pk for area in phase.areas.all())

    def get_municipalities(self, phase: Phase) -> list[str]:
        return sorted(switch.municipality_id for switch in phase.switches.all())


class SwitchRow(ChosenOfModel):
    """The switch of one municipality: the days planned, and beside them those that became actual."""

    phase_number = serializers.IntegerField(source="phase.number", help_text=_("Number of the phase."))

    class Meta:
        model = Switch
        fields = [
            *("id", "plan", "phase", "phase_number", "municipality", *DAY_FIELDS),
            *(f"actual_{name}" for name in DAY_FIELDS),
            "certainty",
        ]


# --- What all three say together -------------------------------------------------------------------------------------


class MeasureRow(Chosen):
    """A measure with its figure on the day, over the municipalities that are chosen."""

    key = serializers.CharField(help_text=_("Key of the measure, as addresses have it."))
    title = serializers.CharField(help_text=_("What it is called."))
    form = serializers.CharField(help_text=_("share (0 to 1), points (−1 to 1), km or count."))
    value = serializers.FloatField(allow_null=True, help_text=_("The figure; null where it is not known."))
    part = serializers.FloatField(allow_null=True, help_text=_("Numerator."))
    whole = serializers.FloatField(allow_null=True, help_text=_("Denominator."))
    missing = serializers.IntegerField(help_text=_("Rows that are not known, and so in neither."))
    good = serializers.CharField(help_text=_("Which way is better: up or down."))
    unit = serializers.CharField(help_text=_("What is counted."))
    test = serializers.CharField(help_text=_("When a row counts."))
    numerator = serializers.CharField(help_text=_("The numerator in words."))
    denominator = serializers.CharField(help_text=_("The denominator in words."))
    source = serializers.CharField(help_text=_("Where the figure comes from."))
    on = serializers.DateField(help_text=_("The day."))


class MeasuredRow(Chosen):
    """A row of a measure: a municipality or a delivery area, and how it counts."""

    code = serializers.CharField(help_text=_("Code of the municipality, or of the one that the area is counted in."))
    area = serializers.IntegerField(allow_null=True, help_text=_("Key of the delivery area; null for a municipality."))
    name = serializers.CharField(help_text=_("Name"))
    state = serializers.ChoiceField(
        ["yes", "no", "unknown", "outside"], help_text=_("Counted, not counted, not known, or not asked about.")
    )
    value = serializers.FloatField(allow_null=True, help_text=_("The figure of the row."))
    part = serializers.FloatField(allow_null=True, help_text=_("Numerator."))
    whole = serializers.FloatField(allow_null=True, help_text=_("Denominator."))
    number = serializers.FloatField(allow_null=True, help_text=_("The number that the row is judged by."))
    county = serializers.CharField(help_text=_("Code of the county."), allow_blank=True)
    on = serializers.DateField(help_text=_("The day."))


class TrendRow(Chosen):
    """A measure on one of many days: the first of each month, and each day on which it changes."""

    on = serializers.DateField(help_text=_("The day."))
    value = serializers.FloatField(allow_null=True, help_text=_("The figure; null where it is not known."))
    part = serializers.FloatField(allow_null=True, help_text=_("Numerator."))
    whole = serializers.FloatField(allow_null=True, help_text=_("Denominator."))
    missing = serializers.IntegerField(help_text=_("Rows that are not known, and so in neither."))
    is_change = serializers.BooleanField(help_text=_("Whether something changed on the day."))


class ChangeRow(Chosen):
    """A row that was added, changed or removed, and when; ask for the row itself at its address."""

    id = serializers.CharField(help_text=_("Key of the change, in the order in which they were kept for a resource."))
    at = serializers.DateTimeField(help_text=_("The moment at which it was kept."))
    resource = serializers.CharField(help_text=_("Which list of the API the row is in."))
    key = serializers.CharField(help_text=_("Key of the row."))
    what = serializers.ChoiceField(["added", "changed", "removed"], help_text=_("What became of it."))
    reason = serializers.CharField(allow_blank=True, help_text=_("Why, where somebody said so."))
