"""Whether two figures answer the same question, and whether they then agree: what a conflict is, and what is none.

Two figures can both be true as long as they differ in unit, test, definition or day. Where one of these is not known,
they cannot be compared, and nobody can say that they disagree. Pure: knows no Django, no words and no sources.
"""

from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Literal

Aspect = Literal["unit", "test", "definition", "day"]
Kind = Literal["agree", "conflict", "other", "unknown"]

ASPECTS: tuple[Aspect, ...] = ("unit", "test", "definition", "day")


@dataclass(frozen=True, slots=True)
class Claim:
    """A share that is given for something: of the municipalities (or another unit), those without a provider.

    share: between 0 and 1; None where it is not known. slack: how far rounding may have moved it, such as 0.005 for
    whole per cent. unit, test, definition: any keys; empty where not known. first, last: the days it may be of, both
    included; None where not known.
    """

    share: float | None
    unit: str = ""
    test: str = ""
    definition: str = ""
    first: date | None = None
    last: date | None = None
    slack: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What comes of setting two claims beside each other.

    kind: "other" where they answer different questions (`differing` says in what); "unknown" where too little is known
    to say (`unknown` says what); else "agree" or "conflict".
    """

    kind: Kind
    differing: tuple[Aspect, ...] = ()
    unknown: tuple[Aspect, ...] = ()


def verdict(one: Claim, other: Claim) -> Verdict:
    """Whether two claims can be compared, and whether they then agree as far as their rounding goes."""
    unknown = tuple(aspect for aspect in ASPECTS if not (_is_known(one, aspect) and _is_known(other, aspect)))
    differing = tuple(aspect for aspect in ASPECTS if aspect not in unknown and not _same(one, other, aspect))
    if differing:
        return Verdict("other", differing, unknown)
    if unknown or one.share is None or other.share is None:
        return Verdict("unknown", (), unknown)
    near = abs(one.share - other.share) <= one.slack + other.slack + 1e-9
    return Verdict("agree" if near else "conflict")


def _is_known(claim: Claim, aspect: Aspect) -> bool:
    if aspect == "day":
        return claim.first is not None and claim.last is not None
    return bool(getattr(claim, aspect))


def _same(one: Claim, other: Claim, aspect: Aspect) -> bool:
    """Days are the same where both claims may be of one and the same day."""
    if aspect == "day":
        return one.first <= other.last and other.first <= one.last
    return getattr(one, aspect) == getattr(other, aspect)


def counts_behind(share: float, whole: int) -> list[int]:
    """The counts out of a whole that are published as a share in whole per cent; halves are rounded up.

    share: between 0 and 1. Empty where no count gives it, as 43 % out of 5.
    """
    published = floor(100 * share + 0.5)
    return [count for count in range(whole + 1) if floor(100 * count / whole + 0.5) == published] if whole else []
