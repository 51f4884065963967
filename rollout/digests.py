"""News by e-mail: what has changed in what somebody follows, since the mail before. Nothing changed, no mail.

Each subscription is a transaction of its own, in which the mail is handed over and the news marked as sent: a run that
breaks off sends nothing twice but, at worst, the one mail it was at. A run that was missed is caught up with.
"""

import logging
from collections import Counter
from datetime import date
from email.errors import MessageError
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext, override

from rollout.actions.subscribing import notice
from rollout.models import News, Subscription
from rollout.secret_links import STOP, secret_of
from rollout.selection import InvalidSelection
from rollout.subjects import label_of
from rollout.subscribed import is_due

SENT, UNCHANGED, NOT_DUE, NO_ADDRESS, UNREADABLE, FAILED = "sent unchanged not_due no_address unreadable failed".split()
MOST_NEWS = 50  # in one mail; the rest is counted
log = logging.getLogger(__name__)


def send_due(*, today: date) -> Counter[str]:
    """Notice what has changed for everybody who follows something, and send the mail that is due. How many of each."""
    keys = Subscription.objects.filter(user__is_active=True).order_by("pk").values_list("pk", flat=True)
    return Counter(_send_safely(key, today) for key in list(keys))


def _send_safely(key: int, today: date) -> str:
    """One mail that cannot be handed over leaves the others alone, and is tried again by the next run."""
    try:
        return _send(key, today)
    except (SMTPException, MessageError, OSError) as fault:
        log.error("The digest of subscription %s could not be sent: %s", key, fault)
        return FAILED


@transaction.atomic
def _send(key: int, today: date) -> str:
    rows = Subscription.objects.select_for_update(of=("self",), skip_locked=True).select_related("user")
    row = rows.filter(pk=key).first()
    if row is None:
        return NOT_DUE  # removed meanwhile, or another run is at it
    try:
        notice(row, today=today)
    except InvalidSelection:
        return UNREADABLE
    if not is_due(row.digest, last=row.digested_on, on=today):
        return NOT_DUE
    if not row.user.email:
        return NO_ADDRESS
    news = list(row.news.filter(pk__gt=row.digested_until).exclude(kind=News.Kind.BEGAN).order_by("pk"))
    if news:
        digest(row, news, today=today).send()
        row.digested_until = news[-1].pk
    row.digested_on = today
    row.save(update_fields=["digested_on", "digested_until"])
    return SENT if news else UNCHANGED


def digest(row: Subscription, news: list[News], *, today: date) -> EmailMultiAlternatives:
    """The mail with some news, in the reader's language: as text and as HTML, with a way to stop it in one click."""
    with override(row.language):
        context = _context(row, news, today)
        message = EmailMultiAlternatives(
            subject=" ".join(context["title"].split()),
            body=render_to_string("rollout/mail/digest.txt", context),
            to=[row.user.email],
            headers={
                "List-Unsubscribe": f"<{context['stop_url']}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
            },
        )
        message.attach_alternative(render_to_string("rollout/mail/digest.html", context), "text/html")
    return message


def _context(row: Subscription, news: list[News], today: date) -> dict:
    label = label_of(row, today=today)
    told = ngettext("%(number)d change: %(subject)s", "%(number)d changes: %(subject)s", len(news))
    return {
        "title": told % {"number": len(news), "subject": label},
        "label": label,
        "news": news[:MOST_NEWS],
        "more": max(len(news) - MOST_NEWS, 0),
        "site": settings.SITE_URL,
        "language": row.language,
        "list_url": whole(reverse("subscription-list")),
        "stop_url": whole(reverse("subscription-stop", args=[secret_of(STOP, row.pk)])),
    }


def whole(path: str) -> str:
    """An address with its host, for where there is no request to tell it."""
    return f"{settings.SITE_URL}{path}"
