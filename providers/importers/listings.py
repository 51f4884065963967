"""Works out what a listing, put in for a day, does to the agreements listed and to the days of the offices.

The rows of an office (one agreement, one address id, `origin=listing`) are the runs of listings that give it the same
address and point (`periods`). So an office that moves, or whose address is rewritten, gets a row of its own from that
day on, and what every listing said can be read back from the rows. Offices entered here and examples are never touched.
Writes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
from django.utils.translation import gettext as _

from municipalities.geography import place as place_points
from municipalities.importers.preview import Changes, differences
from municipalities.importers.reading import ImportFault, Problem, Severity
from municipalities.models import Municipality
from providers.importers.agreements import AgreementChanges, AgreementLine, compare_agreements
from providers.importers.periods import ONE_DAY, Run, pair, runs, seen_in
from providers.models import ListedAgreement, Listing, Office, Service

Key = tuple[str, str]  # agreement number, address id
Point = tuple[float | None, float | None]
BY_HAND = Office.Placed.BY_HAND


class Place(NamedTuple):
    """Where an office is, as a listing says."""

    street: str
    postal_code: str
    post_town: str
    latitude: float | None
    longitude: float | None

    @property
    def point(self) -> Point:
        return self.latitude, self.longitude

    def __str__(self) -> str:
        return ", ".join(part for part in (self.street, self.post_town) if part)


class ListedOffice(NamedTuple):
    """An office of a listed agreement."""

    line: str
    address_id: str
    place: Place


class ListedLine(NamedTuple):
    """An agreement as listed, with its offices."""

    line: str
    number: str
    provider: str
    rating: int | None
    can_be_chosen: bool | None
    offices: tuple[ListedOffice, ...]


class OfficeRow(NamedTuple):
    """A row of the table of offices, stored (with its primary key) or wanted."""

    pk: int | None
    key: Key
    run: Run[Place]
    municipality: str | None
    placed: str
    on_site: bool

    @property
    def values(self) -> dict[str, Any]:
        """The columns that an import may change."""
        run = self.run
        days = {"opens_on": run.opens_on, "closes_on": run.closes_on, "last_confirmed_on": run.last_seen_on}
        return {**run.what._asdict(), **days, "municipality_id": self.municipality, "placed": self.placed}


@dataclass
class ListingChanges:
    """What the file of one day changes, ready to be shown or saved."""

    service: Service
    on: date
    file_name: str
    sha256: str
    agreements: AgreementChanges
    listing: Listing | None
    listed: dict[str, tuple[int | None, bool | None]] = field(default_factory=dict)  # rating, can be chosen; by number
    unlisted: list[int] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    shrunk: list[OfficeRow] = field(default_factory=list)
    grown: list[OfficeRow] = field(default_factory=list)
    made: list[OfficeRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    of_listed: Changes = field(default_factory=lambda: Changes(_("Listed agreements")))
    of_offices: Changes = field(default_factory=lambda: Changes(_("Offices")))

    def preview(self) -> list[Changes]:
        """The changes on the day itself, kind by kind."""
        return [*self.agreements.preview(), self.of_listed, self.of_offices]

    def notes(self) -> list[str]:
        """What else the reader should know."""
        placed = [f"{label}: {self.counts[how]}" for how, label in Office.Placed.choices if self.counts.get(how)]
        known = {"service": self.service.name, "day": self.on}
        return [_("Listing of %(service)s on %(day)s") % known, _("Offices placed") + " – " + "; ".join(placed)]


def compare(
    lines: list[ListedLine], agreements: list[AgreementLine], *, service: Service, on: date, file_name: str, sha256: str
) -> ListingChanges:
    """What a file, put in as the listing of a service on a day, changes. Nine queries, whatever the size.

    Raises ImportFault where the municipalities are not loaded.
    """
    changes = ListingChanges(
        service,
        on,
        file_name,
        sha256,
        agreements=compare_agreements(agreements, service),
        listing=Listing.objects.filter(service=service, on=on).first(),
    )
    changes.problems += changes.agreements.problems
    _remark_same_file(changes)
    _remark_days(changes, lines)
    _compare_listed(changes, lines)
    _Comparison(changes, lines).run()
    return changes


def _remark_same_file(changes: ListingChanges) -> None:
    same = Listing.objects.filter(service=changes.service, file_sha256=changes.sha256).exclude(on=changes.on)
    for listing in same:
        message = _("this very file is the listing of %(day)s already") % {"day": listing.on}
        changes.problems.append(Problem("", "", "", message, Severity.REMARK))


def _remark_days(changes: ListingChanges, lines: Iterable[ListedLine]) -> None:
    """Remark upon agreements that are listed on a day that is not among their days."""
    for line in lines:
        known = changes.agreements.known.get(line.number)
        first, last = (known.starts_on or date.min, known.ends_on or date.max) if known else (date.min, date.max)
        if not first <= changes.on <= last:
            message = _("listed on %(day)s, but the agreement's days are %(first)s to %(last)s")
            days = {"day": changes.on, "first": known.starts_on or "…", "last": known.ends_on or "…"}
            changes.problems.append(Problem(line.line, line.number, line.provider, message % days, Severity.REMARK))


def _compare_listed(changes: ListingChanges, lines: Iterable[ListedLine]) -> None:
    """What the file says of the agreements themselves, beside what the newest listing up to that day said."""
    before = Listing.objects.filter(service=changes.service, on__lte=changes.on).order_by("-on").first()
    columns = ("agreement_id", "pk", "rating", "can_be_chosen")
    rows = ListedAgreement.objects.filter(listing=before).order_by().values_list(*columns)
    numbers = changes.agreements.real_numbers()
    known = {
        numbers[agreement]: (pk, (rating, chosen)) for agreement, pk, rating, chosen in rows if agreement in numbers
    }
    is_same_day = before is not None and before.on == changes.on
    for line in lines:
        said, (_pk, earlier) = (line.rating, line.can_be_chosen), known.pop(line.number, (None, None))
        if earlier != said or not is_same_day:
            changes.listed[line.number] = said
        names = dict(zip((_("rating"), _("can be chosen")), said, strict=True))
        if earlier is None:
            changes.of_listed.new.append(f"{line.number} {line.provider}")
        elif told := differences(dict(zip(names, earlier, strict=True)), names):
            changes.of_listed.changed.append(f"{line.number} {line.provider}: {told}")
        else:
            changes.of_listed.unchanged += 1
    changes.of_listed.gone += sorted(known)
    changes.unlisted = [pk for pk, _said in known.values()] if is_same_day else []


def stored_offices(numbers: Mapping[int, str]) -> dict[Key, list[OfficeRow]]:
    """The rows of the listed offices of agreements, given by primary key with their numbers. One query."""
    columns = ("pk", "agreement_id", "address_id", *Place._fields, "opens_on", "closes_on", "last_confirmed_on")
    found: dict[Key, list[OfficeRow]] = {}
    offices = Office.objects.filter(origin=Office.Origin.LISTING, address_id__isnull=False).order_by()
    for row in offices.values_list(*columns, "municipality_id", "placed", "on_site").iterator():
        pk, agreement, address_id, street, code, town, latitude, longitude, opens_on, closes_on, seen_on, *rest = row
        if (number := numbers.get(agreement)) is None:
            continue
        run = Run(Place(street, code, town, latitude, longitude), opens_on or date.min, closes_on, seen_on)
        found.setdefault((number, address_id), []).append(OfficeRow(pk, (number, address_id), run, *rest))
    return found


class _Comparison:
    """One comparison of the offices in a file with those stored."""

    def __init__(self, changes: ListingChanges, lines: list[ListedLine]) -> None:
        self.changes, self.on = changes, changes.on
        self.names = {line.number: line.provider for line in lines}
        self.listed = {(line.number, office.address_id): office for line in lines for office in line.offices}
        self.stored = stored_offices(changes.agreements.real_numbers())
        self.days_before = sorted(Listing.objects.filter(service=changes.service).values_list("on", flat=True))
        self.days = sorted({*self.days_before, self.on})

    def run(self) -> None:
        """Compare every office that the file lists, or that was there that day."""
        self._refuse_entered()
        there = [key for key, rows in self.stored.items() if key not in self.listed and self._covering(rows)]
        self.placed = self._place(there)
        for key in [*self.listed, *there]:
            self._compare(key)

    def _refuse_entered(self) -> None:
        """An error for each listed office that was entered here too, with its address id, for the same days."""
        others = Office.objects.exclude(origin=Office.Origin.LISTING).filter(address_id__isnull=False)
        columns = ("agreement__number", "address_id", "closes_on")
        for number, address_id, closes_on in others.values_list(*columns):
            office = self.listed.get((number, address_id))
            if office and (closes_on is None or closes_on >= self.on):
                self._tell(office.line, number, _("an office with this address id was entered here"), Severity.ERROR)

    def _covering(self, rows: list[OfficeRow]) -> OfficeRow | None:
        """The row that says how the office was on the day, so far."""
        found = (row for row in rows if row.run.opens_on <= self.on <= (row.run.closes_on or date.max))
        return next(found, None)

    def _place(self, there: list[Key]) -> dict[Point, tuple[str | None, str]]:
        """Municipality and how it is known, of every point that may be needed. Raises ImportFault."""
        points = {office.place.point for office in self.listed.values()}
        points |= {row.run.what.point for key in [*self.listed, *there] for row in self.stored.get(key, [])}
        frame = pd.DataFrame(list(points), columns=["latitude", "longitude"], dtype=float)
        found = place_points(frame)
        codes = set(found["code"].dropna())
        if unknown := codes - set(Municipality.objects.values_list("code", flat=True)):
            message = _("The municipality %(code)s is not known here: the facts have to be loaded first.")
            raise ImportFault(message % {"code": min(unknown)})
        return dict(zip(points, zip(found["code"], found["how"], strict=True), strict=True))

    def _compare(self, key: Key) -> None:
        rows = sorted(self.stored.get(key, []), key=lambda row: (row.placed != BY_HAND, row.run.opens_on))
        office = self.listed.get(key)
        seen = seen_in((row.run for row in rows), self.days_before)
        seen.pop(self.on, None)
        if office:
            seen[self.on] = office.place
        wanted = runs(seen, self.days)
        after = None
        for old, new in pair([row.run for row in rows], wanted):
            row = self._settle(key, rows, None if old is None else rows[old], None if new is None else wanted[new])
            after = row if row and self._covering([row]) else after
        self._tell_change(key, self._covering(rows), after)
        if office and after:
            self._tell_place(office, key[0], after)

    def _settle(
        self, key: Key, rows: list[OfficeRow], old: OfficeRow | None, run: Run[Place] | None
    ) -> OfficeRow | None:
        """Note what becomes of a row, or that one is made; the row as it will be, None where it goes."""
        if run is None:
            self.changes.removed.append(old.pk)
            return None
        row = self._row(key, rows, old, run)
        if old is None:
            self.changes.made.append(row)
        elif row != old:
            (self.changes.shrunk if row.run.lies_within(old.run) else self.changes.grown).append(row)
        return row

    def _row(self, key: Key, rows: list[OfficeRow], old: OfficeRow | None, run: Run[Place]) -> OfficeRow:
        """The row of a run. A municipality set by hand stays, and holds for new rows of the address as well."""
        by_hand = [row for row in rows if row.placed == BY_HAND]
        hand = old if old and old.placed == BY_HAND else by_hand[-1] if by_hand and not old else None
        municipality, placed = (hand.municipality, BY_HAND) if hand else self.placed[run.what.point]
        office = self.listed.get(key)
        if hand and office and office.place == run.what and run.what.point != hand.run.what.point:
            known = {"municipality": hand.municipality or _("none")}
            message = _("the coordinate has changed; the municipality set by hand, %(municipality)s, is kept") % known
            self._tell(office.line, key[0], message)
        if old and old.run.last_seen_on and old.run.last_seen_on not in self.days:  # somebody has been there
            run = run._replace(last_seen_on=max(old.run.last_seen_on, run.last_seen_on))
        if ends_on := self._given_end(old, run):
            run = run._replace(closes_on=ends_on)
        on_site = (old or rows[-1]).on_site if rows else True
        return OfficeRow(old.pk if old else None, key, run, municipality, placed, on_site)

    def _given_end(self, old: OfficeRow | None, run: Run[Place]) -> date | None:
        """The last day that somebody gave an office, by a correction say, where no listing of a later day has it.

        Listings end a run the day before one of them; any other last day was given.
        """
        ends_on = old.run.closes_on if old else None
        if ends_on is None or ends_on + ONE_DAY in self.days or ends_on < run.last_seen_on:
            return None
        return ends_on if run.closes_on is None or ends_on < run.closes_on else None

    def _tell_change(self, key: Key, before: OfficeRow | None, after: OfficeRow | None) -> None:
        """Put the office, as it is on the day, among the new, changed, gone or unchanged ones."""
        told, label = self.changes.of_offices, f"{key[0]} {self.names.get(key[0], '')} {key[1]}"
        if after is None:
            told.gone.append(f"{label} {before.run.what}" + (_by_hand_lost() if before.placed == BY_HAND else ""))
        elif before is None:
            told.new.append(f"{label} {after.run.what}")
        elif _where(before) != _where(after):
            told.changed.append(f"{label}: {differences(*map(_in_words, (before, after)))}")
        else:
            told.unchanged += 1

    def _tell_place(self, office: ListedOffice, number: str, row: OfficeRow) -> None:
        """Count how the office was placed, and remark upon one that has no municipality."""
        self.changes.counts[row.placed] = self.changes.counts.get(row.placed, 0) + 1
        if row.placed == Office.Placed.OUTSIDE:
            known = {"latitude": office.place.latitude, "longitude": office.place.longitude}
            message = _("%(latitude)s, %(longitude)s lies outside Sweden; kept without a municipality") % known
            self._tell(office.line, number, message)
        elif row.placed == Office.Placed.MISSING:
            self._tell(office.line, number, _("has no coordinate; kept without a municipality"))

    def _tell(self, line: str, number: str, message: str, severity: Severity = Severity.REMARK) -> None:
        self.changes.problems.append(Problem(line, number, self.names.get(number, ""), message, severity))


def _where(row: OfficeRow) -> tuple[Place, str | None]:
    """What the preview compares: where the office is, not since when."""
    return row.run.what, row.municipality


def _in_words(row: OfficeRow) -> dict[str, Any]:
    """The same by the names that readers know."""
    values = {**row.run.what._asdict(), "municipality": row.municipality}
    return {str(Office._meta.get_field(name).verbose_name): value for name, value in values.items()}


def _by_hand_lost() -> str:
    return " (" + _("its municipality was set by hand") + ")"
