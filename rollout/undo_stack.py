"""Which of a person's acts upon a plan would be undone next, and which would be done again. Pure: acts in, act out.

Undoing is an act of its own that names what it undoes; doing again is undoing that. So an act is in effect or not by
who took back whom, and what is next is read off the acts in their order.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol


class Act(Protocol):
    """What is asked of an act: its key, its kind, and the key of the act that it undoes, if any."""

    pk: int
    kind: str
    undoes_id: int | None


@dataclass(frozen=True, slots=True)
class Next:
    """The acts to undo for "undo" and for "redo"; None where there is nothing."""

    undo: Act | None = None
    redo: Act | None = None


def next_of(acts: Iterable[Act], *, undoable: Collection[str]) -> Next:
    """What is next, from one person's acts, the oldest first. A new act ends the possibility to do others again."""
    done: list[Act] = []
    taken_back: list[Act] = []
    for act in acts:
        if act.undoes_id is None:
            if act.kind in undoable:
                done.append(act)
                taken_back.clear()
        elif any(act.undoes_id == each.pk for each in taken_back):
            taken_back[:] = [each for each in taken_back if each.pk != act.undoes_id]
            done.append(act)
        elif any(act.undoes_id == each.pk for each in done):
            done[:] = [each for each in done if each.pk != act.undoes_id]
            taken_back.append(act)
    return Next(done[-1] if done else None, taken_back[-1] if taken_back else None)
