"""Who is where in a plan: the map of phases, the table of municipalities by area, and the same for the script."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from municipalities.swedish import search_key
from rollout.forms.moves import NOWHERE, MoveForm, written
from rollout.pages.maps import page_map
from rollout.pages.words import phase_key, told_class
from rollout.plan_ground import PlanGround

LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the reader narrows the table by: words of a name or a code, and the key of a phase or "-" for none."""

    words: str = ""
    phase: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "Narrowing":
        """What an address asks for; what makes no sense narrows to nothing and is seen in the form."""
        return cls(query.get("q", "")[:LONGEST_SEARCH].replace("\x00", ""), query.get("phase", "")[:20])

    def query(self) -> str:
        """The same as an address asks for it."""
        return urlencode({name: value for name, value in (("q", self.words), ("phase", self.phase)) if value})

    def in_words(self, ground: PlanGround) -> list[tuple[str, str]]:
        """What the table is narrowed by, for a file."""
        labels = {str(phase.pk): phase.label for phase in ground.phases} | {NOWHERE: pgettext("phase", "No phase")}
        told = (
            (_("Municipality, code or area"), self.words),
            (_("Phase"), labels.get(self.phase, self.phase)),
        )
        return [(label, value) for label, value in told if value]

    def shows(self, code: str, name: str, area: str, phase: int | None) -> bool:
        """Whether a municipality is shown: by its name, its code or its area's name, and by its phase."""
        wanted = search_key(self.words)
        found = wanted in search_key(name) or code.startswith(self.words.strip()) or wanted in search_key(area)
        return found and self.phase in ("", NOWHERE if phase is None else str(phase))


def phase_classes(ground: PlanGround) -> dict[int | None, dict]:
    """Sign, colour and word of each phase by its key; of none by None."""
    told = {phase.pk: told_class(phase_key(phase.number), phase.label) for phase in ground.phases}
    return {**told, None: told_class("nophase", pgettext("phase", "No phase"))}


def told_places(ground: PlanGround, narrowing: Narrowing, form: MoveForm | None, *, listed: bool = True) -> dict:
    """The municipalities by area with what is ticked, where they are listed, and what the bar below them needs."""
    classes, ticked = phase_classes(ground), set(form.chosen if form else ())
    groups = [
        _group(area, codes, ground, classes, narrowing, ticked)
        for area, codes in (_areas_and_rest(ground).items() if listed else ())
    ]
    return {
        "groups": [group for group in groups if group["rows"]],
        "shown": sum(len(group["rows"]) for group in groups),
        "whole": len(ground.municipalities),
        "narrowing": narrowing,
        "move": form,
        "seen": written({code: ground.phase_of.get(code) for code in ground.municipalities}),
        "targets": [
            *({"key": phase.pk, "word": phase.label, "number": phase.number} for phase in ground.phases),
            {"key": NOWHERE, "word": pgettext("phase", "No phase"), "number": None},
        ],
        "reason": form["reason"].value() if form and form.is_bound else "",
        "to": form.data.get("to", "") if form and form.is_bound else "",
    }


def _areas_and_rest(ground: PlanGround) -> Mapping[int | None, tuple[str, ...]]:
    rest = tuple(code for code in ground.municipalities if code not in ground.area_of)
    return {**ground.members, None: rest}


def _group(
    area: int | None,
    codes: tuple[str, ...],
    ground: PlanGround,
    classes: Mapping[int | None, dict],
    narrowing: Narrowing,
    ticked: set[str],
) -> dict:
    name = ground.areas[area] if area else ""
    rows = [
        {
            "code": code,
            "name": ground.municipalities[code],
            "phase": classes[ground.phase_of.get(code)],
            "ticked": code in ticked,
        }
        for code in codes
        if narrowing.shows(code, ground.municipalities[code], name, ground.phase_of.get(code))
    ]
    return {"area": area, "name": name, "whole": len(codes), "rows": rows, "split": area in ground.split}


def told_map(ground: PlanGround) -> str:
    """The country in the colours of the phases; empty where some municipality has no shape, as in a test."""
    classes, counts = phase_classes(ground), ground.counts
    words = [f"{classes[phase.pk]['word']}: {counts[phase.pk]}" for phase in ground.phases]
    words += [f"{classes[None]['word']}: {counts[None]}"] if counts[None] else []
    return page_map(
        {code: classes[ground.phase_of.get(code)]["key"] for code in ground.municipalities},
        shown=ground.municipalities,
        title=_("The municipalities by phase"),
        words=", ".join(words),
    )


def place_state(ground: PlanGround) -> dict:
    """The same for the script: where everything is, and what it is called."""
    classes = phase_classes(ground)
    return {
        "phases": {str(phase.pk): {"number": phase.number, **classes[phase.pk]} for phase in ground.phases}
        | {NOWHERE: {"number": None, **classes[None]}},
        "phaseOf": {code: str(ground.phase_of.get(code, NOWHERE)) for code in ground.municipalities},
        "members": {str(area): list(codes) for area, codes in ground.members.items()},
        "split": [str(area) for area in sorted(ground.split)],
        "names": dict(ground.municipalities),
        "areas": {str(area): name for area, name in ground.areas.items()},
        "seen": written({code: ground.phase_of.get(code) for code in ground.municipalities}),
        "words": script_words(),
    }


def script_words() -> dict[str, str]:
    """What the script says, with holes for what it fills in."""
    return {
        "nothing": _("Nothing chosen"),
        "place": _("1 municipality"),
        "places": _("{number} municipalities"),
        "area": _("1 area"),
        "areas": _("{number} areas"),
        "hidden": _("– {number} of them hidden by the search"),
        "move": _("Move {places} to {phase}"),
        "moveChosen": _("Move the chosen ones"),
        "failed": _("It could not be saved: the server did not answer as it should. What you wrote is still here."),
        "busy": _("Somebody else is saving just now. Save again in a moment; what you wrote is still here."),
        "signedOut": _(
            "You have been signed out. Sign in in another tab and save again; what you wrote is still here."
        ),
    }
