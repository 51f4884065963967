"""Holds the rows that a file wants against those that are stored, key by key: what is new, changed, gone, unchanged.

A column that a file lacks says nothing, so only the values that it has are compared. Knows no model; writes nothing.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext as _

from municipalities.importers.columns import RowFile
from municipalities.importers.preview import Changes, differences, in_words
from municipalities.importers.reading import Problem

Key = TypeVar("Key", bound=Hashable)
Values = Mapping[str, Any]


@dataclass
class RowChanges(Generic[Key]):
    """What becomes of the rows of one kind. changed: what becomes another, by column. gone: they are left, or go."""

    of_rows: Changes
    made: dict[Key, Values] = field(default_factory=dict)
    changed: dict[Key, dict[str, Any]] = field(default_factory=dict)
    gone: list[Key] = field(default_factory=list)


@dataclass
class FileChanges:
    """What a file changes, ready to be shown or saved, in the order in which it is saved.

    removes_gone, ends_gone_on: what was asked to become of the rows that the file lacks; else they stay.
    """

    file: RowFile
    problems: list[Problem] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    file_name: str = ""
    removes_gone: bool = False
    ends_gone_on: date | None = None

    def parts(self) -> list[RowChanges]:
        """The changes, kind by kind. To be given by the importer."""
        raise NotImplementedError

    def preview(self) -> list[Changes]:
        """The changes for the reader, kind by kind."""
        return [part.of_rows for part in self.parts()]

    def notes(self) -> list[str]:
        """What else the reader should know."""
        is_gone = any(part.gone for part in self.parts())
        return [*self.file.notes(), *self.told, *([self._what_becomes_of_gone()] if is_gone else [])]

    def _what_becomes_of_gone(self) -> str:
        if self.removes_gone:
            return _("Municipalities that the file no longer has there are taken out.")
        if self.ends_gone_on:
            return _("What the file no longer has ends on %(day)s, if it would go on after it.") % {
                "day": self.ends_gone_on
            }
        return _("What the file no longer has stays as it is.")


def hold_against(
    kind: str,
    wanted: Mapping[Key, Values],
    stored: Mapping[Key, Values],
    *,
    labels: Mapping[str, str],
    name: Callable[[Key], str],
) -> RowChanges[Key]:
    """What becomes of stored rows by those that a file wants; both by key, with values by column.

    labels: what the columns are called. name: what a row is called. What is stored and not wanted is gone.
    """
    changes: RowChanges[Key] = RowChanges(Changes(kind))
    told = changes.of_rows
    for key, values in wanted.items():
        before = stored.get(key)
        if before is None:
            changes.made[key] = values
            told.new.append(_new(name(key), values, labels))
            continue
        other = {column: value for column, value in values.items() if before.get(column) != value}
        if not other:
            told.unchanged += 1
            continue
        changes.changed[key] = other
        both = ({str(labels[column]): one.get(column) for column in other} for one in (before, other))
        told.changed.append(f"{name(key)}: {differences(*both)}")
    changes.gone = [key for key in stored if key not in wanted]
    told.gone += sorted(name(key) for key in changes.gone)
    return changes


def _new(name: str, values: Values, labels: Mapping[str, str]) -> str:
    """A row that is made, with the values that it gets."""
    given = [f"{labels[column]} {in_words(value)}" for column, value in values.items() if value not in (None, "")]
    return f"{name}: {', '.join(given)}" if given else name
