"""The example plan "Exempel: nästa tjänst", made as people would make it: through the actions, by a demonstration user.

Two versions: a draft at which somebody is at work, with rules broken, warnings, waivers, follow-ups and milestones; and
a second one, mended and in review. All days follow from the day of loading, by the notice rules. The texts are text in
rows, as the facts have it, and so in Swedish.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, time, timedelta

from django.contrib.auth.base_user import AbstractBaseUser

from municipalities.models import Certainty
from providers.models import DeliveryArea, Service
from rollout import actions
from rollout.demo.next_service import (
    DAYS_AHEAD,
    FOLLOWS,
    PROVIDERS_NEEDED,
    SERVICE,
    STEPS,
    NextArea,
    NextService,
    Standing,
)
from rollout.models import Milestone, Phase, Plan
from rollout.notice import PhaseDays, add_working_days, filled

NAME, NAME_IN_REVIEW = "Exempel: nästa tjänst", "Exempel: nästa tjänst, för granskning"
NOTE = "Påhittat: ett exempel att öva på. Tjänsten finns inte, och ingen har bestämt något av detta."
INVENTED = "Påhittat."
REASON = "Exempeldata"
WAIVED_BECAUSE = "Påhittat: uppehållet är en vecka, och den som står på tur kan vänta så länge."
WORKING_DAYS_OF_GAP = 5
DAYS_TOO_SHORT = timedelta(days=14)

FOLLOWED_UP = 10  # areas with somebody who sees to them
OVERDUE = 3  # of them


@dataclass(frozen=True, slots=True)
class Team:
    """The demonstration users who play the parts; None where somebody else has their names."""

    editor: AbstractBaseUser | None
    planner: AbstractBaseUser | None
    approver: AbstractBaseUser | None


def make(made: NextService, *, team: Team, today: date) -> None:
    """Make both versions. The service and its areas are there already."""
    draft = actions.new_plan(
        from_service=Service.objects.get(pk=FOLLOWS),
        to_service=Service.objects.get(pk=SERVICE),
        by=team.editor,
        reason=REASON,
        is_example=True,
        name=NAME,
        note=NOTE,
        ready_providers=PROVIDERS_NEEDED,
        ready_days_ahead=DAYS_AHEAD,
    )
    phases = _add_phases(draft, made, team)
    _place(draft, made, phases, team)
    _add_milestones(draft, phases, team, today)
    _follow_up(draft, made, team, today)
    if team.editor:  # a warning is waived by name, or not at all
        actions.waive(draft, rule="no-gap", subject="phase:2", reason=WAIVED_BECAUSE, by=team.editor)
    _send_to_review(draft, made, team)


# --- Phases and who switches in them ----------------------------------------------------------------------------------


def phase_days(starts: Mapping[int, date]) -> dict[int, PhaseDays]:
    """The days of the phases as they lie in the draft.

    The first follows the rules. The second has a gap of a week, the third counts its notice from the start and gives it
    too short a period, and of the fourth the start is decided and the end of the agreements, but no notice yet.
    """
    first, second, third, fourth = (PhaseDays(new_service_starts_on=starts[step.number]) for step in STEPS)
    sent = add_working_days(second.new_service_starts_on, -1 - WORKING_DAYS_OF_GAP)
    counted = filled(replace(third, notice_counts_from=third.new_service_starts_on))
    third = replace(
        filled(third),
        notice_counts_from=counted.notice_counts_from,
        last_contract_day_on=counted.last_contract_day_on - DAYS_TOO_SHORT,
    )
    second = filled(replace(second, notice_sent_on=sent, last_referral_on=sent))
    fourth = replace(fourth, last_contract_day_on=filled(fourth).last_contract_day_on)
    return {1: filled(first), 2: second, 3: third, 4: fourth}


def _add_phases(draft: Plan, made: NextService, team: Team) -> dict[int, Phase]:
    return {
        number: actions.add_phase(
            draft,
            by=team.editor,
            reason=REASON,
            number=number,
            name=f"Etapp {number}",
            name_en=f"Phase {number}",
            note=INVENTED,
            **asdict(days),
        )
        for number, days in phase_days(made.starts).items()
    }


def _place(draft: Plan, made: NextService, phases: Mapping[int, Phase], team: Team) -> None:
    """Put all areas into their phases; but one municipality is in no phase yet, and one in another than its area."""
    lacking, stray = left_for_review(made)
    wishes = {place.code: phases[area.step] for area in made.places for place in area.places if place.code != lacking}
    actions.move(draft, wishes, by=team.editor, reason=REASON)
    actions.move(draft, {stray: phases[4]}, by=team.editor, reason=REASON)


def left_for_review(made: NextService) -> tuple[str, str]:
    """The codes of the municipality that the draft lacks and of the one that it splits from its area."""
    large = [area for area in made.places if len(area.places) > 2]
    lacking = next(area for area in large if area.step == 4)
    split = next(area for area in large if area.step == 3)
    return lacking.places[0].code, split.places[0].code


# --- Milestones and follow-ups ----------------------------------------------------------------------------------------


def _add_milestones(draft: Plan, phases: Mapping[int, Phase], team: Team, today: date) -> None:
    shared = {"certainty": Certainty.DERIVED, "by": team.editor, "reason": REASON}
    for values in (*_decisions(today), *_meetings(phases), *_notices(phases)):
        actions.save_milestone(draft, **{"note": INVENTED, **values}, **shared)


def _decisions(today: date) -> list[dict]:
    """What happens for the plan as a whole, around the day of loading."""
    return [
        _milestone(
            Milestone.Kind.DECISION,
            add_working_days(today, -10),
            "Exempel: beslut om att ersätta Rusta och matcha 2",
            "Example: decision to replace Rusta och matcha 2",
        ),
        _milestone(
            Milestone.Kind.PUBLICATION,
            add_working_days(today, 15),
            "Exempel: planen offentliggörs",
            "Example: the plan is made public",
        ),
        _milestone(
            Milestone.Kind.TENDER,
            add_working_days(today, 5),
            "Exempel: ansökan om avtal i etapp 1 och 2",
            "Example: applications for agreements in phases 1 and 2",
            until=add_working_days(today, 45),
        ),
        _milestone(
            Milestone.Kind.TENDER,
            add_working_days(today, 120),
            "Exempel: ansökan om avtal i etapp 3 och 4",
            "Example: applications for agreements in phases 3 and 4",
            until=add_working_days(today, 165),
        ),
    ]


MEETING_PLACES = {1: "Gävle", 2: "Göteborg", 3: "Uppsala", 4: "Umeå"}
WORKING_DAYS_BEFORE_START = 60
SEATS = 40
INVITATION = (
    "Påhittad inbjudan. Vi berättar hur etappen är tänkt och vilka dagar som gäller, och vill höra vad ni behöver för "
    "att kunna starta.\n\nAnmäl er organisation och hur många ni blir."
)


def _meetings(phases: Mapping[int, Phase]) -> list[dict]:
    return [
        _milestone(
            Milestone.Kind.DIALOGUE,
            add_working_days(phases[number].new_service_starts_on, -WORKING_DAYS_BEFORE_START),
            f"Exempel: dialogmöte i {place}",
            f"Example: dialogue meeting in {place}",
            phase=phases[number],
            place=f"Exempelhuset, {place}",
            starts_at=time(13),
            ends_at=time(15),
            invitation=INVITATION,
            sign_up_until=add_working_days(phases[number].new_service_starts_on, -WORKING_DAYS_BEFORE_START - 10),
            seats=SEATS,
            is_announced=True,
        )
        for number, place in MEETING_PLACES.items()
    ]


def _notices(phases: Mapping[int, Phase]) -> list[dict]:
    return [
        _milestone(
            Milestone.Kind.NOTICE,
            phase.notice_sent_on,
            f"Exempel: avtalen för Rusta och matcha 2 sägs upp i etapp {number}",
            f"Example: notice on the agreements for Rusta och matcha 2 in phase {number}",
            phase=phase,
        )
        for number, phase in phases.items()
        if phase.notice_sent_on
    ]


def _milestone(kind: Milestone.Kind, on: date, name: str, name_en: str, **values) -> dict:
    return {"kind": kind, "on": on, "name": name, "name_en": name_en, **values}


def _follow_up(draft: Plan, made: NextService, team: Team, today: date) -> None:
    """Somebody sees to the areas that lack providers, the soonest first; some of it should have been done by now."""
    areas = {area.name: area for area in DeliveryArea.objects.filter(service=SERVICE)}
    owners = (team.planner, team.editor, team.approver)
    for rank, area in enumerate(lacking_providers(made.places)[:FOLLOWED_UP]):
        actions.set_follow_up(
            draft,
            rule="digital-only" if area.standing is Standing.DIGITAL else "enough-ready",
            area=areas[area.name],
            owner=owners[rank % len(owners)],
            due_on=add_working_days(today, 7 * (rank + 1 - OVERDUE) - 2),
            note=FOLLOW_UP_NOTES[area.standing],
            by=team.editor,
        )


FOLLOW_UP_NOTES = {
    Standing.LATE: "Påhittat: den andra leverantören söker en lokal som kan öppna tidigare.",
    Standing.SINGLE: "Påhittat: en leverantör till har visat intresse.",
    Standing.DIGITAL: "Påhittat: fråga leverantörerna om ett kontor på plats.",
    Standing.NOBODY: "Påhittat: bjud in leverantörer i grannområdena.",
}


def lacking_providers(places: Iterable[NextArea]) -> list[NextArea]:
    """The areas that are not ready, those that switch first before the others."""
    return sorted((each for each in places if each.standing is not Standing.READY), key=lambda each: each.step)


# --- The version in review --------------------------------------------------------------------------------------------


def _send_to_review(draft: Plan, made: NextService, team: Team) -> None:
    """A copy in which nothing breaks a rule any more, proposed; its warnings still wait for somebody to accept them."""
    mended = actions.draft_from(draft, by=team.editor, reason=REASON)
    actions.describe(mended, name=NAME_IN_REVIEW, note=NOTE, by=team.editor, reason=REASON)
    phases = {phase.number: phase for phase in mended.phases.all()}
    lacking, stray = left_for_review(made)
    actions.move(mended, {lacking: phases[4], stray: phases[3]}, by=team.editor, reason=REASON)
    for number in (3, 4):
        days = filled(PhaseDays(new_service_starts_on=made.starts[number]))
        actions.edit_phase(
            phases[number],
            expected_revision=phases[number].revision,
            by=team.editor,
            reason=REASON,
            **asdict(days),
        )
    actions.propose(mended, by=team.editor, reason=REASON)
