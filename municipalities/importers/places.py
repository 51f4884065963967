"""Finds municipalities by what files give: their code, or the names of county and municipality, spelled as in Swedish.

Å, ä and ö are letters of their own, so nothing is folded but case and spaces: no name is guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from municipalities.importers.reading import ValueFault, shown
from municipalities.models import Municipality


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality as an importer needs it."""

    code: str
    name: str
    county: str
    population: int


class Places:
    """The municipalities by name."""

    def __init__(self, places: Iterable[Place]) -> None:
        found = list(places)
        self._by_names = {(_spelled(one.county), _spelled(one.name)): one for one in found}
        self._counties = {county for county, _name in self._by_names}
        self._county_of = {_spelled(one.name): one.county for one in found}
        self._by_code = {one.code: one for one in found}
        self._by_name = {_spelled(one.name): one for one in found}

    @classmethod
    def stored(cls) -> "Places":
        """Those in the database. One query."""
        rows = Municipality.objects.order_by().values_list("code", "name", "county__name", "population")
        return cls(Place(*row) for row in rows)

    def find(self, county: str, name: str) -> Place:
        """The municipality of a name in a county of a name. Raises ValueFault, which says which of the two is wrong."""
        if found := self._by_names.get((_spelled(county), _spelled(name))):
            return found
        known = {"county": shown(county), "name": shown(name)}
        if _spelled(county) not in self._counties:
            raise ValueFault(_("there is no county “%(county)s”") % known)
        if real := self._county_of.get(_spelled(name)):
            raise ValueFault(_("%(name)s does not lie in %(county)s but in %(real)s") % {**known, "real": real})
        raise ValueFault(_("there is no municipality “%(name)s”") % known)

    def named(self, code: str, name: str) -> Place:
        """The municipality of a code, or without one of a name. Raises ValueFault, also where the two differ."""
        found = self._by_code.get(code) if code else self._by_name.get(_spelled(name))
        if found is None and code:
            raise ValueFault(_("there is no municipality with the code %(code)s") % {"code": shown(code)})
        if found is None:
            raise ValueFault(_("there is no municipality “%(name)s”") % {"name": shown(name)})
        if name and _spelled(name) not in (_spelled(found.name), _spelled(f"{found.name} kommun")):
            known = {"code": found.code, "real": found.name, "name": shown(name)}
            raise ValueFault(_("%(code)s is %(real)s, not “%(name)s”") % known)
        return found


def _spelled(name: str) -> str:
    """A name without superfluous spaces, in one case."""
    return " ".join(name.split()).casefold()
