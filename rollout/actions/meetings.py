"""Signing up for a dialogue meeting and withdrawing, for a provider. Who may, is asked before (`portal_access`)."""

from datetime import date
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from providers.models import Provider
from rollout import meetings
from rollout.actions.recording import name_of
from rollout.actions.refusals import Refused
from rollout.models import MeetingSignUp, Milestone


@transaction.atomic
def sign_up(
    uid: UUID, *, provider: Provider, people: int, by: AbstractBaseUser, on: date, note: str = ""
) -> MeetingSignUp:
    """Sign a provider up for a meeting with a number of people; once more to change the number or the message.

    Raises Refused, by field: too late, too few seats left. Http404 where the meeting is not to be seen.
    """
    _wait_for(uid)
    meeting = meetings.get_meeting(uid)
    if not meeting.takes_sign_ups(on):
        raise Refused(_("The last day to sign up has passed."))
    before = meetings.sign_ups(meeting=uid, provider=provider).first()
    left = meeting.seats_left
    if left is not None and people > left + (before.people if before else 0):
        free = left + (before.people if before else 0)
        told = ngettext("Only %(number)d seat is left.", "Only %(number)d seats are left.", free) % {"number": free}
        raise Refused({"people": told if free else _("There is no seat left.")})
    if before:
        _close(before)
    row = MeetingSignUp(meeting=uid, provider=provider, people=people, note=note.strip(), by=by, by_name=name_of(by))
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def withdraw_sign_up(uid: UUID, *, provider: Provider, on: date) -> None:
    """Take a sign-up back, up to and including the day of the meeting. Raises Refused where there is none."""
    _wait_for(uid)
    if meetings.get_meeting(uid).last_day < on:
        raise Refused(_("The meeting is over."))
    row = meetings.sign_ups(meeting=uid, provider=provider).first()
    if row is None:
        raise Refused(_("The provider is not signed up."))
    _close(row)


def _close(row: MeetingSignUp) -> None:
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])


def _wait_for(uid: UUID) -> None:
    """Seats are counted by one at a time: others who sign up for the meeting wait for its rows."""
    list(Milestone.objects.select_for_update().filter(uid=uid).order_by("pk").values_list("pk", flat=True))
