"""The latest acts upon a plan in a few words each, and what undo and redo would do. The whole log is another page."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rollout.actions.undoing import UNDOABLE
from rollout.models import Change, Phase, Plan, Switch
from rollout.undo_stack import next_of

SHOWN = 8


@dataclass(frozen=True)
class Touched:
    """What acts did to rows, as far as a few words need it: by key of the act.

    moved: municipalities by name of the phase they came to, "" for none. phases: names of the phases.
    """

    moved: Mapping[int, Counter[str]]
    phases: Mapping[int, list[str]]


def told_acts(plan: Plan, user: AbstractBaseUser, *, edits: bool, names_people: bool) -> dict:
    """The latest acts, and the reader's own that would be undone or done again next. Three queries."""
    every = list(plan.changes.order_by("number"))
    by_key = {change.pk: change for change in every}
    own = next_of((each for each in every if each.by_id == user.pk), undoable=UNDOABLE) if edits else None
    latest = every[: -SHOWN - 1 : -1]
    roots = {_root(each, by_key).pk for each in [*latest, *(filter(None, [own.undo, own.redo]) if own else [])]}
    touched = _touched(plan, roots)
    return {
        "latest": [_told(each, by_key, touched, names_people) for each in latest],
        "undo": _offered(own.undo, by_key, touched) if own else None,
        "redo": _offered(own.redo, by_key, touched) if own else None,
        "more": len(every) - len(latest),
    }


def _told(change: Change, by_key: Mapping[int, Change], touched: Touched, names_people: bool) -> dict:
    words = act_words(_root(change, by_key), touched)
    depth = _depth(change, by_key)
    if depth:
        taken_back, again = _("Undone: %(what)s"), _("Done again: %(what)s")
        words = (taken_back if depth % 2 else again) % {"what": words[:1].lower() + words[1:]}
    return {
        "pk": change.pk,
        "words": words,
        "by": change.by_name if names_people else "",
        "at": change.at,
        "reason": change.reason,
    }


def _offered(change: Change | None, by_key: Mapping[int, Change], touched: Touched) -> dict | None:
    if change is None:
        return None
    words = act_words(_root(change, by_key), touched)
    return {"pk": change.pk, "words": words[:1].lower() + words[1:]}


def act_words(change: Change, touched: Touched) -> str:
    """What an act did, such as "Moved 12 municipalities to Phase 3"."""
    if change.kind == Change.Kind.MOVED and (moved := touched.moved.get(change.pk)):
        return _moved_words(moved)
    if phases := touched.phases.get(change.pk):
        known = {"phase": ", ".join(dict.fromkeys(phases))}
        told = {
            Change.Kind.PHASE_ADDED: _("Added %(phase)s"),
            Change.Kind.PHASE_EDITED: _("Edited %(phase)s"),
            Change.Kind.PHASE_SHIFTED: _("Moved %(phase)s in time"),
            Change.Kind.PHASE_REMOVED: _("Removed %(phase)s"),
        }
        if change.kind in told:
            return told[change.kind] % known
    return change.get_kind_display()


def _moved_words(moved: Counter[str]) -> str:
    number = moved.total()
    if len(moved) > 1:
        text = ngettext("Moved %(number)d municipality", "Moved %(number)d municipalities", number)
        return text % {"number": number}
    (phase,) = moved
    if not phase:
        text = ngettext(
            "Took %(number)d municipality out of its phase",
            "Took %(number)d municipalities out of their phases",
            number,
        )
    else:
        text = ngettext(
            "Moved %(number)d municipality to %(phase)s", "Moved %(number)d municipalities to %(phase)s", number
        )
    return text % {"number": number, "phase": phase}


def _touched(plan: Plan, changes: Collection[int]) -> Touched:
    moved: dict[int, Counter[str]] = defaultdict(Counter)
    phases: dict[int, list[str]] = defaultdict(list)
    kept = Phase.history.model.objects.filter(plan_id=plan.pk).order_by("history_id")
    labels = {}
    for row in kept:
        labels[row.id] = row.instance.label
        if row.change_id in changes:
            phases[row.change_id].append(row.instance.label)
    gone = pgettext("phase", "a phase that is gone")
    rows = Switch.history.model.objects.filter(change__in=changes, change__kind=Change.Kind.MOVED)
    for change, phase, sort in rows.values_list("change", "phase", "history_type"):
        moved[change]["" if sort == "-" else labels.get(phase, gone)] += 1
    return Touched(moved, phases)


def _root(change: Change, by_key: Mapping[int, Change]) -> Change:
    while change.undoes_id is not None and change.undoes_id in by_key:
        change = by_key[change.undoes_id]
    return change


def _depth(change: Change, by_key: Mapping[int, Change]) -> int:
    depth = 0
    while change.undoes_id is not None and change.undoes_id in by_key:
        change, depth = by_key[change.undoes_id], depth + 1
    return depth
