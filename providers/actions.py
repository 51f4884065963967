"""Changes to providers, agreements, offices, ratings and results; portal, admin and imports call these.

Each is one transaction. Knows how rows are written without one query a row, nothing of files. The rules are in the
models and their constraints.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from municipalities.models import Certainty
from municipalities.swedish import search_key
from providers.models import Agreement, DeliveryArea, ListedAgreement, Listing, Office, Provider

if TYPE_CHECKING:
    from providers.importers.agreements import AgreementChanges
    from providers.importers.listings import ListingChanges, OfficeRow
    from providers.importers.measures import MeasureChanges
    from providers.importers.reading import Track

ROWS_AT_ONCE = 2_000
KEYS_AT_ONCE = 900  # below the number of values that the oldest SQLite takes in one statement
OFFICE_COLUMNS = (
    "street postal_code post_town latitude longitude opens_on closes_on last_confirmed_on municipality placed".split()
)


@transaction.atomic
def save_agreements(*, changes: AgreementChanges) -> dict[str, int]:
    """Make the providers, areas and agreements that are lacking and fill in what became known.

    Returns the primary key of every agreement, by its number.
    """
    service = changes.service
    _make_named(Provider(name=name) for name in changes.providers.values())
    _make_named(DeliveryArea(service=service, name=name, certainty=Certainty.STATED) for name in changes.areas.values())
    names = {name for line in changes.made for name in (line.provider, line.area)}
    keys = {name: search_key(name) for name in names}  # a few names, on many lines
    providers = dict(Provider.objects.values_list("search_key", "pk"))
    areas = dict(DeliveryArea.objects.filter(service=service).values_list("search_key", "pk"))
    filled = {
        pk: {column: areas[search_key(value)] if column == "area" else value for column, value in values.items()}
        for pk, values in changes.filled.items()
    }
    _update_alike(Agreement, filled)
    Agreement.objects.bulk_create(
        (
            Agreement(
                number=line.number,
                service=service,
                provider_id=providers[keys[line.provider]],
                area_id=areas[keys[line.area]] if line.area else None,
                starts_on=line.starts_on,
            )
            for line in changes.made
        ),
        batch_size=ROWS_AT_ONCE,
    )
    return dict(Agreement.objects.values_list("number", "pk"))


@transaction.atomic
def save_listing(*, changes: ListingChanges, track: Track) -> None:
    """Put in a listing: its agreements, what it says of them, and the days of the offices.

    Days that are given up go before days that are taken, so that no two rows of an office ever share one.
    """
    agreements = save_agreements(changes=changes.agreements)
    _save_listed(changes, _listing(changes), agreements)
    for keys in batches(changes.removed, KEYS_AT_ONCE):
        Office.objects.filter(pk__in=keys).delete()
    for rows in (changes.shrunk, changes.grown):
        for some in batches(track(rows, _("Changing offices")), ROWS_AT_ONCE):
            Office.objects.bulk_create(
                [_office(row, agreements) for row in some],
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=OFFICE_COLUMNS,
            )
    for some in batches(track(changes.made, _("Adding offices")), ROWS_AT_ONCE):
        Office.objects.bulk_create([_office(row, agreements) for row in some])
    _analyse(Agreement, Office, ListedAgreement)


@transaction.atomic
def save_measures(*, changes: MeasureChanges, track: Track) -> None:
    """Put in ratings or results: rows of which there are none are made, others get the values that the file has."""
    agreements = save_agreements(changes=changes.agreements)
    for some in batches(track(changes.rows.items(), _("Saving")), ROWS_AT_ONCE):
        changes.model.objects.bulk_create(
            (
                changes.model(agreement_id=agreements[number], period=period, **values)
                for (number, period), values in some
            ),
            update_conflicts=True,
            unique_fields=["agreement", "period"],
            update_fields=changes.columns,
        )
    _analyse(Agreement, changes.model)


def batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """The rows in lists of so many, the last one shorter."""
    left = iter(rows)
    while some := list(islice(left, size)):
        yield some


def _analyse(*changed: type[models.Model]) -> None:
    """Let PostgreSQL look at tables that may just have grown: by itself it does so a minute late."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in changed:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _make_named(rows: Iterable[models.Model]) -> None:
    """Make rows with a name, with the keys by which they are sorted and found."""
    made = list(rows)
    for row in made:
        row.set_keys()
    if made:
        type(made[0]).objects.bulk_create(made, batch_size=ROWS_AT_ONCE)


def _update_alike(model: type[models.Model], values: dict[int, dict[str, Any]]) -> None:
    """Set columns of rows, by primary key; rows that get the same values are updated together."""
    alike = defaultdict(list)
    for pk, columns in values.items():
        alike[tuple(columns.items())].append(pk)
    for columns, keys in alike.items():
        for some in batches(keys, KEYS_AT_ONCE):
            model.objects.filter(pk__in=some).update(**dict(columns))


def _listing(changes: ListingChanges) -> Listing:
    """The row of the listing; written only where the file is new."""
    listing = changes.listing or Listing(service=changes.service, on=changes.on)
    if listing.file_sha256 != changes.sha256:
        listing.file_name, listing.file_sha256 = changes.file_name, changes.sha256
        listing.save()
    return listing


def _save_listed(changes: ListingChanges, listing: Listing, agreements: dict[str, int]) -> None:
    for keys in batches(changes.unlisted, KEYS_AT_ONCE):
        ListedAgreement.objects.filter(pk__in=keys).delete()
    listed = (
        ListedAgreement(listing=listing, agreement_id=agreements[number], rating=rating, can_be_chosen=can_be_chosen)
        for number, (rating, can_be_chosen) in changes.listed.items()
    )
    for some in batches(listed, ROWS_AT_ONCE):
        ListedAgreement.objects.bulk_create(
            some,
            update_conflicts=True,
            unique_fields=["listing", "agreement"],
            update_fields=["rating", "can_be_chosen"],
        )


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
