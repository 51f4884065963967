"""The forms of imports: a file with the few questions of its kind, and why an import is undone."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rollout.forms.fields import ReasonField
from rollout.forms.portal import PortalForm
from rollout.forms.steps import dress
from rollout.imports.kinds import Kind
from rollout.size_limit import MOST_IMPORTED_BYTES


class ImportForm(PortalForm):
    """A file of a kind, and what is asked beside it."""

    key = "import"

    file = forms.FileField(allow_empty_file=True, error_messages={"required": _("Choose a file first.")})

    def __init__(self, data=None, *, kind: Kind, **options) -> None:
        self.kind = kind
        super().__init__(data, **options)
        for question in kind.questions:
            self.fields[question.name] = question.field()
        endings = ", ".join(ending.removeprefix(".").upper() for ending in kind.endings)
        self.fields["file"].label = _("File (%(endings)s)") % {"endings": endings}
        dress(self)
        self.fields["file"].widget.attrs |= {
            "accept": ",".join(kind.endings),
            "data-most-bytes": MOST_IMPORTED_BYTES - 100_000,  # the form around it counts too
        }

    def answers(self) -> dict[str, str]:
        """The answers as they are kept."""
        return {question.name: _kept(self.cleaned_data.get(question.name)) for question in self.kind.questions}


class UndoForm(PortalForm):
    """Why an import is undone."""

    key = "undo"

    reason = ReasonField(widget=forms.TextInput(attrs={"maxlength": 1000}))


def _kept(value: Any) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(getattr(value, "pk", value))
