"""What the database refuses of who acts for a provider, and what lies just inside the border."""

from tests import factories as make
from tests.constraint_cases import Case, always

NOW = make.PUBLISHED_AT
OVER_TWICE = "An invitation that was accepted cannot be revoked."
MEMBER_TWICE = "The user is a member already."


def beside_a_membership(*columns: str):
    """The user or the provider, or both, of another membership."""

    def changes(row) -> dict:
        there = make.make_membership()
        return {name: getattr(there, name) for name in columns}

    return changes


REFUSED = [
    Case(
        "an invitation both accepted and revoked",
        make.make_invitation,
        always(accepted_at=NOW, revoked_at=NOW),
        OVER_TWICE,
    ),
    Case("a member a second time", make.make_membership, beside_a_membership("user", "provider"), MEMBER_TWICE),
]

ACCEPTED = [
    Case("an invitation accepted", make.make_invitation, always(accepted_at=NOW)),
    Case("an invitation revoked", make.make_invitation, always(revoked_at=NOW)),
    Case("a member of another provider too", make.make_membership, beside_a_membership("user")),
    Case("a second member of a provider", make.make_membership, beside_a_membership("provider")),
]
