"""What a measure is, and what a figure of it is. Knows how rows add up, no rows, no models and no requests."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rollout.measures.folding import SHARE, Fold

if TYPE_CHECKING:
    from rollout.measures.cells import Cells
    from rollout.measures.ground import Ground

# Translated when it is shown, not when it is defined: ask `str` for it.
Text = Any

TESTS = ("office", "agreement")
OF = ("municipality", "area")
FORMS = ("share", "count", "km", "points")
DIRECTIONS = ("up", "down")


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A way to ask how the rollout goes: what is counted, out of what, by which test, and why it matters.

    The texts are lazily translated. key: as addresses have it. of: what a row is. form: "share" (0 to 1), "points" (a
    gap between two shares, −1 to 1), "km" or "count". good: which way is better. tested: the test that the measure
    fixes, "office" or "agreement"; empty where it follows the reader's choice. number: what the number beside a row is.
    cells: rows × days of what is counted, from the ground and the days in ascending order; fold: how rows add up.
    turns: the days on which it may change beside those on which providers, offices and agreements come and go.
    by_provider: whether a choice of one provider narrows what is counted. of_unemployed: the unemployed are counted,
    among ages that change with the years (`municipalities/ages.py`): across such a break figures are not compared.
    """

    key: str
    order: int
    title: Text
    unit: Text
    test: Text
    numerator: Text
    denominator: Text
    why: Text
    source: Text
    number: Text
    cells: "Callable[[Ground, np.ndarray], Cells]"
    fold: Fold = SHARE
    turns: "Callable[[Ground], np.ndarray] | None" = None
    of: str = "municipality"
    form: str = "share"
    good: str = "down"
    tested: str = ""
    uses_rural: bool = False
    by_provider: bool = True
    of_unemployed: bool = False
    note: Text = ""

    def __post_init__(self) -> None:
        """Refuse a definition that no page could show. Raises ValueError."""
        for name, allowed in (("of", OF), ("form", FORMS), ("good", DIRECTIONS), ("tested", ("", *TESTS))):
            if getattr(self, name) not in allowed:
                raise ValueError(f"{self.key}: {name} is {getattr(self, name)!r}, none of {', '.join(allowed)}.")


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of some rows; None is *not known*, never 0.

    part, whole: what was counted and out of what (of a median only the whole, the number of rows). missing: how many
    rows are not known, and so in neither. against: the other side of a gap; part and whole are then its first side.
    """

    value: float | None
    part: float | None
    whole: float | None
    missing: int = 0
    against: "Value | None" = None
