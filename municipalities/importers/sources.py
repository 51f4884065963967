"""Finds the source that a file names: by its key, its title, or as "Publisher: title"; the latter also for a new one.

Writes nothing: a new source is made when the file is saved.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.text import slugify
from django.utils.translation import gettext as _

from municipalities.importers.reading import ValueFault, shown
from municipalities.models import Source

LONGEST_KEY, LONGEST_PUBLISHER, LONGEST_TITLE = 50, 100, 250


class NamedSource(NamedTuple):
    """A source that is there, or is to be made."""

    key: str
    publisher: str
    title: str


class Sources:
    """The sources that there are, and those that a file adds to them. new: by key."""

    def __init__(self, stored: Iterable[NamedSource]) -> None:
        self.new: dict[str, NamedSource] = {}
        self._by_name: dict[str, str] = {}
        self._keys: set[str] = set()
        for one in stored:
            self._put_in(one)

    @classmethod
    def stored(cls) -> "Sources":
        """Those in the database. One query."""
        return cls(NamedSource(*row) for row in Source.objects.order_by("-pk").values_list(*NamedSource._fields))

    def key(self, text: str) -> str:
        """The key of a source that is named; one more is new where a publisher and a title are given.

        Raises ValueFault where it is neither known nor such a pair.
        """
        if found := self._by_name.get(_spelled(text)):
            return found
        publisher, colon, title = (part.strip() for part in text.partition(":"))
        fits = len(publisher) <= LONGEST_PUBLISHER and len(title) <= LONGEST_TITLE
        if not (colon and publisher and title and fits):
            raise ValueFault(
                _("there is no source “%(name)s”. Name a new one as “Publisher: title”") % {"name": shown(text)}
            )
        new = NamedSource(self._free_key(f"{publisher} {title}"), publisher, title)
        self.new[new.key] = new
        self._put_in(new)
        return new.key

    def _put_in(self, source: NamedSource) -> None:
        self._keys.add(source.key)
        for name in (source.title, f"{source.publisher}: {source.title}", source.key):
            self._by_name[_spelled(name)] = source.key

    def _free_key(self, text: str) -> str:
        wanted, number = slugify(text)[:LONGEST_KEY].strip("-") or "source", 1
        key = wanted
        while key in self._keys:
            number += 1
            key = f"{wanted[: LONGEST_KEY - 4]}-{number}"
        return key


def _spelled(name: str) -> str:
    return " ".join(name.split()).casefold()
