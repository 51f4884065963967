"""Dialogue meetings: which there are for everybody to see, and who is coming. Questions to the database; no words.

A meeting is a milestone of a published plan, or of a draft that its editors chose to announce: then the meeting is
public, and nothing else of the draft. Its copies in other versions are the same meeting, known by `uid`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from providers.models import Provider
from rollout.models import MeetingSignUp, Milestone, Plan

OPEN_STAGES = (Plan.Stage.DRAFT, Plan.Stage.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as its latest public copy has it, and how many people are coming from all providers together."""

    row: Milestone
    people: int = 0

    @property
    def uid(self) -> UUID:
        return self.row.uid

    @property
    def last_day(self) -> date:
        return self.row.until or self.row.on

    @property
    def seats_left(self) -> int | None:
        """Seats that nobody has; None without a limit."""
        return None if self.row.seats is None else max(self.row.seats - self.people, 0)

    @property
    def is_of_published_plan(self) -> bool:
        return self.row.plan.stage == Plan.Stage.PUBLISHED

    def takes_sign_ups(self, on: date) -> bool:
        """Whether one can sign up on a day: the last day is given and not passed, full or not."""
        return self.row.sign_up_until is not None and on <= self.row.sign_up_until


def public_milestones() -> QuerySet[Milestone]:
    """The dialogue meetings that everybody may see, a row for each copy, the one that holds first. No query yet."""
    announced = Q(is_announced=True, plan__owner=None, plan__stage__in=OPEN_STAGES)
    rows = Milestone.objects.filter(kind=Milestone.Kind.DIALOGUE)
    rows = rows.filter(Q(plan__stage=Plan.Stage.PUBLISHED) | announced)
    return rows.select_related("plan__from_service", "plan__to_service", "phase", "source")


def meetings() -> list[Meeting]:
    """All meetings in order of time. Two queries."""
    return _counted(_one_of_each(public_milestones()))


def upcoming(*, on: date) -> list[Meeting]:
    """The meetings that have not passed on a day. Two queries."""
    return [meeting for meeting in meetings() if meeting.last_day >= on]


def open_for(provider: Provider, *, on: date) -> list[Meeting]:
    """The meetings that a provider can still sign up for on a day, and has not. Three queries."""
    signed_up = set(sign_ups(provider=provider).values_list("meeting", flat=True))
    return [
        meeting
        for meeting in upcoming(on=on)
        if meeting.takes_sign_ups(on) and meeting.uid not in signed_up and meeting.seats_left != 0
    ]


def get_meeting(uid: UUID) -> Meeting:
    """A meeting that everybody may see. Two queries. Raises Http404."""
    found = _one_of_each(public_milestones().filter(uid=uid))
    if not found:
        raise Http404
    return _counted(found)[0]


def sign_ups(**narrowed) -> QuerySet[MeetingSignUp]:
    """The sign-ups that stand, with provider and person. One query."""
    rows = MeetingSignUp.objects.filter(withdrawn_at=None, **narrowed)
    return rows.select_related("provider", "by").order_by("provider__sort_key")


def _one_of_each(rows: Iterable[Milestone]) -> list[Milestone]:
    """Of the copies of each meeting the one of the published plan, else of the latest version; in order of time."""
    best: dict[UUID, Milestone] = {}
    for row in sorted(rows, key=lambda row: (row.plan.stage == Plan.Stage.PUBLISHED, row.plan.version or 0, row.pk)):
        best[row.uid] = row
    return sorted(best.values(), key=lambda row: (row.on, row.starts_at is not None, str(row.starts_at), row.pk))


def _counted(rows: Collection[Milestone]) -> list[Meeting]:
    people: dict[UUID, int] = defaultdict(int)
    for uid, number in sign_ups(meeting__in=[row.uid for row in rows]).values_list("meeting", "people"):
        people[uid] += number
    return [Meeting(row, people[row.uid]) for row in rows]
