"""Following something, the links that come with it, and noticing what has changed since the follower was last told.

What a follower was told is kept, fact by fact, so that a change is seen by whatever path it came: a publication, an
import, a correction, a day that passed. Knows neither calendars nor mail.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import asdict, replace
from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from rollout.actions.refusals import Refused
from rollout.followed import facts_of
from rollout.models import News, Subscription, ToldFact
from rollout.subjects import Subject
from rollout.subscribed import Difference, Fact, What, differences, printable

LINKS = {"calendar": "calendar_key", "feed": "feed_key"}
FACT_FIELDS = tuple(Fact.__dataclass_fields__)
MOST_SUBSCRIPTIONS = 200  # of one user


@transaction.atomic
def follow(
    subject: Subject, *, by: AbstractBaseUser, language: str, links: Collection[str], digest: str, today: date
) -> Subscription:
    """Begin to follow something; where one does already, that is changed instead.

    links: those that are wanted, of `LINKS`. What is known now is the beginning: it is no news. Raises Refused.
    """
    row = Subscription.objects.filter(user=by, **subject.columns).first()
    if row is None:
        if Subscription.objects.filter(user=by).count() >= MOST_SUBSCRIPTIONS:
            raise Refused(_("You follow as much as one person can. Stop following something first."))
        row = Subscription.objects.create(user=by, language=language, **subject.columns)
        _begin(row, subject, today)
    return change_subscription(row, by=by, language=language, links=links, digest=digest, today=today)


@transaction.atomic
def change_subscription(
    subscription: Subscription,
    *,
    by: AbstractBaseUser,
    language: str,
    links: Collection[str],
    digest: str,
    today: date,
) -> Subscription:
    """Say what is wanted: a link that is no longer wanted stops working. Raises Refused, by field."""
    row = locked(subscription)
    if digest and not by.email:
        raise Refused({"digest": _("Your user has no e-mail address. Ask an administrator to enter one.")})
    spoken, row.language = row.language, language
    for name, column in LINKS.items():
        if name not in links:
            setattr(row, column, None)
        elif getattr(row, column) is None:
            setattr(row, column, uuid.uuid4())
    if digest and not row.digest:  # what came before mail was asked for is no news in it
        row.digested_until = _latest_news(row)
        row.digested_on = today
    row.digest = digest
    row.save()
    if spoken != language:
        notice(row, today=today, quietly=True)
    return row


def renew_link(subscription: Subscription, *, link: str) -> Subscription:
    """Give a link another address; the one before stops working. Raises Refused for a link that is not wanted."""
    with transaction.atomic():
        row = locked(subscription)
        if getattr(row, LINKS[link]) is None:
            raise Refused(_("There is no such link."))
        setattr(row, LINKS[link], uuid.uuid4())
        row.save(update_fields=[LINKS[link]])
    return row


def stop_digest(subscription: Subscription) -> None:
    """No more mail; calendar and feed stay."""
    with transaction.atomic():
        row = locked(subscription)
        row.digest = Subscription.Digest.NONE
        row.save(update_fields=["digest"])


def unfollow(subscription: Subscription) -> None:
    """Stop following; links stop working, and what was told is forgotten."""
    subscription.delete()


def locked(subscription: Subscription) -> Subscription:
    """The subscription as it is now, others waiting. Inside a transaction. Raises Refused when it is gone."""
    found = Subscription.objects.select_for_update().filter(pk=subscription.pk).first()
    if found is None:
        raise Refused(_("The subscription has been removed."))
    return found


# --- Noticing ---------------------------------------------------------------------------------------------------------


def notice(subscription: Subscription, *, today: date, quietly: bool = False) -> list[News]:
    """See what has changed since the follower was last told, and keep it as told, with the news of it.

    quietly: without news, as at the beginning, or when only the language is another. When nothing has changed nothing
    is written. Raises InvalidSelection where a choice on the map means nothing any more.
    """
    with override(subscription.language):
        if not _changed(subscription, today):
            return []
        with transaction.atomic():
            now = locked(subscription)
            found = _changed(now, today)  # once more: what was read before may be older than what another has noticed
            at = timezone.now()
            _keep(now, found, at)
            Subscription.objects.filter(pk=now.pk).update(noticed_at=at)
            return [] if quietly else News.objects.bulk_create(_news(now, each, at) for each in found)


def _changed(subscription: Subscription, today: date) -> list[Difference]:
    return differences(_standing(subscription), facts_of(subscription, today=today))


def _begin(row: Subscription, subject: Subject, today: date) -> None:
    notice(row, today=today, quietly=True)
    with override(row.language):
        News.objects.create(
            subscription=row, kind=News.Kind.BEGAN, title=printable(subject.label)[:400], path=subject.path
        )


def _latest_news(row: Subscription) -> int:
    return row.news.order_by("-pk").values_list("pk", flat=True).first() or 0


def fact_in(row: ToldFact) -> Fact:
    """The fact as it was told."""
    return Fact(**{name: getattr(row, name) for name in FACT_FIELDS})


def _standing(subscription: Subscription) -> dict[str, Fact]:
    return {row.uid: fact_in(row) for row in subscription.told.filter(is_gone=False)}


def _keep(subscription: Subscription, found: Iterable[Difference], at: datetime) -> None:
    """Write what is told from now on. What comes back after it had gone goes on with its sequence."""
    rows = {row.uid: row for row in subscription.told.all()}
    new, changed = [], []
    for each in found:
        row = rows.get(each.fact.uid)
        if row is None:
            new.append(ToldFact(subscription=subscription, made_at=at, changed_at=at, **asdict(each.fact)))
            continue
        for name, value in asdict(each.fact).items():
            setattr(row, name, value)
        row.sequence, row.is_gone, row.changed_at = row.sequence + 1, each.what is What.GONE, at
        changed.append(row)
    ToldFact.objects.bulk_create(new)
    ToldFact.objects.bulk_update(changed, [*FACT_FIELDS, "sequence", "is_gone", "changed_at"])


def _news(subscription: Subscription, each: Difference, at: datetime) -> News:
    before, after = told_change(each)
    return News(
        subscription=subscription,
        at=at,
        kind=each.what.value,
        uid=each.fact.uid,
        title=each.fact.title,
        before=before,
        after=after,
        path=each.fact.path,
    )


def told_change(each: Difference) -> tuple[str, str]:
    """What a fact was and has become, in words: only what differs, as far as anything can be said of it."""
    if each.before is None or each.after is None:
        told = told_fact(each.fact)
        return ("", told) if each.before is None else (told, "")
    if each.what is What.MOVED:
        return when_words(each.before), when_words(each.after)
    return _told_beside(each.before, each.after), _told_beside(each.after, each.before)


def _told_beside(fact: Fact, other: Fact) -> str:
    """What is said of a fact that is not said of the other; of names those that the other lacks."""
    alike = {name: "" for name in ("place", "value", "note") if getattr(fact, name) == getattr(other, name)}
    others = set(other.names.split(", "))
    own = ", ".join(name for name in fact.names.split(", ") if name not in others)
    told = told_fact(replace(fact, title="", on=None, names=own, **alike))
    return told or (fact.title if fact.title != other.title else "")


def told_fact(fact: Fact) -> str:
    """When, where and what of a fact, beside its title."""
    parts = [when_words(fact), fact.place, fact.value, fact.names, fact.note]
    return " · ".join(part for part in parts if part)


def when_words(fact: Fact) -> str:
    """A day or days and times, such as 24 september 2021 13:00–15:00; empty where there is none."""
    if fact.on is None:
        return ""
    days = [date_format(day, "j F Y") for day in (fact.on, fact.until) if day]
    times = [time_format(moment, "H:i") for moment in (fact.starts_at, fact.ends_at) if moment]
    return " ".join(filter(None, ["–".join(days), "–".join(times)]))
