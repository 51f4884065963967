"""Finds services by what files call them: name, short name or code, in whatever case."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from municipalities.importers.reading import ValueFault, shown
from providers.models import Service


class Services:
    """The services by their names."""

    def __init__(self, services: Iterable[Service]) -> None:
        found = list(services)
        self._by_name = {name.casefold(): one for one in found for name in (one.code, one.short_name, one.name)}

    @classmethod
    def stored(cls) -> "Services":
        """Those in the database. One query."""
        return cls(Service.objects.all())

    def named(self, text: str) -> Service:
        """The service of a name. Raises ValueFault where there is none."""
        if found := self._by_name.get(text.casefold()):
            return found
        raise ValueFault(_("there is no service “%(service)s”") % {"service": shown(text)})
