"""Finds the agreement, provider and delivery area of each line of a file, and what would have to be made or filled in.

The agreement number (KA-nummer) is the key; names are spelled differently from file to file, so a known agreement keeps
its provider and what is already known of it, and a file that says otherwise is remarked upon. Writes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from municipalities.importers.preview import Changes
from municipalities.importers.reading import ImportFault, Problem, Severity
from municipalities.swedish import search_key
from providers.models import Agreement, DeliveryArea, Provider, Service

_key = lru_cache(maxsize=100_000)(search_key)  # the same few names, over and over


class AgreementLine(NamedTuple):
    """What a line of a file says of an agreement; area and first day only in some files."""

    line: str
    number: str
    provider: str
    area: str = ""
    starts_on: date | None = None


class Known(NamedTuple):
    """An agreement that is there, with the names of what it belongs to."""

    pk: int
    provider: str
    service: str
    area: str | None
    starts_on: date | None
    ends_on: date | None
    is_example: bool


class Named(NamedTuple):
    """A provider or a delivery area that is there."""

    name: str
    is_example: bool


@dataclass
class AgreementChanges:
    """What has to be made and filled in so that every line has its agreement. Names stand for rows, by search key."""

    service: Service
    providers: dict[str, str] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)
    made: list[AgreementLine] = field(default_factory=list)
    filled: dict[int, dict[str, Any]] = field(default_factory=dict)  # `area` (its name), `starts_on`, by primary key
    problems: list[Problem] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)

    def real_numbers(self) -> dict[int, str]:
        """The number of each of the service's real agreements that are there already, by primary key.

        For reading rows of agreements without a join: on PostgreSQL, until the tables are analysed after a large
        import, a join that is limited to a service was seen to take a quarter of an hour instead of a second.
        """
        code = self.service.code
        return {
            known.pk: number for number, known in self.known.items() if known.service == code and not known.is_example
        }

    def preview(self) -> list[Changes]:
        """New providers, areas and agreements, and the agreements of which something becomes known."""
        numbers = {known.pk: number for number, known in self.known.items()}
        made = [" · ".join(filter(None, (line.number, line.provider, line.area))) for line in self.made]
        filled = [f"{numbers[pk]}: " + ", ".join(map(str, values.values())) for pk, values in self.filled.items()]
        return [
            Changes(_("Providers"), new=list(self.providers.values())),
            Changes(_("Delivery areas"), new=list(self.areas.values())),
            Changes(_("Agreements"), new=made, changed=filled),
        ]


def choose_service(code: str | None, *, on: date) -> Service:
    """The service of a code; without one, the newest real service that had begun by a day.

    Its row is locked until the transaction ends, so that two imports of one service come one after the other.
    Raises ImportFault where the code is unknown, the service began later, or none had begun.
    """
    services = Service.objects.select_for_update()
    if code is None:
        begun = services.filter(is_example=False, starts_on__lte=on).order_by("-starts_on").first()
        if begun is None:
            raise ImportFault(
                _("No service is known to have begun by %(day)s. Choose one of these: %(codes)s.")
                % {"day": on, "codes": _service_codes()}
            )
        return begun
    service = services.filter(code=code).first()
    if service is None:
        raise ImportFault(
            _("There is no service “%(code)s”. There are: %(codes)s.") % {"code": code, "codes": _service_codes()}
        )
    if service.starts_on and service.starts_on > on:
        known = {"service": service.name, "day": on, "starts_on": service.starts_on}
        raise ImportFault(_("%(service)s began on %(starts_on)s, after %(day)s.") % known)
    return service


def _service_codes() -> str:
    return ", ".join(Service.objects.values_list("code", flat=True)) or _("none")


def known_agreements() -> dict[str, Known]:
    """All agreements by their number. One query."""
    columns = ("pk", "provider__name", "service_id", "area__name", "starts_on", "ends_on", "provider__is_example")
    return {number: Known(*values) for number, *values in Agreement.objects.values_list("number", *columns)}


def compare_agreements(lines: Iterable[AgreementLine], service: Service) -> AgreementChanges:
    """What the lines of a file, each with another agreement number, change. Three queries.

    In its `problems`: an agreement of another service, or an example in the way (errors); a name, area or first day
    that differs from what is known, an area in which the provider has an agreement already on these days (remarks).
    """
    changes = AgreementChanges(service, known=known_agreements())
    providers = {key: Named(*rest) for key, *rest in Provider.objects.values_list("search_key", "name", "is_example")}
    areas = _areas(service)
    wanted = []
    for line in lines:
        known = changes.known.get(line.number)
        if known and not _belongs(changes, line, known):
            continue
        if _is_free(changes, line, None if known else providers, areas):
            wanted.append(line)
    kept = _without_overlaps(changes, wanted)
    for line in kept:
        known = changes.known.get(line.number)
        _fill(changes, line, known) if known else changes.made.append(line)
        if not known and _key(line.provider) not in providers:
            changes.providers.setdefault(_key(line.provider), line.provider)
        if line.area and _key(line.area) not in areas:
            changes.areas.setdefault(_key(line.area), line.area)
    return changes


def _areas(service: Service) -> dict[str, Named]:
    rows = DeliveryArea.objects.filter(service=service).values_list("search_key", "name", "is_example")
    return {key: Named(*rest) for key, *rest in rows}


def _add(changes: AgreementChanges, line: AgreementLine, message: str, severity: Severity = Severity.REMARK) -> None:
    changes.problems.append(Problem(line.line, line.number, line.provider, message, severity))


def _belongs(changes: AgreementChanges, line: AgreementLine, known: Known) -> bool:
    """Whether a known agreement is of the file's service and real; what it is called differently is remarked upon."""
    if known.is_example:
        _add(changes, line, _("the agreement number belongs to example data"), Severity.ERROR)
        return False
    if known.service != changes.service.code:
        message = _("the agreement is one of the service %(known)s, the file's is %(service)s")
        _add(changes, line, message % {"known": known.service, "service": changes.service.code}, Severity.ERROR)
        return False
    if _key(known.provider) != _key(line.provider):
        _add(changes, line, _("the provider is known as “%(known)s”, which is kept") % {"known": known.provider})
    return True


def _is_free(
    changes: AgreementChanges, line: AgreementLine, providers: dict[str, Named] | None, areas: dict[str, Named]
) -> bool:
    """Whether no example has the name of the provider, where one is looked for, or of the area."""
    found = [(providers or {}).get(_key(line.provider)), areas.get(_key(line.area)) if line.area else None]
    examples = [named.name for named in found if named and named.is_example]
    for name in examples:
        message = _("“%(name)s” is example data, which has to be removed first") % {"name": name}
        _add(changes, line, message, Severity.ERROR)
    return not examples


def _fill(changes: AgreementChanges, line: AgreementLine, known: Known) -> None:
    """Note what a line adds to a known agreement; where it says otherwise, what is known stays, with a remark."""
    added: dict[str, Any] = {}
    for column, old, new, same in (
        ("area", known.area, line.area or None, _same_name),
        ("starts_on", known.starts_on, line.starts_on, _same),
    ):
        if new is None or (old is not None and same(old, new)):
            continue
        if old is None:
            added[column] = new
        else:
            message = _("%(column)s: the file says %(new)s; %(old)s is known and kept")
            _add(changes, line, message % {"column": _column(column), "new": new, "old": old})
    if (first := added.get("starts_on")) and known.ends_on and first > known.ends_on:
        message = _("%(column)s: %(new)s is left out, since the agreement's last day is %(last)s")
        _add(changes, line, message % {"column": _column("starts_on"), "new": first, "last": known.ends_on})
        del added["starts_on"]
    if added:
        changes.filled[known.pk] = added


def _column(column: str) -> str:
    return {"area": _("delivery area"), "starts_on": _("first day")}[column]


def _same(one: Any, other: Any) -> bool:
    return one == other


def _same_name(one: str, other: str) -> bool:
    return _key(one) == _key(other)


def _without_overlaps(changes: AgreementChanges, lines: list[AgreementLine]) -> list[AgreementLine]:
    """The lines, without the area where the provider has another agreement there on some of the same days.

    That happens when an agreement was ended, which no file tells, and the provider came back with a new one. The
    earlier one keeps the area; the file can be imported again when its last day has been entered.
    """
    taken = _taken(changes, {line.number: line.starts_on for line in lines})
    crowded = set()
    for line in sorted(lines, key=lambda line: (line.starts_on or date.min, line.number)):
        known = changes.known.get(line.number)
        if not line.area or (known and known.area):
            continue
        days = _days((known and known.starts_on) or line.starts_on, known and known.ends_on)
        there = taken[_key(known.provider if known else line.provider), _key(line.area)]
        if other := next((number for number, first, last in there if first <= days[1] and days[0] <= last), None):
            message = _("delivery area: left out, since the provider has agreement %(other)s in %(area)s on these days")
            _add(changes, line, message % {"other": other, "area": line.area})
            crowded.add(line.number)
        else:
            there.append((line.number, *days))
    return [line._replace(area="") if line.number in crowded else line for line in lines]


def _taken(changes: AgreementChanges, starts: dict[str, date | None]) -> defaultdict[tuple[str, str], list]:
    """The agreements that have an area already, as (number, first day, last day), by provider and area."""
    taken: defaultdict[tuple[str, str], list] = defaultdict(list)
    for number, known in changes.known.items():
        if known.area and known.service == changes.service.code:
            days = _days(known.starts_on or starts.get(number), known.ends_on)
            taken[_key(known.provider), _key(known.area)].append((number, *days))
    return taken


def _days(starts_on: date | None, ends_on: date | None) -> tuple[date, date]:
    """An agreement's days, the open ends as far away as can be."""
    return starts_on or date.min, ends_on or date.max
