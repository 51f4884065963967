"""Moves between phases, as chosen on the map and in the table, as pasted, and as chosen anew after a conflict.

Which municipality goes where, and where the editor saw it, is written as `12:0114 0115;-:0180`: the key of a phase, or
a dash for none, and its municipalities.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from rollout.forms.fields import THEIRS, ReasonField
from rollout.models import Phase

NOWHERE = "-"
LONGEST = 200_000


def written(phase_of: Mapping[str, int | None]) -> str:
    """Municipalities and the keys of their phases as one line."""
    codes = defaultdict(list)
    for code, phase in sorted(phase_of.items()):
        codes[NOWHERE if phase is None else str(phase)].append(code)
    return ";".join(f"{phase}:{' '.join(found)}" for phase, found in sorted(codes.items()))


def read(text: str) -> dict[str, int | None]:
    """What `written` wrote. Raises ValidationError for anything else."""
    found: dict[str, int | None] = {}
    for part in filter(None, text.strip().split(";")):
        phase, colon, codes = part.partition(":")
        known = phase == NOWHERE or (phase.isascii() and phase.isdigit() and len(phase) < 16)
        if not colon or not known or not all(code.isascii() and code.isdigit() for code in codes.split()):
            raise forms.ValidationError(_("The list of municipalities cannot be read. Choose them again."))
        found.update(dict.fromkeys(codes.split(), None if phase == NOWHERE else int(phase)))
    return found


class WrittenMovesField(forms.CharField):
    """Municipalities and phases as one line; an empty one for none."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=LONGEST)

    def clean(self, value: str) -> dict[str, int | None]:
        return read(super().clean(value))


class MoveForm(forms.Form):
    """Municipalities and areas to put into one phase, or wishes already written down.

    Once valid: `wishes` is code → key of a phase or None, `seen` where the editor saw those municipalities.
    """

    key = "move"

    to = forms.CharField(required=False, max_length=20)
    wishes = WrittenMovesField()
    seen = WrittenMovesField()
    reason = ReasonField()

    def __init__(self, data=None, *, phases: Iterable[Phase], members: Mapping[int, Iterable[str]], **options) -> None:
        self.phases = {phase.pk: phase for phase in phases}
        self.members = members
        super().__init__(data, auto_id=f"{self.key}-%s", **options)

    @property
    def chosen(self) -> list[str]:
        """The municipalities that are ticked, one by one or with their area."""
        areas = [int(key) for key in self._sent("area") if key.isascii() and key.isdigit() and len(key) < 16]
        codes = [code for area in areas for code in self.members.get(area, ())]
        return list(dict.fromkeys([*self._sent("code"), *codes]))

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        wishes = cleaned["wishes"] or self._ticked(cleaned["to"])
        kept = {code: phase for code, phase in wishes.items() if self.data.get(f"keep-{code}") != THEIRS}
        unknown = [phase for phase in kept.values() if phase is not None and phase not in self.phases]
        if unknown:
            raise forms.ValidationError(_("The phase is not one of this plan's, or somebody else has removed it."))
        cleaned["wishes"] = {code: self.phases.get(phase) for code, phase in kept.items()}
        cleaned["seen"] = {code: phase for code, phase in cleaned["seen"].items() if code in kept}
        return cleaned

    def _ticked(self, to: str) -> dict[str, int | None]:
        if not self.chosen:
            raise forms.ValidationError(_("Choose at least one municipality or area first."))
        if to != NOWHERE and not (to.isascii() and to.isdigit()):
            raise forms.ValidationError({"to": _("Choose the phase to move to.")})
        return dict.fromkeys(self.chosen, None if to == NOWHERE else int(to))

    def _sent(self, name: str) -> list[str]:
        return self.data.getlist(name) if self.is_bound else []


class PasteForm(forms.Form):
    """Rows from a spreadsheet; first looked at, then saved."""

    key = "paste"

    rows = forms.CharField(
        label=_("Rows"),
        max_length=LONGEST,
        error_messages={
            "required": _("Paste at least one row."),
            "max_length": _("That is too much text to be rows of this plan."),
        },
    )
    seen = WrittenMovesField()
    reason = ReasonField()

    def __init__(self, data=None, **options) -> None:
        super().__init__(data, auto_id=f"{self.key}-%s", **options)
