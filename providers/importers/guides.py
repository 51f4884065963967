"""What whoever fills in AF's files of measures and counts must know of their columns: one explanation for each header.

The headers are those that the importers read by. Knows no rows.
"""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from municipalities.importers import reading
from municipalities.importers.columns import Column
from providers.importers import participants, ratings, results, unemployment
from providers.importers.counts import COUNTY, MUNICIPALITY, PERIOD, Counted

YES_OR_NO = _("ja or nej.")
A_COUNT = _("A whole number, “<5” where it is masked, “-” where it is missing.")
A_WHOLE = _("A whole number, “-” where it is missing.")
A_MONTH = _("A month such as 2026-01.")
NAMES: dict[str, tuple[Promise, Any]] = {
    results.KEY: (_("The number of the agreement."), "90000001"),
    results.PROVIDERS[0]: (_("The provider. One that is not known is made."), "Exempelbolaget AB"),
    "LEVERANSOMRÅDE": (_("The delivery area. One that the service does not have is made."), "Norra Bergslagen"),
}
OF_RESULTS: dict[str, tuple[Promise, Any, Promise | str]] = {
    "BETYG": (_("The rating that month."), 3, _("1 to 4, “-” where there is none.")),
    "AVTAL HAR VARIT AKTIVT I 22 MÅNADER": (_("Whether the agreement has been active for 22 months."), True, YES_OR_NO),
    "VIKTAT RESULTATMÅTT": (_("The weighted result."), 0.276, _("0 to 1, “-” where there is none.")),
    "RISKERAR HÄVNING": (_("Whether the agreement is at risk of being terminated."), False, YES_OR_NO),
    "ANTAL DELTAGARE": (_("All participants."), 60, A_WHOLE),
    **{f"ANTAL DELTAGARE NIVÅ {level}": (_("The participants of the level."), 20, A_WHOLE) for level in "ABC"},
    **{
        f"ANTAL RR{number} NIVÅ {level}": (_("The results of the kind and level that were paid for."), 5, A_WHOLE)
        for level in "ABC"
        for number in (1, 2)
    },
}


def of_results() -> tuple[Column, ...]:
    """The columns of the result follow-up."""
    readers = {header: read for header, (_field, read) in results.COLUMNS.items()}
    return (
        _column("PERIOD", reading.month, _("The month that the row is about."), "2026-01", A_MONTH, required=True),
        *_names(results.PROVIDERS[0], "LEVERANSOMRÅDE", results.KEY),
        _column(results.STARTS_ON, reading.day, _("The first day of the agreement."), "2023-04-17"),
        *(
            _column(header, read, *OF_RESULTS[header], required=header in results.REQUIRED)
            for header, read in readers.items()
        ),
    )


def of_ratings() -> tuple[Column, ...]:
    """The columns of ratings over time; of the months, which are many, two."""
    months = _("The rating in a month: one column for each, such as “Januari 2026”.")
    allowed = _("1 to 4, “Betyg saknas” where it was looked for and is missing, empty where nothing is known.")
    return (
        *_names(ratings.PROVIDER, ratings.AREA, ratings.KEY),
        _column("Januari 2026", reading.rating, months, 3, allowed),
        _column("Februari 2026", reading.rating, months, "Betyg saknas", allowed),
    )


def _names(*headers: str) -> list[Column]:
    """The columns that name an agreement, in whatever case the file writes them."""
    said = {header.casefold(): known for header, known in NAMES.items()}
    said[ratings.PROVIDER.casefold()] = NAMES[results.PROVIDERS[0]]
    return [_column(header, reading.text, *said[header.casefold()], required=True) for header in headers]


def of_counts(counted: Counted) -> tuple[Column, ...]:
    """The columns of counts per municipality and month."""
    said = {
        PERIOD: (reading.month, _("The month that the row is about."), "2026-01", A_MONTH),
        COUNTY: (reading.name, _("The name of the county."), "Stockholms län"),
        MUNICIPALITY: (reading.name, _("The name of the municipality. “Uppgift saknas” is left out."), "Stockholm"),
        counted.of_service: (reading.name, _("The service, by name, short name or code."), "RoM 2"),
        counted.header: (reading.masked_count, _("The number of people."), 70, A_COUNT),
    }
    return tuple(_column(header, *said[header], required=header != counted.header) for header in counted.headers)


def of_unemployment() -> tuple[Column, ...]:
    """The columns of the unemployed per municipality."""
    return of_counts(unemployment.UNEMPLOYED)


def of_participants() -> tuple[Column, ...]:
    """The columns of the participants per municipality."""
    return of_counts(participants.PARTICIPANTS)


def _column(
    header: str,
    read: Callable[[Any], Any],
    meaning: Promise,
    example: Any,
    allowed: Promise | str = "",
    *,
    required: bool = False,
) -> Column:
    return Column(header, header, read, meaning, (example,), allowed, required)
