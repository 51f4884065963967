"""What a file of agreements is held against: services, areas, providers and agreements, found by what files call them.

Knows the models; writes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from municipalities.importers.keyed import RowChanges, hold_against
from municipalities.importers.reading import ValueFault, shown
from municipalities.swedish import search_key
from providers.importers.services import Services
from providers.models import Agreement, DeliveryArea, Provider

DAYS = ("starts_on", "ends_on", "notice_sent_on", "notice_counts_from", "last_referral_on")
COLUMNS = ("provider", "service", "area", *DAYS)
PATHS = {"provider": "provider__name", "service": "service_id", "area": "area__name"}


class KnownProvider(NamedTuple):
    """A provider that is there."""

    name: str
    organisation_number: str
    is_example: bool


@dataclass
class Ground:
    """Rows by what names them. agreements: values by number; their provider, service and area are name, code, name.

    wanted: the providers that a file names, by search key, with the values it gives them.
    """

    services: Services
    areas: Mapping[tuple[str, str], tuple[int, str, bool]]
    providers: Mapping[str, KnownProvider]
    agreements: dict[str, dict[str, Any]]
    example_numbers: frozenset[str]
    wanted: dict[str, dict[str, Any]] = field(default_factory=dict)

    @cached_property
    def _by_number(self) -> dict[str, str]:
        """The name of the provider of each organisation number, of those that the file adds as well."""
        return {one.organisation_number: one.name for one in self.providers.values() if one.organisation_number}

    @classmethod
    def stored(cls) -> "Ground":
        """As the database has it. Four queries."""
        areas = DeliveryArea.objects.order_by().values_list("service_id", "search_key", "pk", "name", "is_example")
        providers = Provider.objects.order_by().values_list("search_key", "name", "organisation_number", "is_example")
        paths = [PATHS.get(name, name) for name in COLUMNS]
        rows = list(Agreement.objects.order_by().values_list("number", "provider__is_example", *paths))
        return cls(
            Services.stored(),
            {(service, key): tuple(rest) for service, key, *rest in areas},
            {key: KnownProvider(name, number or "", is_example) for key, name, number, is_example in providers},
            {number: dict(zip(COLUMNS, values, strict=True)) for number, is_example, *values in rows if not is_example},
            frozenset(number for number, is_example, *_values in rows if is_example),
        )

    def area(self, service: str, name: str) -> str | None:
        """The area of a service as it is called there; None for "". Raises ValueFault."""
        if not name:
            return None
        _pk, known, is_example = self.areas.get((service, search_key(name)), (None, "", False))
        if not known:
            raise ValueFault(_("the service has no delivery area “%(area)s”") % {"area": shown(name)})
        if is_example:
            raise ValueFault(_("“%(name)s” is example data, which has to be removed first") % {"name": known})
        return known

    def area_key(self, service: str, name: str | None) -> int | None:
        """The primary key of an area that was found by name."""
        return self.areas[service, search_key(name)][0] if name else None

    def provider(self, name: str, number: str, agreement: Mapping[str, Any] | None) -> tuple[str, str]:
        """The provider that a row is about, as it is called here, and what is to be told of that.

        By its agreement, else its organisation number, else its name. Raises ValueFault where these do not agree.
        """
        of_number = self._by_number.get(number, "")
        found = agreement["provider"] if agreement else of_number or self._called(name)
        known = self.providers.get(search_key(found))
        if known and known.is_example:
            raise ValueFault(_("“%(name)s” is example data, which has to be removed first") % {"name": known.name})
        if number and known and known.organisation_number not in ("", number):
            raise ValueFault(_another_number(known.name, known.organisation_number, number))
        if of_number and search_key(of_number) != search_key(found if known else name):
            told = {"number": number, "name": of_number}
            raise ValueFault(_("%(number)s is the organisation number of %(name)s") % told)
        self._want(known.name if known else name, number)
        remark = _("the provider is known as “%(known)s”, which is kept") % {"known": found}
        return found, "" if search_key(found) == search_key(name) else remark

    def _called(self, name: str) -> str:
        known, wanted = self.providers.get(search_key(name)), self.wanted.get(search_key(name))
        return known.name if known else wanted["name"] if wanted else name

    def _want(self, name: str, number: str) -> None:
        """Note that a file is about a provider. Raises ValueFault where it gave it another number."""
        values = self.wanted.setdefault(search_key(name), {"name": name})
        values["name"] = min(values["name"], name)  # whichever stands first
        if number and values.setdefault("organisation_number", number) != number:
            raise ValueFault(_another_number(name, values["organisation_number"], number))
        if number:
            self._by_number.setdefault(number, name)

    def provider_changes(self) -> RowChanges[str]:
        """The providers that have to be made, and those of which the number becomes known."""
        stored = {
            key: {"name": one.name, "organisation_number": one.organisation_number}
            for key, one in self.providers.items()
            if key in self.wanted
        }
        labels = {name: Provider._meta.get_field(name).verbose_name for name in ("name", "organisation_number")}
        names = {key: values["name"] for key, values in self.wanted.items()}
        kind = str(Provider._meta.verbose_name_plural).capitalize()
        return hold_against(kind, self.wanted, stored, labels=labels, name=names.__getitem__)


def _another_number(name: str, known: str, number: str) -> str:
    told = {"name": name, "known": known, "number": number}
    return _("%(name)s has the organisation number %(known)s, not %(number)s") % told
