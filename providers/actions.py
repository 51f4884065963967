"""Changes to providers, agreements, offices, ratings, results and counts; portal, admin and imports call these.

Each is one transaction, and keeps every row it writes in the history, with who and why. Knows how rows are written
without one query a row, nothing of files. The rules are in the models and their constraints.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.actions import analyse, batches, import_reason
from municipalities.kept import ADDED, CHANGED, KEYS_AT_ONCE, REMOVED, keep, keep_first_states
from municipalities.models import Certainty, Source
from municipalities.swedish import search_key
from providers.models import Agreement, Correction, DeliveryArea, ListedAgreement, Listing, Office, Provider

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from municipalities.importers.reading import Track
    from providers.importers.agreements import AgreementChanges
    from providers.importers.counts import CountChanges, SourceOf
    from providers.importers.listings import ListingChanges, OfficeRow
    from providers.importers.measures import MeasureChanges

Row = TypeVar("Row", bound=models.Model)

ONE_DAY = timedelta(days=1)
ROWS_AT_ONCE = 2_000
OFFICE_COLUMNS = (
    "street postal_code post_town latitude longitude opens_on closes_on last_confirmed_on municipality placed".split()
)


@transaction.atomic
def save_agreements(
    *, changes: AgreementChanges, by: AbstractBaseUser | None = None, reason: str = ""
) -> dict[str, int]:
    """Make the providers, areas and agreements that are lacking and fill in what became known.

    Returns the primary key of every agreement, by its number.
    """
    service, told = changes.service, {"by": by, "reason": reason}
    _make_named([Provider(name=name) for name in changes.providers.values()], **told)
    areas_made = [
        DeliveryArea(service=service, name=name, certainty=Certainty.STATED) for name in changes.areas.values()
    ]
    _make_named(areas_made, **told)
    names = {name for line in changes.made for name in (line.provider, line.area)}
    keys = {name: search_key(name) for name in names}  # a few names, on many lines
    providers = dict(Provider.objects.values_list("search_key", "pk"))
    areas = dict(DeliveryArea.objects.filter(service=service).values_list("search_key", "pk"))
    filled = {
        pk: {column: areas[search_key(value)] if column == "area" else value for column, value in values.items()}
        for pk, values in changes.filled.items()
    }
    _update_alike(Agreement, filled, **told)
    for some in batches(changes.made, ROWS_AT_ONCE):
        rows = [
            Agreement(
                number=line.number,
                service=service,
                provider_id=providers[keys[line.provider]],
                area_id=areas[keys[line.area]] if line.area else None,
                starts_on=line.starts_on,
            )
            for line in some
        ]
        keep(Agreement.objects.bulk_create(rows), ADDED, **told)
    return dict(Agreement.objects.values_list("number", "pk"))


@transaction.atomic
def save_listing(*, changes: ListingChanges, track: Track, by: AbstractBaseUser | None = None) -> None:
    """Put in a listing: its agreements, what it says of them, and the days of the offices.

    Days that are given up go before days that are taken, so that no two rows of an office ever share one.
    """
    told = {"by": by, "reason": import_reason(changes.file_name)}
    agreements = save_agreements(changes=changes.agreements, **told)
    _save_listed(changes, _listing(changes, **told), agreements, **told)
    for keys in batches(changes.removed, KEYS_AT_ONCE):
        gone = Office.objects.filter(pk__in=keys)
        keep_first_states(Office, keys)
        keep(gone, REMOVED, **told)
        _let_go(keys, **told)
        gone.all()._raw_delete(using=gone.db)  # each is kept with its reason already
    for rows in (changes.shrunk, changes.grown):
        for some in batches(track(rows, _("Changing offices")), ROWS_AT_ONCE):
            _change_offices([_office(row, agreements) for row in some], **told)
    for some in batches(track(changes.made, _("Adding offices")), ROWS_AT_ONCE):
        keep(Office.objects.bulk_create([_office(row, agreements) for row in some]), ADDED, **told)
    analyse(Agreement, Office, ListedAgreement)


@transaction.atomic
def save_measures(*, changes: MeasureChanges, track: Track, by: AbstractBaseUser | None = None) -> None:
    """Put in ratings or results: rows of which there are none are made, others get the values that the file has."""
    told = {"by": by, "reason": import_reason(changes.file_name)}
    agreements = save_agreements(changes=changes.agreements, **told)
    known = _known_measures(changes.model, {period for _number, period in changes.rows})
    for some in batches(track(changes.rows.items(), _("Saving")), ROWS_AT_ONCE):
        rows = [
            changes.model(
                pk=known.get((agreements[number], period)), agreement_id=agreements[number], period=period, **values
            )
            for (number, period), values in some
        ]
        new, there = [row for row in rows if row.pk is None], [row for row in rows if row.pk is not None]
        _add_rows(new, **told)
        _change_measures(there, changes.columns, **told)
    analyse(Agreement, changes.model)


@transaction.atomic
def save_counts(*, changes: CountChanges, track: Track, by: AbstractBaseUser | None = None) -> None:
    """Put in counts per municipality and month: rows of which there are none are made, others get what the file has."""
    told, model = {"by": by, "reason": import_reason(changes.file_name)}, changes.counted.model
    if not changes.rows:
        return
    source, known = _source(changes.counted.source, **told), _known_counts(model, {key[-1] for key in changes.rows})
    for some in batches(track(changes.rows.items(), _("Saving")), ROWS_AT_ONCE):
        rows = [_count(model, key, known.get(key), {**values, "source": source}) for key, values in some]
        new, there = [row for row in rows if row.pk is None], [row for row in rows if row.pk is not None]
        _add_rows(new, **told)
        _change_counts(there, [*some[0][1]], **told)
    analyse(model)


@transaction.atomic
def confirm_offices(*, offices: Iterable[Office], on: date, by: AbstractBaseUser | None, reason: str = "") -> int:
    """Say that offices are open on a day, as somebody who knows it. Returns how many were not confirmed later already.

    Raises ValidationError, with nothing saved, where one of them is not open that day.
    """
    found = Office.objects.select_for_update(of=("self",)).select_related("agreement__provider").order_by("pk")
    rows = list(found.filter(pk__in=[each.pk for each in offices]))
    if shut := [each for each in rows if not _is_open(each, on)]:
        told = {"office": shut[0], "day": on}
        raise ValidationError(_("%(office)s is not open on %(day)s and cannot be confirmed.") % told)
    last = {each.pk: each.last_confirmed_on or date.min for each in rows}
    due = {pk: {"last_confirmed_on": on} for pk, day in last.items() if day < on}
    _update_alike(Office, due, by=by, reason=reason)
    return len(due)


def _is_open(office: Office, on: date) -> bool:
    """Whether an office is open on a day under an agreement in force; both ends count."""
    days = ((office.opens_on, office.closes_on), (office.agreement.starts_on, office.agreement.ends_on))
    return all((first or on) <= on <= (last or on) for first, last in days)


@transaction.atomic
def open_office(*, agreement: Agreement, by: AbstractBaseUser | None, reason: str = "", **values: Any) -> Office:
    """Add an office that somebody tells of, its columns as keywords. Raises ValidationError, by field."""
    origin = Office.Origin.EXAMPLE if agreement.provider.is_example else Office.Origin.ENTERED
    return _written(Office(agreement=agreement, origin=origin, **values), by, reason)


@transaction.atomic
def move_office(
    *, office: Office, on: date | None, closes_on: date | None, by: AbstractBaseUser | None, reason: str = "", **place
) -> Office:
    """Give an office another address (its columns as keywords). Returns the row that has it.

    With a day the office that was there ends the day before and another begins, so that the past stays where it was;
    without one the address was wrong all along, and is put right where it stands. Raises ValidationError, by field.
    """
    keep_first_states(Office, [office.pk])
    if on is None:
        return _written(_with(office, closes_on=closes_on, **place), by, reason)
    _written(_with(office, closes_on=on - ONE_DAY), by, reason)
    days = {"opens_on": on, "closes_on": closes_on, "on_site": office.on_site}
    return open_office(agreement=office.agreement, by=by, reason=reason, **days, **place)


@transaction.atomic
def close_office(*, office: Office, on: date, by: AbstractBaseUser | None, reason: str = "") -> None:
    """Give an office its last day. Raises ValidationError, by field."""
    keep_first_states(Office, [office.pk])
    _written(_with(office, closes_on=on), by, reason)


@transaction.atomic
def set_agreement_days(
    *,
    agreement: Agreement,
    starts_on: date | None,
    ends_on: date | None,
    by: AbstractBaseUser | None,
    reason: str = "",
) -> None:
    """Give an agreement its days. Raises ValidationError, by field, also where they run into another agreement's."""
    keep_first_states(Agreement, [agreement.pk])
    _written(_with(agreement, starts_on=starts_on, ends_on=ends_on), by, reason)


def _with(row: Row, **values: Any) -> Row:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _written(row: Row, by: AbstractBaseUser | None, reason: str) -> Row:
    """Save a row as a form would, and keep it with who and why."""
    row.full_clean()
    row._history_user, row._change_reason = by, reason or None
    row.save()
    return row


def _known_counts(model: type[models.Model], periods: set[date]) -> dict[tuple, int]:
    """The primary keys of the registered counts of some months, by service, municipality and month. One query."""
    of_service = "service_id" in {field.attname for field in model._meta.concrete_fields}
    rows = model.objects.filter(is_example=False, period__in=periods).order_by()
    columns = ["pk", "municipality_id", "period", *(["service_id"] if of_service else [])]
    return {
        (service[0] if service else None, place, period): pk
        for pk, place, period, *service in rows.values_list(*columns)
    }


def _count(model: type[models.Model], key: tuple, pk: int | None, values: dict[str, Any]) -> models.Model:
    service, municipality, period = key
    of_service = {"service_id": service} if service else {}
    return model(pk=pk, municipality_id=municipality, period=period, **of_service, **values)


def _change_counts(rows: list[models.Model], columns: Sequence[str], **told: Any) -> None:
    if not rows:
        return
    model = type(rows[0])
    keep_first_states(model, [row.pk for row in rows])
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=columns)
    keep(rows, CHANGED, **told)


def _source(told_of: SourceOf, **told: Any) -> Source:
    """The source of a kind of file; made where it is the first file of the kind."""
    if found := Source.objects.filter(key=told_of.key).first():
        return found
    (made,) = Source.objects.bulk_create([Source(key=told_of.key, publisher=told_of.publisher, title=told_of.title)])
    keep([made], ADDED, **told)
    return made


def _known_measures(model: type[models.Model], periods: set[date]) -> dict[tuple[int, date], int]:
    """The primary keys of the ratings or results of some months, by agreement and month. One query."""
    rows = model.objects.filter(period__in=periods).order_by().values_list("agreement_id", "period", "pk")
    return {(agreement, period): pk for agreement, period, pk in rows.iterator()}


def _add_rows(rows: list[models.Model], **told: Any) -> None:
    if rows:
        keep(type(rows[0]).objects.bulk_create(rows), ADDED, **told)


def _change_measures(rows: list[models.Model], columns: Sequence[str], **told: Any) -> None:
    """Give rows the columns that a file has; they are kept with the other columns as they are."""
    if not rows:
        return
    model, keys = type(rows[0]), [row.pk for row in rows]
    keep_first_states(model, keys)
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=["agreement", "period"], update_fields=columns)
    for some in batches(keys, KEYS_AT_ONCE):
        keep(model.objects.filter(pk__in=some), CHANGED, **told)


def _change_offices(rows: list[Office], **told: Any) -> None:
    keep_first_states(Office, [row.pk for row in rows])
    Office.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=OFFICE_COLUMNS)
    keep(rows, CHANGED, **told)


def _make_named(rows: list[models.Model], **told: Any) -> None:
    """Make rows with a name, with the keys by which they are sorted and found."""
    for row in rows:
        row.set_keys()
    if rows:
        keep(type(rows[0]).objects.bulk_create(rows, batch_size=ROWS_AT_ONCE), ADDED, **told)


def _update_alike(model: type[models.Model], values: dict[int, dict[str, Any]], **told: Any) -> None:
    """Set columns of rows, by primary key; rows that get the same values are updated together."""
    keep_first_states(model, values)
    alike = defaultdict(list)
    for pk, columns in values.items():
        alike[tuple(columns.items())].append(pk)
    for columns, keys in alike.items():
        for some in batches(keys, KEYS_AT_ONCE):
            rows = model.objects.filter(pk__in=some)
            rows.update(**dict(columns))
            keep(rows.all(), CHANGED, **told)


def _let_go(offices: Sequence[int], **told: Any) -> None:
    """Take offices that are about to go out of the corrections that were about them."""
    rows = Correction.objects.filter(office__in=offices)
    about = list(rows.values_list("pk", flat=True))
    keep_first_states(Correction, about)
    rows.update(office=None)
    keep(Correction.objects.filter(pk__in=about), CHANGED, **told)


def _listing(changes: ListingChanges, *, by: AbstractBaseUser | None, reason: str) -> Listing:
    """The row of the listing; written only where the file is new."""
    listing = changes.listing or Listing(service=changes.service, on=changes.on)
    if listing.file_sha256 != changes.sha256:
        keep_first_states(Listing, [listing.pk] if listing.pk else [])
        listing.file_name, listing.file_sha256, listing.imported_at = changes.file_name, changes.sha256, timezone.now()
        listing._history_user, listing._change_reason = by, reason
        listing.save()
    return listing


def _save_listed(changes: ListingChanges, listing: Listing, agreements: dict[str, int], **told: Any) -> None:
    for keys in batches(changes.unlisted, KEYS_AT_ONCE):
        gone = ListedAgreement.objects.filter(pk__in=keys)
        keep_first_states(ListedAgreement, keys)
        keep(gone, REMOVED, **told)
        gone.all()._raw_delete(using=gone.db)
    there = dict(ListedAgreement.objects.filter(listing=listing).values_list("agreement_id", "pk"))
    for some in batches(changes.listed.items(), ROWS_AT_ONCE):
        rows = [
            ListedAgreement(
                pk=there.get(agreements[number]),
                listing=listing,
                agreement_id=agreements[number],
                rating=rating,
                can_be_chosen=can_be_chosen,
            )
            for number, (rating, can_be_chosen) in some
        ]
        new, known = [row for row in rows if row.pk is None], [row for row in rows if row.pk is not None]
        _add_rows(new, **told)
        _change_listed(known, **told)


def _change_listed(rows: list[ListedAgreement], **told: Any) -> None:
    columns = ["rating", "can_be_chosen"]
    keep_first_states(ListedAgreement, [row.pk for row in rows])
    ListedAgreement.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=columns)
    keep(rows, CHANGED, **told)


def _office(row: OfficeRow, agreements: dict[str, int]) -> Office:
    number, address_id = row.key
    return Office(
        pk=row.pk,
        agreement_id=agreements[number],
        address_id=address_id,
        on_site=row.on_site,
        origin=Office.Origin.LISTING,
        **row.values,
    )
