"""Two states of the country beside each other, and what differs. Pure: frames in and out; knows no Django, no words.

A *state* is one version of the plan on one day: so two versions are compared on a day, two days in a version, or both
at once. What counts as a difference is the table `KINDS`; the two sides are called before and after.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from rollout.status import Status, open_for_referral

DAYS = ("notice_sent_on", "notice_counts_from", "last_referral_on", "new_service_starts_on", "last_contract_day_on")
FACTS = ("phase", *DAYS, "status", "providers", "coverage", "area")

OLD_OPEN = frozenset(each.value for each in Status if open_for_referral(each)[0])
NEW_OPEN = frozenset(each.value for each in Status if open_for_referral(each)[1])


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of difference. `mirror`: what the same difference is called when before and after change places."""

    key: str
    mirror: str


# In order of weight for those who live there: the first one that holds is a municipality's main difference.
KINDS = tuple(
    Kind(*pair)
    for pair in (
        ("gap_opened", "gap_closed"),
        ("gap_closed", "gap_opened"),
        ("lost_new", "got_new"),
        ("got_new", "lost_new"),
        ("lost_old", "got_old"),
        ("got_old", "lost_old"),
        ("phase", "phase"),
        ("days", "days"),
        ("white", "covered"),
        ("covered", "white"),
        ("fewer", "more"),
        ("more", "fewer"),
        ("status", "status"),
        ("area", "area"),
    )
)
KEYS = tuple(each.key for each in KINDS)
MIRRORS: Mapping[str, str] = MappingProxyType({each.key: each.mirror for each in KINDS})


def differences(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The municipalities in which two states differ, with both sides of every fact and a truth value for each kind.

    before, after: one row a municipality, the same ones on both sides, indexed by `code` (4-digit text), with columns
    `phase` (Int64 number, <NA> for none), the five `DAYS` (date or None), `status` (`status.Status` value), `providers`
    (Int64, <NA> where nothing is known), `coverage` (class key), `area` (text, empty for none).
    Returns the rows that differ, in the order of `after`: `FACT_before` and `FACT_after` for each of `FACTS`, and a
    bool column for each of `KEYS`:

    - *gap_opened*, *gap_closed*: nothing is open for referral on one side, a service is on the other.
    - *got_…*, *lost_…*: the old or new service is open for referral on one side and known not to be on the other.
    - *phase*, *area*: another one. *days*: one or more of the five days.
    - *white*, *covered*: no provider on one side, some on the other. *more*, *fewer*: providers, where both are known.
    - *status*: another status, also where it is known on one side only.

    Unit: municipality. Equal states give an empty frame; changing the sides gives the mirrored kinds (`MIRRORS`).
    Raises KeyError where a column is missing, ValueError where the two do not hold the same municipalities.
    """
    if len(before) != len(after) or set(before.index) != set(after.index):
        raise ValueError("the two states are not of the same municipalities")
    before, after = before[list(FACTS)].reindex(after.index), after[list(FACTS)]
    sides = pd.concat([before.add_suffix("_before"), after.add_suffix("_after")], axis="columns")
    found = pd.concat([sides, _kinds(sides)], axis="columns")
    return found[found[list(KEYS)].any(axis="columns")]


def _kinds(sides: pd.DataFrame) -> pd.DataFrame:
    days = [_differs(sides[f"{name}_before"], sides[f"{name}_after"]) for name in DAYS]
    kinds = {
        **_status_kinds(sides["status_before"], sides["status_after"]),
        **_provider_kinds(sides["providers_before"], sides["providers_after"]),
        **{name: _differs(sides[f"{name}_before"], sides[f"{name}_after"]) for name in ("phase", "area", "status")},
        "days": pd.concat(days, axis="columns").any(axis="columns"),
    }
    return pd.DataFrame(kinds, index=sides.index, columns=list(KEYS)).astype(bool)


def _differs(before: pd.Series, after: pd.Series) -> pd.Series:
    """Whether two values differ; two missing ones do not."""
    both_missing = before.isna() & after.isna()
    return ~(both_missing | (before == after).fillna(False)).astype(bool)


def _status_kinds(before: pd.Series, after: pd.Series) -> dict[str, pd.Series]:
    known = (before != Status.UNKNOWN) & (after != Status.UNKNOWN)
    kinds = {}
    for gained, lost, statuses in (
        ("gap_opened", "gap_closed", {Status.GAP.value}),
        ("got_old", "lost_old", OLD_OPEN),
        ("got_new", "lost_new", NEW_OPEN),
    ):
        was, becomes = before.isin(statuses), after.isin(statuses)
        kinds[gained], kinds[lost] = known & ~was & becomes, known & was & ~becomes
    return kinds


def _provider_kinds(before: pd.Series, after: pd.Series) -> dict[str, pd.Series]:
    """A comparison with a missing number is no difference: nothing is known of it."""
    kinds = {
        "more": after > before,
        "fewer": after < before,
        "covered": (before == 0) & (after > 0),
        "white": (before > 0) & (after == 0),
    }
    return {key: found.fillna(False).astype(bool) for key, found in kinds.items()}


def counts(found: pd.DataFrame) -> dict[str, int]:
    """How many municipalities differ in each way. found: as `differences` gives it. Zero where there are none."""
    return {key: int(found[key].sum()) for key in KEYS}


def main_kinds(found: pd.DataFrame) -> dict[str, str]:
    """The weightiest difference of each municipality, by code: the first of `KEYS` that holds."""
    if found.empty:
        return {}
    return found[list(KEYS)].idxmax(axis="columns").to_dict()


def changed_facts(row: pd.Series) -> list[str]:
    """The facts of one row of `differences` that are not the same on both sides, in the order of `FACTS`."""
    return [name for name in FACTS if not _same(row[f"{name}_before"], row[f"{name}_after"])]


def _same(before: object, after: object) -> bool:
    missing = [pd.isna(before), pd.isna(after)]
    return all(missing) if any(missing) else bool(before == after)
