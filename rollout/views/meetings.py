"""Dialogue meetings: for everybody to read, and for the members of a provider to sign up for."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from providers.models import Provider
from rollout import meetings
from rollout.actions import Refused
from rollout.actions.meetings import sign_up, withdraw_sign_up
from rollout.calendars import Entry, calendar_file
from rollout.clock import today
from rollout.followed import milestone_facts
from rollout.models import Milestone
from rollout.pages import meetings as pages
from rollout.pages.lists.others import MEETINGS
from rollout.pages.lists.people import COMING
from rollout.permissions import require
from rollout.portal_access import enter
from rollout.roles import VIEW_DRAFTS
from rollout.views.planning_answer import REFUSED, add_faults, sign_in_first
from rollout.views.with_lists import only_files, with_lists


@with_lists("rollout/meetings/list.html", MEETINGS)
def meeting_list(request: HttpRequest) -> dict:
    """The meetings ahead, and those that have been."""
    return pages.meetings_page(request, today=today())


@require_safe
def meeting_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One meeting: invitation, sign-up, and for those who hold it who is coming."""
    context = pages.meeting_page(request, meetings.get_meeting(uid), today=today())
    return render(request, "rollout/meetings/detail.html", context)


@sign_in_first
@only_files(COMING)
def meeting_files(request: HttpRequest, uid: UUID) -> dict:
    """Who is coming to a meeting, for those who hold it."""
    require(request.user, VIEW_DRAFTS)
    return pages.meeting_page(request, meetings.get_meeting(uid), today=today())


@require_safe
def meeting_calendar(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The meeting as a calendar file: the same event as in the calendars of those who follow its plan."""
    row = meetings.get_meeting(uid).row
    url = request.build_absolute_uri(reverse("meeting-detail", args=[uid]))
    entry = _entry(row, url)
    content = calendar_file([entry], name=row.label, language=get_language())
    headers = {"Content-Disposition": f'attachment; filename="dialogmote-{row.on.isoformat()}.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _entry(row: Milestone, url: str) -> Entry:
    """The event; of all copies of the milestone, so that the sequence never goes back when a plan is published."""
    states = list(Milestone.history.filter(uid=row.uid).order_by("history_id").values_list("history_date", flat=True))
    made, changed = (states[0], states[-1]) if states else (row.plan.published_at or timezone.now(),) * 2
    return Entry(milestone_facts(row)[0], made, changed, sequence=max(len(states) - 1, 0), url=url)


@require_POST
@sign_in_first
def meeting_sign_up(request: HttpRequest, uid: UUID, provider: int) -> HttpResponse:
    """Sign a provider of the reader's up, or change how many are coming."""
    meeting, ours = meetings.get_meeting(uid), _ours(request, provider)
    form = pages.sign_up_form(ours, data=request.POST)
    if form.is_valid() and _carried_out(
        form, lambda: sign_up(uid, provider=ours, by=request.user, on=today(), **form.cleaned_data)
    ):
        messages.success(request, _("%(provider)s is signed up.") % {"provider": ours.name})
        return _back(uid)
    context = pages.meeting_page(request, meeting, today=today(), sent=form, by=ours.pk)
    return render(request, "rollout/meetings/detail.html", context, status=REFUSED)


@require_POST
@sign_in_first
def meeting_withdraw(request: HttpRequest, uid: UUID, provider: int) -> HttpResponse:
    """Take a sign-up back."""
    meetings.get_meeting(uid)
    ours = _ours(request, provider)
    try:
        withdraw_sign_up(uid, provider=ours, on=today())
        messages.success(request, _("%(provider)s is no longer signed up.") % {"provider": ours.name})
    except Refused as refused:
        messages.error(request, " ".join(refused.messages))
    return _back(uid)


def _ours(request: HttpRequest, pk: int) -> Provider:
    """A provider that the reader is a member of; by a look nobody is signed up. Raises Http404."""
    entrance = enter(request, pk)
    if entrance.look is not None:
        raise Http404
    return entrance.provider


def _carried_out(form, act: Callable[[], object]) -> bool:
    try:
        act()
    except Refused as refused:
        add_faults(form, refused)
        return False
    return True


def _back(uid: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("meeting-detail", args=[uid]))
