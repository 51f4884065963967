"""Pasted rows in words: what is wrong with a line, and what would be moved."""

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from rollout.forms.moves import PasteForm
from rollout.pages.workspace_places import phase_classes
from rollout.pasting import Fault, Named, Pasted, parse
from rollout.plan_ground import PlanGround

FAULTS_SHOWN = 50

FAULT_WORDS = {
    "no-phase": gettext_lazy("“%(value)s” gives no phase. Write the place, a tab or a semicolon, and the phase."),
    "unknown-phase": gettext_lazy("The plan has no phase “%(value)s”."),
    "unknown-place": gettext_lazy("“%(value)s” is neither a municipality nor a delivery area of this plan."),
    "disagree": gettext_lazy("“%(value)s” and “%(other)s” are different places."),
    "twice": gettext_lazy("%(value)s is given another phase than on line %(other)s."),
    "too-many": gettext_lazy("%(value)s rows are too many; at most %(other)s are read."),
}


def fault_words(fault: Fault) -> str:
    """What is wrong with a line."""
    return FAULT_WORDS[fault.kind] % {"value": fault.value, "other": fault.other}


def named_in(ground: PlanGround) -> Named:
    """What pasted rows can name in a plan."""
    return Named(
        municipalities=ground.municipalities,
        areas={
            key: (name, frozenset(ground.members[key])) for key, name in ground.areas.items() if key in ground.members
        },
        phases={phase.pk: (str(phase.number), phase.name, phase.name_en) for phase in ground.phases},
    )


def read_pasted(form: PasteForm, ground: PlanGround) -> Pasted:
    """What the rows of a valid form come to in a plan."""
    return parse(form.cleaned_data["rows"], named_in(ground))


def told_paste(form: PasteForm, pasted: Pasted, ground: PlanGround) -> dict:
    """What would be moved where, or what is wrong with which line."""
    moves = {code: to for code, to in pasted.wishes.items() if ground.phase_of.get(code) != to}
    classes = phase_classes(ground)
    ways = Counter((ground.phase_of.get(code), to) for code, to in moves.items())
    return {
        "form": form,
        "rows": pasted.rows,
        "faults": [{"line": each.line, "words": fault_words(each)} for each in pasted.faults[:FAULTS_SHOWN]],
        "more_faults": max(0, len(pasted.faults) - FAULTS_SHOWN),
        "also_areas": pasted.also_areas,
        "unchanged": len(pasted.wishes) - len(moves),
        "moved": len(moves),
        "ways": [
            {
                "before": classes[before],
                "after": classes[after],
                "number": number,
                "names": _names(ground, [code for code in moves if _way(ground, code, moves) == (before, after)]),
            }
            for (before, after), number in sorted(ways.items(), key=lambda each: -each[1])
        ],
    }


def _way(ground: PlanGround, code: str, moves: Mapping[str, int | None]) -> tuple[int | None, int | None]:
    return ground.phase_of.get(code), moves[code]


def _names(ground: PlanGround, codes: list[str]) -> str:
    wanted = set(codes)
    return ", ".join(name for code, name in ground.municipalities.items() if code in wanted)
