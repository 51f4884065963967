"""The pages of dialogue meetings: the list, and one meeting with its invitation, its sign-up and who is coming."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from providers.models import Provider
from rollout import meetings
from rollout.forms.subscriptions import SignUpForm
from rollout.meetings import Meeting
from rollout.models import MeetingSignUp
from rollout.pages.asked import Crumb
from rollout.pages.lists.frame import files_of
from rollout.pages.lists.people import COMING
from rollout.portal_access import look_of, providers_of
from rollout.roles import VIEW_DRAFTS


@dataclass(frozen=True, slots=True)
class Ours:
    """A provider of the reader's, and what it has to do with a meeting. form: where it can sign up, or change it."""

    provider: Provider
    sign_up: MeetingSignUp | None
    form: SignUpForm | None
    may_act: bool


def meetings_page(request: HttpRequest, *, today: date) -> dict:
    """The context of `rollout/meetings/list.html`. Three to five queries."""
    every = meetings.meetings()
    ours = {row.meeting for row in meetings.sign_ups(provider__in=[provider.pk for provider, _may in _ours(request)])}
    told = [{"meeting": each, "signed_up": each.uid in ours, "open": each.takes_sign_ups(today)} for each in every]
    return {
        "ahead": [each for each in told if each["meeting"].last_day >= today],
        "behind": [each for each in reversed(told) if each["meeting"].last_day < today],
        "crumbs": [Crumb(_("Dialogue meetings"))],
        "unknown_parameters": sorted(request.GET),
        "keep": "",
    }


def meeting_page(
    request: HttpRequest, meeting: Meeting, *, today: date, sent: SignUpForm | None = None, by: int | None = None
) -> dict:
    """The context of `rollout/meetings/detail.html`. Three to five queries.

    sent: a form that was refused, of the provider with the key `by`.
    """
    coming = list(meetings.sign_ups(meeting=meeting.uid))
    holds = request.user.has_perm(VIEW_DRAFTS)
    return {
        "meeting": meeting,
        "row": meeting.row,
        "has_been": meeting.last_day < today,
        "takes_sign_ups": meeting.takes_sign_ups(today),
        "ours": _of_ours(request, meeting, coming, today, sent, by),
        "holds": holds,
        "coming": coming if holds else [],
        "lists": files_of([COMING], reverse("meeting-detail", args=[meeting.uid]), ""),
        "crumbs": [Crumb(_("Dialogue meetings"), reverse("meeting-list")), Crumb(meeting.row.label)],
        "unknown_parameters": sorted(request.GET),
        "keep": "",
    }


def _of_ours(
    request: HttpRequest,
    meeting: Meeting,
    coming: Sequence[MeetingSignUp],
    today: date,
    sent: SignUpForm | None,
    by: int | None,
) -> list[Ours]:
    rows = {row.provider_id: row for row in coming}
    is_open = meeting.takes_sign_ups(today)
    found = []
    for provider, may_act in _ours(request):
        row = rows.get(provider.pk)
        form = sent if sent is not None and provider.pk == by else sign_up_form(provider, row)
        found.append(Ours(provider, row, form if is_open and may_act else None, may_act))
    return found


def sign_up_form(provider: Provider, row: MeetingSignUp | None = None, data=None) -> SignUpForm:
    """The form of a provider, with what it said before."""
    initial = {"people": row.people, "note": row.note} if row else None
    return SignUpForm(data, initial=initial, auto_id=f"sign-up-{provider.pk}-%s")


def _ours(request: HttpRequest) -> list[tuple[Provider, bool]]:
    """The providers that the reader acts for, and one that is only looked at; whether anything can be done for it."""
    found = [(provider, True) for provider in providers_of(request.user)]
    look = look_of(request) if request.user.is_authenticated else None
    if look and look.provider_id not in {provider.pk for provider, _may in found}:
        found.append((look.provider, False))
    return found
