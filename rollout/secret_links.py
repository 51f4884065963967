"""Secret links: what is in the address is a signature over a key, and only the key is kept.

So a copy of the database opens nobody's calendar, and a link is revoked by taking its key away. The links depend on
the secret key of the installation; a new one ends them all, unless the old one stands among `SECRET_KEY_FALLBACKS`.
"""

from uuid import UUID

from django.core import signing

CALENDAR, FEED, STOP = "calendar", "feed", "stop"


def secret_of(kind: str, key: UUID | int) -> str:
    """What stands in the address of a link of a kind; it opens no link of another kind."""
    return _signer(kind).sign(key.hex if isinstance(key, UUID) else str(key))


def key_in(kind: str, secret: str) -> UUID | None:
    """The key of a link; None where it is none that was made here."""
    told = _told(kind, secret)
    return UUID(told) if told else None


def number_in(kind: str, secret: str) -> int | None:
    """The number in a link that was made of one; None where it is none that was made here."""
    told = _told(kind, secret)
    return int(told) if told else None


def _told(kind: str, secret: str) -> str:
    try:
        return _signer(kind).unsign(secret)
    except signing.BadSignature:
        return ""


def _signer(kind: str) -> signing.Signer:
    return signing.Signer(salt=f"rollout.secret_links.{kind}", sep=".")
