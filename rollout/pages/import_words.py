"""Imports in words: their kinds and states, what was answered, what a job does, what a list of lines is called."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rollout.imports.kinds import KINDS
from rollout.models import Import, ImportPage

State, Step, Sort = Import.State, Import.Step, ImportPage.Sort

STATE_WORDS: dict[str, Promise] = {
    State.FAULTY: gettext_lazy("has faults, nothing saved"),
    State.READY: gettext_lazy("checked, not saved"),
    State.SAVED: gettext_lazy("saved"),
    State.FAILED: gettext_lazy("failed, nothing saved"),
    State.STOPPED: gettext_lazy("stopped, nothing saved"),
    State.UNDONE: gettext_lazy("undone"),
    State.DISCARDED: gettext_lazy("discarded"),
}
STEP_WORDS: dict[str, Promise] = {
    Step.CHECK: gettext_lazy("being checked"),
    Step.SAVE: gettext_lazy("being saved"),
    Step.UNDO: gettext_lazy("being undone"),
}
RUNNING_WORDS: dict[str, Promise] = {
    Step.CHECK: gettext_lazy("The file is being checked"),
    Step.SAVE: gettext_lazy("The import is being saved"),
    Step.UNDO: gettext_lazy("The import is being undone"),
}
LISTS: dict[str, Promise] = {
    Sort.IN_THE_WAY: gettext_lazy("In the way"),
    Sort.ERROR: gettext_lazy("Faults"),
    Sort.CHANGED: pgettext_lazy("rows", "Changed"),
    Sort.GONE: gettext_lazy("Gone"),
    Sort.NEW: gettext_lazy("New"),
    Sort.REMARK: gettext_lazy("Remarks"),
}


def title_of(kind: str) -> str:
    """What a kind is called; its key, where there is no such kind any more."""
    return str(KINDS[kind].title) if kind in KINDS else kind


def state_in_words(row: Import) -> str:
    """How far an import has come."""
    return str(STEP_WORDS[row.step] if row.state == State.RUNNING else STATE_WORDS[row.state])


def answers_in_words(row: Import) -> list[tuple[str, str]]:
    """What was asked beside the file, with what was answered; what was left open is said to be so."""
    kind = KINDS.get(row.kind)
    told = []
    for question in kind.questions if kind else ():
        field, answer = question.field(), row.asked.get(question.name, "")
        choices = {str(key): str(label) for key, label in getattr(field, "choices", ())}
        told.append((str(field.label), choices.get(answer, answer) or _("not said")))
    return told
