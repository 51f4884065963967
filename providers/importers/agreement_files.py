"""Reads agreements (xlsx or CSV), a row each: `read → find_problems → compare → save`.

The agreement number (KA-nummer) is the key; provider and service of a known agreement stay what they are, since names
are spelled in many ways. Providers that are lacking are made, services and areas are not. What a file lacks stays as it
is, or gets a last day where the reader says so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.actions import add_rows, change_rows, import_reason
from municipalities.importers import codes, columns, reading
from municipalities.importers.columns import Column, Row, RowFile, Shape
from municipalities.importers.keyed import FileChanges, RowChanges, hold_against
from municipalities.importers.preview import Changes
from municipalities.importers.reading import Problem, Severity, Track, ValueFault, untracked
from municipalities.swedish import search_key
from providers.importers.agreement_ground import DAYS, Ground
from providers.importers.providers import organisation_number
from providers.models import Agreement, Provider

ORDERED = (("starts_on", "ends_on"), ("notice_sent_on", "notice_counts_from"), ("notice_sent_on", "last_referral_on"))
SHAPE = Shape(
    columns=(
        Column(
            "number",
            "KA-NUMMER",
            reading.text_up_to(20),
            gettext_lazy("The number of the agreement. A number that is not known becomes a new agreement."),
            ("90000001", "90000002"),
            required=True,
        ),
        Column(
            "provider",
            "LEVERANTÖR",
            reading.name,
            gettext_lazy("The provider. One that is not known is made; that of a known agreement is kept."),
            ("Exempelbolaget AB", "Exempelföreningen"),
            required=True,
        ),
        Column(
            "organisation_number",
            "ORGANISATIONSNUMMER",
            organisation_number,
            gettext_lazy("The organisation number of the provider, by which it is found whatever its name."),
            ("556000-0000", ""),
            gettext_lazy("Ten digits, with or without a hyphen."),
        ),
        Column(
            "service",
            "TJÄNST",
            reading.name,
            gettext_lazy("The service that is delivered."),
            ("RoM 2", "RoM 2"),
            gettext_lazy("Name, short name or code of a service that is there."),
            required=True,
        ),
        Column(
            "area",
            "LEVERANSOMRÅDE",
            reading.name,
            gettext_lazy("The delivery area, one of the service's. Empty where it is not known."),
            ("Norra Bergslagen", ""),
        ),
        Column(
            "starts_on",
            "FÖRSTA DAG",
            codes.day,
            gettext_lazy("The first day of the agreement."),
            (date(2023, 4, 17), date(2024, 1, 1)),
            gettext_lazy("A day such as 2026-12-01."),
        ),
        Column(
            "ends_on",
            "SISTA DAG",
            codes.day,
            gettext_lazy("The last day; empty until further notice."),
            (None, date(2027, 6, 30)),
            gettext_lazy("A day such as 2026-12-01."),
        ),
        Column(
            "notice_sent_on",
            "UPPSÄGNING SÄND",
            codes.day,
            gettext_lazy("The day on which notice was sent."),
            (None, date(2027, 3, 26)),
            gettext_lazy("A day such as 2026-12-01."),
        ),
        Column(
            "notice_counts_from",
            "UPPSÄGNING RÄKNAS FRÅN",
            codes.day,
            gettext_lazy("The day from which the notice period is counted."),
            (None, date(2027, 3, 31)),
            gettext_lazy("A day such as 2026-12-01."),
        ),
        Column(
            "last_referral_on",
            "SISTA ANVISNINGSDAG",
            codes.day,
            gettext_lazy("The last day on which participants are referred."),
            (None, date(2027, 3, 26)),
            gettext_lazy("A day such as 2026-12-01."),
        ),
    ),
    identity=("number",),
    key=("number",),
    name=("provider",),
)


@dataclass
class AgreementFileChanges(FileChanges):
    """What a file changes. An agreement's `provider`, `service` and `area` are a name, a code and a name."""

    providers: RowChanges[str] = field(default_factory=lambda: RowChanges(Changes("")))  # by search key
    agreements: RowChanges[str] = field(default_factory=lambda: RowChanges(Changes("")))  # by number

    def parts(self) -> list[RowChanges]:
        return [self.providers, self.agreements]


def read(path: Path, track: Track = untracked) -> RowFile:
    """Read the agreements of a file. Raises ImportFault as `columns.read` does."""
    return columns.read(path, SHAPE, track)


def find_problems(file: RowFile, *, today: date) -> list[Problem]:
    """All that is wrong with the file by itself: what could not be read, and days in the wrong order."""
    return [*file.problems, *(problem for row in file.rows for problem in _out_of_order(file, row))]


def _out_of_order(file: RowFile, row: Row) -> Iterator[Problem]:
    for before, after in ORDERED:
        first, second = row.get(before), row.get(after)
        if first and second and second < first:
            known = {"field": file.header(after), "day": second, "before": file.header(before), "first": first}
            yield row.problem(_("%(field)s: %(day)s comes before %(before)s, %(first)s") % known)


# --- Comparing -------------------------------------------------------------------------------------------------------


def compare(file: RowFile, *, end_gone_on: date | None = None) -> AgreementFileChanges:
    """What the file changes, with the problems that only the stored rows show. Five queries. Raises ImportFault.

    end_gone_on: the last day that agreements of the file's services get which it no longer has and which would go on
    after that day; without one they stay as they are.
    """
    columns.refuse_empty(file)
    changes, ground, wanted = AgreementFileChanges(file, ends_gone_on=end_gone_on), Ground.stored(), {}
    for row in file.rows:
        try:
            wanted[row.get("number")] = _values(changes, ground, row)
        except ValueFault as fault:
            changes.problems.append(row.problem(str(fault)))
    services = {values["service"] for values in wanted.values()}
    in_scope = {number: values for number, values in ground.agreements.items() if values["service"] in services}
    labels = {name: Agreement._meta.get_field(name).verbose_name for name in ("provider", "service", "area", *DAYS)}
    names = {number: values["provider"] for number, values in {**wanted, **in_scope}.items()}
    changes.agreements = hold_against(
        str(Agreement._meta.verbose_name_plural).capitalize(),
        wanted,
        in_scope,
        labels=labels,
        name=lambda number: f"{number} {names[number]}",
    )
    changes.providers = ground.provider_changes()
    if end_gone_on:
        _end_gone(changes, in_scope, end_gone_on)
    changes.problems += _overlaps(changes, ground)
    return changes


def _values(changes: AgreementFileChanges, ground: Ground, row: Row) -> dict[str, Any]:
    """The values that a row wants stored. Raises ValueFault where they cannot be."""
    number, service = row.get("number"), ground.services.named(row.get("service"))
    known = ground.agreements.get(number)
    if number in ground.example_numbers:
        raise ValueFault(_("the agreement number belongs to example data"))
    if known and known["service"] != service.code:
        told = {"known": known["service"], "service": service.code}
        raise ValueFault(_("the agreement is one of the service %(known)s, the file says %(service)s") % told)
    provider, remark = ground.provider(row.get("provider"), row.get("organisation_number") or "", known)
    if remark:
        changes.problems.append(row.problem(remark, Severity.REMARK))
    values = {"provider": provider, "service": service.code, **changes.file.given(row, DAYS)}
    if "area" in changes.file.present:
        values["area"] = ground.area(service.code, row.get("area"))
    return values


def _end_gone(changes: AgreementFileChanges, stored: dict[str, dict[str, Any]], on: date) -> None:
    """Give the agreements that the file lacks a last day, where they would go on after it."""
    told = changes.agreements.of_rows
    for number in changes.agreements.gone:
        starts_on, ends_on = stored[number]["starts_on"], stored[number]["ends_on"]
        if (starts_on or date.min) <= on < (ends_on or date.max):
            changes.agreements.changed[number] = {"ends_on": on}
            known = {"name": f"{number} {stored[number]['provider']}", "day": on}
            told.changed.append(_("%(name)s: is not in the file, and ends on %(day)s") % known)


def _overlaps(changes: AgreementFileChanges, ground: Ground) -> Iterator[Problem]:
    """An error for each row whose provider has another agreement in the area on some of its days."""
    stored, agreements = ground.agreements, changes.agreements
    after = {**stored, **agreements.made}
    after |= {number: {**stored[number], **values} for number, values in agreements.changed.items()}
    there: dict[tuple, list[str]] = {}
    for number, values in after.items():
        if values.get("area"):
            there.setdefault((search_key(values["provider"]), values["service"], values["area"]), []).append(number)
    for row in changes.file.rows:
        number = row.get("number")
        if number not in agreements.made and number not in agreements.changed:
            continue
        mine = after[number]
        others = there.get((search_key(mine["provider"]), mine["service"], mine.get("area")), [])
        if clash := next((other for other in others if other != number and _share_days(mine, after[other])), None):
            known = {"other": clash, "area": mine["area"]}
            yield row.problem(_("the provider has agreement %(other)s in %(area)s on some of these days") % known)


def _share_days(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return (one.get("starts_on") or date.min) <= (other.get("ends_on") or date.max) and (
        other.get("starts_on") or date.min
    ) <= (one.get("ends_on") or date.max)


# --- Saving ----------------------------------------------------------------------------------------------------------


def save(changes: AgreementFileChanges, track: Track = untracked) -> None:
    """Save what was compared, in the transaction of the caller."""
    told, ground = {"reason": import_reason(changes.file_name)}, Ground.stored()
    made = [
        Provider(name=values["name"], organisation_number=values.get("organisation_number") or None)
        for values in changes.providers.made.values()
    ]
    add_rows(rows=made, **told)
    providers = dict(Provider.objects.values_list("search_key", "pk"))
    filled = {providers[key]: values for key, values in changes.providers.changed.items()}
    change_rows(model=Provider, values=filled, **told)

    def stored(values: dict[str, Any]) -> dict[str, Any]:
        columns = {name: value for name, value in values.items() if name in DAYS}
        if "area" in values:
            columns["area_id"] = ground.area_key(values["service"], values["area"])
        return columns

    _change(changes, ground, stored, told)
    made = [
        Agreement(
            number=number,
            provider_id=providers[search_key(values["provider"])],
            service_id=values["service"],
            **stored(values),
        )
        for number, values in changes.agreements.made.items()
    ]
    add_rows(rows=track(made, _("Saving")), **told)


def _change(
    changes: AgreementFileChanges,
    ground: Ground,
    stored: Callable[[dict[str, Any]], dict[str, Any]],
    told: dict[str, Any],
) -> None:
    """Write what became another; rows that may take each other's days or area are first taken out of their areas."""
    keys = dict(Agreement.objects.filter(number__in=changes.agreements.changed).values_list("number", "pk"))
    moved, others = {}, {}
    for number, values in changes.agreements.changed.items():
        before = ground.agreements[number]
        full = stored({**values, "service": before["service"]})
        if {"area", "starts_on", "ends_on"} & values.keys():
            moved[keys[number]] = {"area_id": ground.area_key(before["service"], before["area"]), **full}
        else:
            others[keys[number]] = full
    change_rows(model=Agreement, values=moved, freed=["area_id"], **told)
    change_rows(model=Agreement, values=others, **told)
