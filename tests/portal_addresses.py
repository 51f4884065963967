"""The addresses of the portal, of corrections and of what people follow, with rows that show them."""

from datetime import date

from django.db.models import QuerySet
from django.test import Client
from django.utils.translation import get_language

from providers.correcting import CLOSE
from providers.correction_ground import Wanted
from providers.corrections import ask
from providers.membership import invite
from providers.models import Membership, Office, OfficeUpload
from rollout.models import Milestone
from rollout.secret_links import CALENDAR, FEED, STOP, secret_of
from tests.desks import BACKEND
from tests.factories import make_admin, make_look, make_membership
from tests.followers import follow

PREFIXES = ("portal", "correction-", "subscription-", "meeting-", "calendar-", "news-")
ONLY_POSTED = {
    *(f"portal-{act}" for act in "look look-end invite member-role member-remove invitation-revoke".split()),
    *(f"portal-{act}" for act in "offices-confirm office-upload-send correction-withdraw".split()),
    *(f"correction-{act}" for act in "step upload-step".split()),
    *(f"subscription-{act}" for act in "renew remove".split()),
    *(f"meeting-{act}" for act in "sign-up withdraw".split()),
}


def member_for(client: Client) -> Membership:
    """Somebody who may do everything, and acts for an invented provider: the browser is theirs."""
    provider = open_offices(agreement__provider__is_example=True).first().agreement.provider
    user = make_admin(username="one-of-them", email="en@example.se")
    client.force_login(user, backend=BACKEND)
    return make_membership(user=user, provider=provider, role="editor")


def open_offices(**wanted) -> QuerySet[Office]:
    """Offices on site without a last day, of agreements without one."""
    rows = Office.objects.filter(on_site=True, closes_on=None, agreement__ends_on=None, **wanted)
    return rows.select_related("agreement__provider").order_by("pk")


def portal_arguments(name: str) -> list[list]:
    """The things that show an address; the rows that it needs are made for whoever was signed in by `member_for`."""
    member = Membership.objects.get(user__username="one-of-them")
    make_look(provider=member.provider)
    if name.startswith(("portal-", "correction-")):
        return [_of_provider(name, member)]
    return [_followed(name, member)]


def _of_provider(name: str, member: Membership) -> list:
    pk, by = member.provider_id, member.user
    office = open_offices(agreement__provider=pk).first()
    correction = ask(wanted=Wanted(CLOSE, office.agreement, office, last_on=date(2026, 12, 31)), by=by)
    _invitation, secret = invite(member.provider, email="ny@example.se", role="reader", by=by)
    upload = OfficeUpload.objects.create(provider=member.provider, file_name="kontor.csv", by=by, by_name="en")
    return {
        "portal-invitation": [secret],
        "portal-area": [pk, office.agreement.area_id],
        "portal-office-template": [pk, "csv"],
        **{f"portal-office-{act}": [pk, office.pk] for act in ("move", "close")},
        "portal-agreement-days": [pk, office.agreement_id],
        "portal-correction": [pk, correction.pk],
        "correction-queue": [],
        "correction-review": [correction.pk],
        "correction-upload": [upload.pk],
    }.get(name, [pk])


def _followed(name: str, member: Membership) -> list:
    wanted = {"links": ("calendar", "feed"), "language": get_language()}
    row = follow("leverantor", member.provider_id, by=member.user, **wanted)
    meeting = Milestone.objects.filter(is_announced=True).order_by("on").first()
    return {
        "subscription-new": ["leverantor", str(member.provider_id + 1)],
        "subscription-edit": [row.pk],
        "subscription-stop": [secret_of(STOP, row.pk)],
        "calendar-file": [secret_of(CALENDAR, row.calendar_key)],
        "news-feed": [secret_of(FEED, row.feed_key)],
        "meeting-detail": [meeting.uid],
        "meeting-calendar": [meeting.uid],
    }.get(name, [])
