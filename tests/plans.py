"""A small plan for the tests of actions: a country of four municipalities in three areas, and two phases of them."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser

from municipalities.models import Municipality
from providers.models import DeliveryArea
from rollout import actions
from rollout.checks import check
from rollout.models import Phase, Plan
from rollout.notice import last_contract_day, notice_counts_from
from tests import factories as make

SENT = date(2021, 9, 28)


def moment(text: str) -> datetime:
    """A moment in Swedish time, such as 2021-09-22 10:00."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Stockholm"))


def days(sent: date = SENT, **others: date | None) -> dict[str, date | None]:
    """The five days as the notice rules have them, of a notice sent on a day; the new service starts when it counts."""
    counts = notice_counts_from(sent)
    found = {
        "notice_sent_on": sent,
        "notice_counts_from": counts,
        "last_referral_on": sent,
        "last_contract_day_on": last_contract_day(counts),
        "new_service_starts_on": counts,
    }
    return {**found, **others}


@dataclass
class World:
    """A draft by `editor` with everything in place but the approval of `approver`."""

    plan: Plan
    first: Phase
    second: Phase
    areas: list[DeliveryArea]
    municipalities: list[Municipality]
    editor: AbstractBaseUser
    approver: AbstractBaseUser

    def copy(self) -> "World":
        """The same rows in objects of its own, so that what a test does to them is not seen by the next."""
        return deepcopy(self)

    def codes(self, phase: Phase) -> set[str]:
        return set(phase.switches.values_list("municipality", flat=True))

    def edit(self, phase: Phase, **values) -> Phase:
        """An edit by somebody who has just read the phase."""
        phase.refresh_from_db()
        return actions.edit_phase(phase, expected_revision=phase.revision, by=self.editor, **values)

    def publish(self, plan: Plan | None = None, *, at: datetime | None = None) -> Plan:
        """The whole way: warnings waived, proposed, approved, published."""
        self.approve(plan := plan or self.plan)
        actions.publish(plan, by=self.approver, at=at)
        return plan

    def approve(self, plan: Plan | None = None) -> Plan:
        self.waive_all(plan := plan or self.plan)
        actions.propose(plan, by=self.editor)
        actions.approve(plan, seen_revision=plan.revision, by=self.approver)
        return plan

    def waive_all(self, plan: Plan) -> None:
        if warnings := [(finding.rule, finding.subject) for finding in check(plan).unwaived]:
            actions.waive_all(plan, warnings, reason="Beslutat så.", by=self.editor)


def make_world() -> World:
    editor, approver = make.make_user(username="redaktor-prov"), make.make_user(username="beslutare-prov")
    municipalities = make.make_municipalities(4)
    areas = [make.make_area(some) for some in (municipalities[:2], municipalities[2:3], municipalities[3:])]
    plan = actions.new_plan(from_service=make.make_service("stom"), to_service=make.make_service("rom"), by=editor)
    first = actions.add_phase(plan, name="Etapp 1", by=editor, **days(date(2021, 5, 17)))
    second = actions.add_phase(plan, name="Etapp 2", by=editor, **days())
    actions.move_areas(plan, areas[:1], to=first, by=editor)
    actions.move_areas(plan, areas[1:], to=second, by=editor)
    return World(plan, first, second, areas, municipalities, editor, approver)
