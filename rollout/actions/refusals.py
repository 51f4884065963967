"""Why an action was not carried out: the wish itself is at fault, or somebody else was first. Nothing was saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

Refused = ValidationError  # with field names where a field is at fault, so that a form shows it there


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that two people changed: as this editor read it, as it is now, and as this editor wants it."""

    field: str
    base: Any
    theirs: Any
    yours: Any

    @property
    def is_clash(self) -> bool:
        """Whether both changed it, and not to the same."""
        return self.base not in (self.theirs, self.yours) and self.theirs != self.yours


class Conflict(Exception):
    """Somebody else changed the same thing since it was read.

    subject: the row as it is now. differences: by field, all fields that either changed. by_name and at: whose change
    it was and when, where that is known. current_revision: what to send along to insist.
    """

    def __init__(
        self,
        subject: Any,
        differences: Mapping[str, Difference],
        *,
        current_revision: int,
        by_name: str = "",
        at=None,
    ) -> None:
        self.subject, self.differences = subject, dict(differences)
        self.current_revision, self.by_name, self.at = current_revision, by_name, at
        super().__init__(f"{subject}: {', '.join(differences)}")
