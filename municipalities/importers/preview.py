"""What an import would do, told before it is done. Knows words and numbers, nothing of tables.

A kind of row has its new, changed and gone ones, each in a line for the reader, and the number of those left alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _


@dataclass
class Changes:
    """What an import does to the rows of one kind."""

    kind: str
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether all rows stay as they are."""
        return not (self.new or self.changed or self.gone)

    @property
    def is_empty(self) -> bool:
        """Whether there is no row of this kind at all."""
        return self.is_nothing and not self.unchanged


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Which values differ, as "column: before → after"; "" where none does. Only what `after` has is compared."""
    pairs = ((name, before.get(name), value) for name, value in after.items())
    return "; ".join(f"{name}: {in_words(old)} → {in_words(new)}" for name, old, new in pairs if old != new)


def in_words(value: Any) -> str:
    """A value for the reader; missing is said, not left empty."""
    if value is None or value == "":
        return _("missing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def told(changes: Iterable[Changes], *, at_most: int | None = None) -> Iterable[str]:
    """The preview line by line: of each kind the counts, then the rows, at most so many of a sort."""
    for one in changes:
        if one.is_empty:
            continue
        counts = {
            "kind": one.kind,
            "new": len(one.new),
            "changed": len(one.changed),
            "unchanged": one.unchanged,
            "gone": len(one.gone),
        }
        yield _("%(kind)s: %(new)d new, %(changed)d changed, %(unchanged)d unchanged, %(gone)d gone") % counts
        for sign, lines in (("+", one.new), ("~", one.changed), ("−", one.gone)):
            yield from limited([f"  {sign} {line}" for line in lines], at_most)


def limited(lines: list[str], at_most: int | None) -> list[str]:
    """The first lines, and a last one that says how many more there are."""
    if at_most is None or len(lines) <= at_most:
        return lines
    return [*lines[:at_most], _("  … and %(more)d more") % {"more": len(lines) - at_most}]
