"""Questions about a provider's offices, agreements and corrections. Each says how many queries; none makes words.

What belongs to another provider is not there: what an address asks for is fetched by `get_…`, or raises Http404.
"""

from collections.abc import Mapping
from datetime import date

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.http import Http404

from providers.models import Agreement, Correction, Office, OfficeUpload, Provider


def offices_of(provider: Provider) -> QuerySet[Office]:
    """All offices of a provider with agreement, service, area and municipality, by service and place. One query."""
    rows = Office.objects.filter(agreement__provider=provider).select_related(
        "agreement__service", "agreement__area", "agreement__provider", "municipality"
    )
    return rows.order_by("-agreement__service__order", "municipality__sort_key", "street", "opens_on", "pk")


def offices_not_shut(provider: Provider, *, on: date) -> QuerySet[Office]:
    """The offices of a provider that are open on a day or will be, agreements' ends counted. One query."""
    rows = offices_of(provider).filter(Q(closes_on__isnull=True) | Q(closes_on__gte=on))
    return rows.filter(Q(agreement__ends_on__isnull=True) | Q(agreement__ends_on__gte=on))


def open_corrections(provider: Provider) -> dict[int, Correction]:
    """The corrections under way of a provider's offices, by office. One query."""
    rows = Correction.objects.open().of(provider).filter(office__isnull=False)
    return {row.office_id: row for row in rows}


def get_office(provider: Provider, pk: int) -> Office:
    """An office of a provider. One query. Raises Http404 for another's."""
    return _found(offices_of(provider).filter(pk=pk))


def get_agreement(provider: Provider, pk: int) -> Agreement:
    """An agreement of a provider with service and area. One query. Raises Http404 for another's."""
    return _found(agreements_of(provider).filter(pk=pk))


def agreements_of(provider: Provider) -> QuerySet[Agreement]:
    """The agreements of a provider with service and area, the newest service first. One query."""
    rows = Agreement.objects.filter(provider=provider).select_related("provider", "service", "area")
    return rows.order_by("-service__order", "area__sort_key", "number")


def agreements_to_come(provider: Provider, *, on: date) -> QuerySet[Agreement]:
    """The agreements of a provider that have not ended on a day: those in which an office can be opened. One query."""
    return agreements_of(provider).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))


def corrections_of(provider: Provider) -> QuerySet[Correction]:
    """The corrections of a provider, those that wait first, then the newest. One query."""
    return by_turn(Correction.objects.of(provider).told().select_related("upload"))


def get_correction(provider: Provider, pk: int) -> Correction:
    """A correction of a provider. One query. Raises Http404 for another's."""
    return _found(Correction.objects.of(provider).told().select_related("upload").filter(pk=pk))


# --- The reviewers' --------------------------------------------------------------------------------------------------


def queue() -> QuerySet[Correction]:
    """The corrections that wait, the longest waiting first. One query."""
    return Correction.objects.open().told().select_related("upload").order_by("asked_at", "pk")


def decided() -> QuerySet[Correction]:
    """The corrections that are decided on or withdrawn, the latest first. One query."""
    rows = Correction.objects.exclude(state__in=Correction.OPEN).told().select_related("upload")
    return rows.order_by("-decided_at", "-pk")


def get_any_correction(pk: int) -> Correction:
    """A correction of whatever provider, for reviewers. One query. Raises Http404."""
    return _found(Correction.objects.told().select_related("upload").filter(pk=pk))


def get_upload(pk: int) -> OfficeUpload:
    """A file of offices, for reviewers. One query. Raises Http404."""
    return _found(OfficeUpload.objects.select_related("provider").filter(pk=pk))


def corrections_in(upload: OfficeUpload) -> QuerySet[Correction]:
    """The corrections of a file, those that wait first. One query."""
    return by_turn(upload.corrections.told().select_related("upload"))


def counts_of(rows: QuerySet[Correction]) -> Mapping[str, int]:
    """How many corrections there are in each state. One query."""
    return dict(rows.order_by().values_list("state").annotate(number=Count("pk")))


def by_turn(rows: QuerySet[Correction]) -> QuerySet[Correction]:
    """Those that wait first, then the others; in each the newest first."""
    turn = Case(When(state__in=Correction.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.annotate(turn=turn).order_by("turn", F("asked_at").desc(), "-pk")


def _found(rows: QuerySet):
    row = rows.first()
    if row is None:
        raise Http404
    return row
