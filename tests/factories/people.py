"""People: users, those who act for a provider, what they ask for, and what they follow."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from providers.models import Correction, Invitation, Look, Membership, OfficeUpload
from rollout.models import ApiKey, MeetingSignUp, News, Subscription, ToldFact
from tests.factories.counting import numbers
from tests.factories.places import make_municipality
from tests.factories.plans import make_milestone
from tests.factories.suppliers import make_agreement, make_provider
from tests.factories.users import make_user


def make_membership(**values) -> Membership:
    """A reader of a provider, both their own unless given."""
    values["user"] = values.get("user") or make_user()
    values["provider"] = values.get("provider") or make_provider()
    return Membership.objects.create(**values)


def make_invitation(**values) -> Invitation:
    """An open invitation to read, of a provider of its own unless one is given."""
    values["provider"] = values.get("provider") or make_provider()
    values["invited_by"] = values.get("invited_by") or make_user()
    number = next(numbers)
    defaults = {"email": f"person{number}@example.se", "digest": f"{number:064x}", "expires_at": _in_a_week()}
    return Invitation.objects.create(**{**defaults, **values})


def _in_a_week() -> datetime:
    return timezone.now() + timedelta(days=7)


def make_look(**values) -> Look:
    """A look at a provider's portal that is being taken."""
    values["provider"] = values.get("provider") or make_provider()
    values["by"] = values.get("by") or make_user()
    return Look.objects.create(**{"by_name": values["by"].username, "reason": "Provar", **values})


def make_upload(**values) -> OfficeUpload:
    """A file of a provider of its own unless one is given."""
    values["provider"] = values.get("provider") or make_provider()
    values["by"] = values.get("by") or make_user()
    return OfficeUpload.objects.create(**{"file_name": "kontor.csv", "by_name": values["by"].username, **values})


def make_correction(**values) -> Correction:
    """A new office that is asked for under an agreement of its own, unless another kind or agreement is given."""
    values["agreement"] = values.get("agreement") or make_agreement()
    values["by"] = values.get("by") or make_user()
    defaults = {"kind": "add", "by_name": values["by"].username, "street": f"Nya gatan {next(numbers)}"}
    return Correction.objects.create(**{**defaults, **values})


def make_api_key(**values) -> ApiKey:
    """A key of a user of its own; what opens is told nowhere."""
    values["user"] = values.get("user") or make_user()
    return ApiKey.objects.create(**{"name": "Prov", **values})[0]


def make_subscription(**values) -> Subscription:
    """Of a municipality of its own, unless something else is given to follow; by a user of its own."""
    values["user"] = values.get("user") or make_user()
    if not {"municipality", "area", "provider", "query", "phase_number"} & set(values):
        values["municipality"] = make_municipality()
    return Subscription.objects.create(**values)


def make_told_fact(**values) -> ToldFact:
    """A day that a follower was told."""
    values["subscription"] = values.get("subscription") or make_subscription()
    return ToldFact.objects.create(
        **{"uid": f"fact-{next(numbers)}", "title": "Sista anvisningsdag", "on": date(2021, 9, 28), **values}
    )


def make_news(**values) -> News:
    """A day that became another."""
    values["subscription"] = values.get("subscription") or make_subscription()
    return News.objects.create(**{"kind": News.Kind.MOVED, "title": "Sista anvisningsdag", **values})


def make_sign_up(**values) -> MeetingSignUp:
    """A provider of its own, coming to a meeting of its own unless given."""
    values["provider"] = values.get("provider") or make_provider()
    values["meeting"] = values.get("meeting") or make_milestone(kind="dialogue").uid
    return MeetingSignUp.objects.create(**values)
