"""Reads AF's provider search as saved (JSON): which agreements it lists, and where their offices are.

A file is one answer of the search or a list of them; `read → find_problems → compare → save`. What it says holds on one
day, which the file does not tell. Contact persons and whatever else it holds are never taken out of it. Knows the file;
what a listing does to the days of an office is worked out in `listings`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from municipalities.importers import reading
from municipalities.importers.reading import ImportFault, Line, Problem, Severity, Track, ValueFault, shown, untracked
from providers import actions
from providers.importers import listings
from providers.importers.agreements import AgreementLine
from providers.importers.listings import ListedLine, ListedOffice, ListingChanges, Place
from providers.models import Service

LATITUDES, LONGITUDES = (54, 70), (10, 25)  # Sweden, and some water around it


@dataclass
class ListingFile:
    """What one file says, and what is wrong with its lines."""

    file_name: str
    sha256: str
    rows: list[ListedLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def agreements(self) -> list[AgreementLine]:
        """The agreements that the file lists, each once."""
        found = {line.number: AgreementLine(line.line, line.number, line.provider) for line in reversed(self.rows)}
        return list(reversed(found.values()))


def read(path: Path, track: Track = untracked) -> ListingFile:
    """Read a saved provider search. Raises ImportFault where it is none.

    A line that cannot be read is left out and among the `problems`.
    """
    content = reading.read_bytes(path)
    file = ListingFile(path.name[:250], reading.fingerprint(content))
    pages = _pages(reading.json_in(content, path.name), path.name)
    del content  # as large as all that follows
    listed = list(_listed(pages, path.name))
    if not listed:
        raise ImportFault(_("%(file)s lists no agreement.") % {"file": path.name})
    _compare_counts(pages, len(listed), file.problems)
    for place, entry in track(listed, _("Reading")):
        if line := _read_line(Line(place, file.problems), entry):
            file.rows.append(line)
    return file


def find_problems(file: ListingFile, *, on: date, today: date) -> list[Problem]:
    """All that is wrong with the file by itself: what could not be read, and what stands twice.

    Raises ImportFault where the day is still to come.
    """
    if on > today:
        raise ImportFault(_("%(day)s is still to come.") % {"day": on})
    return [*file.problems, *_repeated(file)]


def compare(file: ListingFile, *, service: Service, on: date) -> ListingChanges:
    """What the file changes as the listing of a service on a day, its own `problems` included. Writes nothing."""
    return listings.compare(
        file.rows, file.agreements(), service=service, on=on, file_name=file.file_name, sha256=file.sha256
    )


def save(changes: ListingChanges, track: Track = untracked) -> None:
    """Save what was compared, in the transaction of the caller."""
    actions.save_listing(changes=changes, track=track)


def _pages(found: Any, file_name: str) -> list[dict]:
    """The pages of a crawl, or the single answer as one page. Raises ImportFault where the structure is another."""
    pages = found if isinstance(found, list) else [found]
    for at, page in enumerate(pages):
        if not isinstance(page, dict) or not isinstance(page.get("leverantorer"), list):
            known = {"file": file_name, "place": f"[{at}]" if isinstance(found, list) else "$"}
            raise ImportFault(
                _("%(file)s is not a provider search: at %(place)s an object with the list “leverantorer” is expected.")
                % known
            )
    return pages


def _listed(pages: list[dict], file_name: str) -> Iterator[tuple[str, dict]]:
    """Each entry with its place in the file."""
    for at, page in enumerate(pages):
        for position, entry in enumerate(page["leverantorer"]):
            place = f"[{at}].leverantorer[{position}]"
            if not isinstance(entry, dict):
                raise ImportFault(
                    _("%(file)s is not a provider search: at %(place)s an object is expected.")
                    % {"file": file_name, "place": place}
                )
            yield place, entry


def _compare_counts(pages: list[dict], listed: int, problems: list[Problem]) -> None:
    """Remark upon a stated total that is not the number of entries: the file may be part of a crawl only."""
    stated = {str(page["total_count"]) for page in pages if page.get("total_count") is not None}
    for total in sorted(stated - {str(listed)}):
        message = _("the file lists %(listed)d agreements but states %(total)s; those it lacks count as not listed")
        problems.append(
            Problem("total_count", "", "", message % {"listed": listed, "total": shown(total)}, Severity.REMARK)
        )


def _read_line(line: Line, entry: dict) -> ListedLine | None:
    """An agreement with its offices; None where anything of it cannot be read."""
    line.key, line.name = shown(entry.get("id", "")), shown(entry.get("namn", ""))
    number = line.take("id", entry.get("id"), reading.agreement_number, required=True)
    provider = line.take("namn", entry.get("namn"), reading.name, required=True)
    rating = line.take("rating", entry.get("rating"), reading.rating)
    can_be_chosen = line.take("nyval_tillatet", entry.get("nyval_tillatet"), reading.yes_or_no)
    offices = line.take("adresser", entry.get("adresser"), _addresses) or []
    found = tuple(_read_office(line, at, address) for at, address in enumerate(offices))
    return ListedLine(line.place, number, provider, rating, can_be_chosen, found) if line.is_sound else None


def _addresses(value: Any) -> list[dict]:
    """The list of addresses; none is no fault. Raises ValueFault."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(address, dict) for address in value):
        raise ValueFault(_("a list of objects is expected"))
    return value


def _read_office(agreement: Line, at: int, address: dict) -> ListedOffice:
    """An office; what cannot be read of it is a problem of its agreement."""
    line = Line(f"{agreement.place}.adresser[{at}]", agreement.problems)
    line.key, line.name = agreement.key, agreement.name
    address_id = line.take("adressid", address.get("adressid"), reading.text_up_to(20), required=True)
    place = Place(
        line.take("adressrad", address.get("adressrad"), reading.text) or "",
        line.take("postnummer", address.get("postnummer"), _postal_code) or "",
        line.take("postort", address.get("postort"), reading.text_up_to(100)) or "",
        *_read_point(line, address.get("koordinater")),
    )
    agreement.is_sound = agreement.is_sound and line.is_sound
    return ListedOffice(line.place, address_id or "", place)


def _postal_code(value: Any) -> str:
    """A postal code without its space."""
    return reading.text(value, 10).replace(" ", "")


def _read_point(line: Line, found: Any) -> tuple[float | None, float | None]:
    """Latitude and longitude in degrees; both None where either is missing or cannot be read."""
    if found is not None and not isinstance(found, dict):
        line.complain(_("koordinater: an object is expected"))
        return None, None
    found = found or {}
    latitude = line.take("latitud", found.get("latitud"), reading.number)
    longitude = line.take("longitud", found.get("longitud"), reading.number)
    if latitude is None or longitude is None:
        return None, None
    if _within(latitude, LONGITUDES) and _within(longitude, LATITUDES):
        known = {"latitude": latitude, "longitude": longitude}
        line.complain(_("latitud %(latitude)s and longitud %(longitude)s seem to have been swapped") % known)
    elif not (_within(latitude, (-90, 90)) and _within(longitude, (-180, 180))):
        known = {"latitude": latitude, "longitude": longitude}
        line.complain(_("latitud %(latitude)s, longitud %(longitude)s is not a place on earth") % known)
    elif (latitude, longitude) != (0, 0):  # what programs write that have no coordinate
        return latitude, longitude
    return None, None


def _within(value: float, ends: tuple[float, float]) -> bool:
    return ends[0] <= value <= ends[1]


def _repeated(file: ListingFile) -> Iterator[Problem]:
    """An error for each agreement number and each address id that stands a second time."""
    seen: dict[tuple[str, str], str] = {}
    for line in file.rows:
        marks = [("id", line.number, line.line), *(("adressid", one.address_id, one.line) for one in line.offices)]
        for kind, value, place in marks:
            first = seen.setdefault((kind, value), place)
            if first != place:
                message = _("%(field)s: %(value)s appears twice, first at %(first)s")
                known = {"field": kind, "value": value, "first": first}
                yield Problem(place, line.number, line.provider, message % known)
