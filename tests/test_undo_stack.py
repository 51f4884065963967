"""What undo and redo would do, read off a person's acts."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollout.undo_stack import next_of

UNDOABLE = {"moved", "undone"}


@dataclass(frozen=True)
class Act:
    pk: int
    kind: str = "moved"
    undoes_id: int | None = None


def undone(pk: int, what: int) -> Act:
    return Act(pk, "undone", what)


def keys(*acts: Act) -> tuple[int | None, int | None]:
    found = next_of(acts, undoable=UNDOABLE)
    return tuple(each.pk if each else None for each in (found.undo, found.redo))


@pytest.mark.parametrize(
    "acts, undo, redo",
    [
        ((), None, None),
        ((Act(1),), 1, None),
        ((Act(1), Act(2)), 2, None),
        ((Act(1), Act(2), undone(3, 2)), 1, 3),
        ((Act(1), Act(2), undone(3, 2), undone(4, 1)), None, 4),
        ((Act(1), Act(2), undone(3, 2), undone(4, 1), undone(5, 4)), 5, 3),
        ((Act(1), undone(2, 1), undone(3, 2)), 3, None),
        ((Act(1), undone(2, 1), undone(3, 2), undone(4, 3)), None, 4),
        ((Act(1), undone(2, 1), Act(3)), 3, None),
        ((Act(1), Act(2, "approved")), 1, None),
        ((undone(5, 4),), None, None),
    ],
)
def test_undo_is_the_last_act_in_effect_and_redo_the_last_one_taken_back(acts, undo, redo):
    assert keys(*acts) == (undo, redo)


@given(st.lists(st.sampled_from(["act", "undo", "redo"]), max_size=40))
def test_pressing_undo_and_redo_moves_through_the_acts_as_a_stack_does(presses):
    acts, done, gone = [], [], []
    for press in presses:
        found = next_of(acts, undoable=UNDOABLE)
        if press == "act":
            acts.append(Act(len(acts) + 1))
            done, gone = [*done, acts[-1].pk], []
        elif press == "undo" and done:
            acts.append(undone(len(acts) + 1, found.undo.pk))
            gone.append(done.pop())
        elif press == "redo" and gone:
            acts.append(undone(len(acts) + 1, found.redo.pk))
            done.append(gone.pop())

    found = next_of(acts, undoable=UNDOABLE)
    assert (found.undo is None, found.redo is None) == (not done, not gone)
