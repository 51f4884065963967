"""The pages of what somebody follows: the list, and one subscription with its links, its days and its news."""

from collections.abc import Iterable
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rollout.forms.subscriptions import SubscriptionForm
from rollout.models import News, Phase, Plan, Subscription, ToldFact
from rollout.pages.asked import Crumb
from rollout.secret_links import CALENDAR, FEED, secret_of
from rollout.subjects import Subject

SHOWN_DAYS, SHOWN_NEWS = 12, 20


def subscriptions_page(request: HttpRequest, *, today: date) -> dict:
    """The context of `rollout/subscriptions/list.html`. Five queries, however many subscriptions."""
    rows = list(_followed(request, today))
    names = labels(rows)
    nearest = ToldFact.objects.in_bulk([row.nearest for row in rows if row.nearest])
    latest = News.objects.in_bulk([row.latest for row in rows if row.latest])
    return {
        "subscriptions": [
            {"row": row, "label": names[row.pk], "kind": kind_words(row.subject)}
            | {"next": nearest.get(row.nearest), "latest": latest.get(row.latest)}
            for row in rows
        ],
        "no_address": not request.user.email,
        "crumbs": [Crumb(_("Subscriptions"))],
        "keep": "",
    }


def _followed(request: HttpRequest, today: date) -> QuerySet[Subscription]:
    """What the reader follows, each with the keys of its next day and of its latest change."""
    ahead = ToldFact.objects.filter(subscription=OuterRef("pk"), is_gone=False, on__gte=today).order_by("on", "pk")
    changes = News.objects.filter(subscription=OuterRef("pk")).exclude(kind=News.Kind.BEGAN).order_by("-pk")
    rows = Subscription.objects.filter(user=request.user).select_related(
        "municipality", "area__service", "provider", "from_service", "to_service"
    )
    nearest, latest = (Subquery(each.values("pk")[:1]) for each in (ahead, changes))
    return rows.annotate(nearest=nearest, latest=latest).order_by("made_at", "pk")


def labels(rows: Iterable[Subscription]) -> dict[int, str]:
    """What some subscriptions are about, by key; their rows come with what they point to. Two queries.

    A choice on the map is told as it was when it was made.
    """
    rows = list(rows)
    phases = Phase.objects.filter(plan__stage=Plan.Stage.PUBLISHED).select_related("plan")
    called = {(each.plan.from_service_id, each.plan.to_service_id, each.number): each.label for each in phases}
    began = News.objects.filter(subscription__in=rows, kind=News.Kind.BEGAN)
    told = dict(began.values_list("subscription", "title"))
    return {row.pk: _label(row, called) or told.get(row.pk, "–") for row in rows}


def _label(row: Subscription, phases: dict[tuple, str]) -> str:
    if row.subject == "area":
        return f"{row.area.name} ({row.area.service.short_name})"
    if row.subject == "phase":
        called = phases.get((row.from_service_id, row.to_service_id, row.phase_number))
        return f"{called} ({row.from_service.short_name} → {row.to_service.short_name})" if called else ""
    named = row.municipality or row.provider
    return named.name if named else ""


def kind_words(subject: str) -> str:
    """What sort of thing is followed."""
    return {
        "municipality": _("Municipality"),
        "area": _("Delivery area"),
        "phase": _("Phase"),
        "provider": _("Provider"),
        "filter": pgettext("followed", "Choice on the map"),
    }[subject]


def new_page(request: HttpRequest, subject: Subject, form: SubscriptionForm) -> dict:
    """The context of `rollout/subscriptions/new.html`."""
    return {
        "subject": subject,
        "kind": kind_words(subject.kind),
        "form": form,
        "no_address": not request.user.email,
        "crumbs": [
            Crumb(_("Subscriptions"), reverse("subscription-list")),
            Crumb(_("Follow %(what)s") % {"what": subject.label}),
        ],
        "keep": "",
    }


def subscription_page(
    request: HttpRequest, row: Subscription, form: SubscriptionForm, *, today: date, label: str, is_readable: bool
) -> dict:
    """The context of `rollout/subscriptions/detail.html`. Three queries."""
    told = row.told.filter(is_gone=False)
    return {
        "subscription": row,
        "label": label,
        "kind": kind_words(row.subject),
        "is_readable": is_readable,
        "links": links_of(request, row),
        "form": form,
        "no_address": not request.user.email,
        "ahead": list(told.filter(on__gte=today).order_by("on", "pk")[:SHOWN_DAYS]),
        "values": list(told.filter(on=None)),
        "news": list(row.news.all()[:SHOWN_NEWS]),
        "crumbs": [Crumb(_("Subscriptions"), reverse("subscription-list")), Crumb(label)],
        "keep": "",
    }


def links_of(request: HttpRequest, row: Subscription) -> list[dict]:
    """The secret links that a subscription has, whole, with what to do with them."""
    made = []
    if row.calendar_key:
        url = request.build_absolute_uri(reverse("calendar-file", args=[secret_of(CALENDAR, row.calendar_key)]))
        subscribe = "webcal://" + url.partition("://")[2]
        made.append({"key": CALENDAR, "label": _("Calendar"), "url": url, "open_url": subscribe})
    if row.feed_key:
        url = request.build_absolute_uri(reverse("news-feed", args=[secret_of(FEED, row.feed_key)]))
        made.append({"key": FEED, "label": _("Feed"), "url": url, "open_url": ""})
    return made
