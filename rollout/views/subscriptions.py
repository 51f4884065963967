"""Following: what somebody follows, and the files and links by which others' programs read it. Others' is not there."""

import hashlib
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rollout.actions import Refused, subscribing
from rollout.calendars import Entry, calendar_file
from rollout.clock import today
from rollout.feeds import NewsFeed
from rollout.forms.subscriptions import SubscriptionForm
from rollout.models import Subscription
from rollout.pages import subscriptions as pages
from rollout.pages.lists.people import SUBSCRIPTIONS
from rollout.secret_links import CALENDAR, FEED, STOP, key_in, number_in
from rollout.selection import InvalidSelection
from rollout.subjects import Subject, asked_filter, asked_subject, label_of
from rollout.views.planning_answer import REFUSED, add_faults
from rollout.views.with_lists import with_lists

MEANS_SOMETHING = require_http_methods(["GET", "HEAD", "POST"])


def own(request: HttpRequest, pk: int) -> Subscription:
    """A subscription of the user's own. Raises Http404."""
    return get_object_or_404(Subscription, pk=pk, user=request.user)


# --- The pages --------------------------------------------------------------------------------------------------------


@login_required
@never_cache
@with_lists("rollout/subscriptions/list.html", SUBSCRIPTIONS)
def subscription_list(request: HttpRequest) -> dict:
    """Everything that the reader follows."""
    return pages.subscriptions_page(request, today=today())


@MEANS_SOMETHING
@login_required
@never_cache
def subscription_new(request: HttpRequest, word: str, key: str) -> HttpResponse:
    """Begin to follow a municipality, an area, a phase or a provider."""
    return _new(request, asked_subject(word, key))


@MEANS_SOMETHING
@login_required
@never_cache
def subscription_new_filter(request: HttpRequest) -> HttpResponse:
    """Begin to follow a choice on the map, which the address holds."""
    return _new(request, asked_filter(request.GET, today=today()))


def _new(request: HttpRequest, subject: Subject) -> HttpResponse:
    """The form; where the reader follows this already, that subscription instead."""
    there = Subscription.objects.filter(user=request.user, **subject.columns).first()
    if there and request.method != "POST":
        messages.info(request, _("You follow this already."))
        return HttpResponseRedirect(reverse("subscription-edit", args=[there.pk]))
    form = SubscriptionForm(request.POST if request.method == "POST" else None)
    made = _carried_out(form, lambda: subscribing.follow(subject, by=request.user, today=today(), **form.cleaned_data))
    if made:
        messages.success(request, _("You now follow %(what)s.") % {"what": subject.label})
        return HttpResponseRedirect(reverse("subscription-edit", args=[made.pk]))
    status = REFUSED if form.is_bound else 200
    return render(request, "rollout/subscriptions/new.html", pages.new_page(request, subject, form), status=status)


@MEANS_SOMETHING
@login_required
@never_cache
def subscription_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One subscription: its links, what comes next, the news, and how the reader wants to be told."""
    row = own(request, pk)
    form = SubscriptionForm(request.POST if request.method == "POST" else None, subscription=row)
    if _carried_out(
        form, lambda: subscribing.change_subscription(row, by=request.user, today=today(), **form.cleaned_data)
    ):
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("subscription-edit", args=[row.pk]))
    is_readable, on = brought_up_to_date(row), today()
    context = pages.subscription_page(
        request, row, form, today=on, label=label_of(row, today=on), is_readable=is_readable
    )
    return render(request, "rollout/subscriptions/detail.html", context, status=REFUSED if form.is_bound else 200)


def _carried_out(form: SubscriptionForm, act: Callable[[], Subscription]) -> Subscription | None:
    """What an action makes of a form; None where the form is not filled in, or with the faults in it."""
    if not form.is_valid():
        return None
    try:
        return act()
    except Refused as refused:
        add_faults(form, refused)
        return None


@require_POST
@login_required
def subscription_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one of the links another address."""
    row, link = own(request, pk), request.POST.get("link", "")
    if link not in subscribing.LINKS:
        raise Http404
    try:
        subscribing.renew_link(row, link=link)
        messages.success(request, _("The link is another now. The one before no longer works."))
    except Refused as refused:
        messages.error(request, " ".join(refused.messages))
    return HttpResponseRedirect(reverse("subscription-edit", args=[row.pk]))


@require_POST
@login_required
def subscription_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop following."""
    row = own(request, pk)
    label = label_of(row, today=today())
    subscribing.unfollow(row)
    messages.success(request, _("You no longer follow %(what)s. Its links have stopped working.") % {"what": label})
    return HttpResponseRedirect(reverse("subscription-list"))


# --- By secret link ---------------------------------------------------------------------------------------------------


def brought_up_to_date(row: Subscription) -> bool:
    """See what has changed; False for a choice that means nothing any more, of which nothing new can be told.

    Raises Http404 for what somebody has just stopped following.
    """
    try:
        subscribing.notice(row, today=today())
    except InvalidSelection:
        return False
    except Refused:
        raise Http404 from None
    return True


def linked(kind: str, secret: str, column: str) -> Subscription:
    """The subscription that a secret link opens, of a user who may still sign in. Raises Http404."""
    key = key_in(kind, secret)
    if key is None:
        raise Http404
    return get_object_or_404(Subscription.objects.select_related("user"), user__is_active=True, **{column: key})


@require_safe
def subscribed_calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The days of a subscription as a calendar, for whoever has the link."""
    row = linked(CALENDAR, secret, "calendar_key")
    brought_up_to_date(row)
    with override(row.language):
        name = label_of(row, today=today())
    entries = [
        Entry(
            subscribing.fact_in(told),
            made_at=told.made_at,
            changed_at=told.changed_at,
            sequence=told.sequence,
            is_gone=told.is_gone,
            url=request.build_absolute_uri(told.path) if told.path else "",
        )
        for told in row.told.exclude(on=None).order_by("on", "uid")
    ]
    return secret_file(request, calendar_file(entries, name=name, language=row.language), "text/calendar")


@require_safe
def news_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The news of a subscription as an Atom feed, for whoever has the link."""
    row = linked(FEED, secret, "feed_key")
    brought_up_to_date(row)
    page = reverse("subscription-edit", args=[row.pk])
    return _private(NewsFeed(row, page=page)(request))


def secret_file(request: HttpRequest, content: bytes, kind: str) -> HttpResponse:
    """A file that only whoever has the link may keep; 304 where they have it as it is."""
    answer = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    answer.headers["ETag"] = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    return get_conditional_response(request, etag=answer.headers["ETag"], response=_private(answer))


def _private(answer: HttpResponse) -> HttpResponse:
    """Of a file behind a secret link nobody on the way keeps a copy, and no search engine lists it."""
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@csrf_exempt
@MEANS_SOMETHING
@never_cache
def subscription_stop(request: HttpRequest, secret: str) -> HttpResponse:
    """Stop the mail of a subscription without signing in: asked on the page, done when posted (RFC 8058)."""
    row = get_object_or_404(Subscription, pk=number_in(STOP, secret))
    with override(row.language):
        label = label_of(row, today=today())
    if request.method == "POST":
        subscribing.stop_digest(row)
        row.refresh_from_db()
    context = {"label": label, "is_stopped": not row.digest}
    return render(request, "rollout/subscriptions/stop.html", context)
