"""The demonstration's sign-ins: one user for each part that people play. Where they work, `rollout/signin.py` decides.

The passwords are this installation's own, worked out from its secret key: no copy of the program tells them, and they
need not be kept anywhere to be shown again.
"""

from base64 import b32encode
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from providers.models import MemberRole, Membership, Provider
from rollout.signin import DEMO_GROUP

NO_HOST = "exempel.invalid"  # a name that no host can have, so that mail to invented people goes nowhere
PASSWORD_LETTERS, PASSWORD_GROUP = 12, 4  # 60 bits, in groups that can be read aloud


@dataclass(frozen=True, slots=True)
class SignIn:
    """A user of the demonstration, and what it is for."""

    username: str
    purpose: str | Promise
    role: str = ""
    is_staff: bool = False
    is_superuser: bool = False
    member: str = ""


SIGN_INS = (
    SignIn("planerare", _("planner: sees drafts and tries scenarios, changes no plan"), "planner", is_staff=True),
    SignIn("redaktor", _("editor: edits plans and proposes them"), "editor", is_staff=True),
    SignIn("beslutare", _("approver: approves and publishes what others propose"), "approver", is_staff=True),
    SignIn("leverantor", _("provider: editor of the largest invented one"), member=MemberRole.EDITOR),
    SignIn("leverantor2", _("another provider: reader of the second largest"), member=MemberRole.READER),
    SignIn("admin", _("administrator: sees and changes everything"), "admin", is_staff=True, is_superuser=True),
)


def password_of(username: str) -> str:
    """The password that a demonstration user is given here: the same each time, another with another secret key."""
    digest = salted_hmac("rollout.demo.people", username, algorithm="sha256").digest()
    letters = b32encode(digest).decode().lower()[:PASSWORD_LETTERS]
    return "-".join(letters[at : at + PASSWORD_GROUP] for at in range(0, PASSWORD_LETTERS, PASSWORD_GROUP))


def demo_users() -> QuerySet:
    """The users that the demonstration made; a user of the same name that is not in its group is somebody else's."""
    names = [sign_in.username for sign_in in SIGN_INS]
    return get_user_model().objects.filter(username__in=names, groups__name=DEMO_GROUP)


def make(group: Group) -> list[str]:
    """Make the users in their group and role. Returns the names that somebody else has; those are left alone."""
    taken = set(get_user_model().objects.values_list("username", flat=True))
    ours = set(demo_users().values_list("username", flat=True))
    for sign_in in SIGN_INS:
        if sign_in.username not in taken:
            _make_user(sign_in).groups.add(group)
    _make_members()
    for user in demo_users():
        user.groups.add(*Group.objects.filter(name__in=[one.role for one in SIGN_INS if one.username == user.username]))
    return [sign_in.username for sign_in in SIGN_INS if sign_in.username in taken - ours]


def add_members(group: Group) -> None:
    """Give a demonstration from before there were members its own, with the users it lacks; not where any ever were."""
    if not Membership.history.filter(provider__is_example=True).exists():
        make(group)


def _make_members() -> None:
    """Of the invented providers with most agreements, one for each sign-in that acts for one and does not yet."""
    users = {user.username: user for user in demo_users()}
    largest = Provider.objects.filter(is_example=True).annotate(size=Count("agreements")).order_by("-size", "sort_key")
    members = [sign_in for sign_in in SIGN_INS if sign_in.member]
    for sign_in, provider in zip(members, largest, strict=False):
        if (user := users.get(sign_in.username)) and not user.memberships.exists():
            Membership.objects.create(user=user, provider=provider, role=sign_in.member)


def _make_user(sign_in: SignIn) -> AbstractBaseUser:
    return get_user_model().objects.create_user(
        sign_in.username,
        email=f"{sign_in.username}@{NO_HOST}",
        password=password_of(sign_in.username),
        is_staff=sign_in.is_staff,
        is_superuser=sign_in.is_superuser,
    )


def known() -> list[tuple[SignIn, str | None]]:
    """The sign-ins that are there, in order, with their passwords; None where somebody has set another."""
    users = {user.username: user for user in demo_users().filter(is_active=True)}
    there = [(sign_in, users[sign_in.username]) for sign_in in SIGN_INS if sign_in.username in users]
    return [
        (sign_in, password if user.check_password(password) else None)
        for sign_in, user in there
        for password in [password_of(sign_in.username)]
    ]


def renew() -> None:
    """Give the users their passwords anew, as after a change of the secret key."""
    for user in demo_users():
        user.set_password(password_of(user.username))
        user.save(update_fields=["password"])
