"""A white spot in words: what the page of white spots, its file and the page of a municipality say of one."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

import pandas as pd
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.models import Unemployment
from rollout.coverage import to_day
from rollout.pages.words import providers_in_words
from rollout.snapshot import Snapshot
from rollout.white_spots import POINT, WhiteSpots

MOST_TOLD = 3  # providers told in a cell of a page; the file has them all
MASKED = "<5"


class Teller:
    """White spots in words. Dates are dates and numbers numbers; nothing stands where nothing is known.

    counts: the providers of each municipality, where they are known as numbers only and have no names.
    """

    def __init__(self, snapshot: Snapshot, spots: WhiteSpots, *, counts: pd.Series | None = None) -> None:
        self.snapshot, self.spots, self.counts = snapshot, spots, counts
        self.names = snapshot.municipalities["name"]
        self.last_there = dict(list(spots.last_there.groupby("code")))
        self.could_serve = defaultdict(list)
        for row in spots.could_serve.itertuples():
            self.could_serve[row.code].append(row)
        self.by_distance = set(spots.pairs.loc[spots.pairs["by_distance"], "code"])

    def spot(self, code: str) -> dict:
        """All that is told of a white spot."""
        row = self.spots.rows.loc[code]
        return {
            "since": to_day(int(row["since"])),
            "at_least": bool(row["at_least"]),
            "days": int(row["days"]),
            "next_on": None if pd.isna(row["next_on"]) else to_day(int(row["next_on"])),
            "last_there": self.last(code),
            "nearest": self.nearest(row),
            "could_serve": self.candidates(code),
            "by_distance": code in self.by_distance,
        }

    def last(self, code: str) -> dict | None:
        """Who was last there and until when; None where nobody has been."""
        rows = self.last_there.get(code)
        if rows is None:
            return None
        return {"providers": self.provider_names(rows["provider"]), "until": to_day(int(rows["last"].iloc[0]))}

    def nearest(self, row: pd.Series) -> dict | None:
        """The nearest office: town, municipality, all providers at that very place, kilometres."""
        if pd.isna(row["office"]):
            return None
        office = self.offices[int(row["office"])]
        return {
            "town": office["town"],
            "code": office["code"],
            "municipality": self.names[office["code"]],
            "providers": self.provider_names(self.at[tuple(office[name] for name in POINT)]),
            "km": float(row["km"]),
            "distance": kilometres(row["km"]),
        }

    def candidates(self, code: str) -> list[dict]:
        """The providers in the neighbouring municipalities, nearest first; just how many, where no name is known."""
        return [
            {
                "provider": self.snapshot.providers.get(each.provider),
                "providers": None if self.counts is None else providers_in_words(int(self.counts[each.neighbour])),
                "code": each.neighbour,
                "municipality": self.names[each.neighbour],
                "distance": kilometres(each.km),
                "offices": each.offices,
            }
            for each in self.could_serve.get(code, ())
        ]

    @cached_property
    def offices(self) -> dict[int, dict]:
        """The offices that are the nearest to some white spot, by their number."""
        numbers = self.spots.rows["office"].dropna().astype(int).unique()
        return self.spots.there.loc[numbers].to_dict("index")

    @cached_property
    def at(self) -> dict[tuple, set[int]]:
        """Who has an office at each place."""
        return self.spots.there.groupby(POINT)["provider"].agg(set).to_dict()

    def provider_names(self, keys: Iterable[int]) -> list[str]:
        """The names of some providers in Swedish order."""
        known = [self.snapshot.providers[key] for key in keys if key in self.snapshot.providers]
        rows = sorted(known, key=lambda each: each.sort_key)
        return [each.name for each in rows]


def file_columns() -> list[str]:
    """The heads of the file."""
    return [
        _("Code"),
        _("Municipality"),
        _("County"),
        _("Phase"),
        _("Rural municipality"),
        _("Inhabitants"),
        _("Unemployed"),
        _("White spot since"),
        _("At least since then"),
        _("Days"),
        _("Last there"),
        _("Until"),
        _("Next provider from"),
        _("Nearest open office"),
        _("In the municipality"),
        _("Its provider"),
        _("Straight line, km"),
        _("Who could serve it"),
    ]


def file_row(spot: dict) -> list:
    """A white spot as cells, in the order of `file_columns`."""
    last, nearest = spot["last_there"], spot["nearest"]
    return [
        spot["code"],
        spot["name"],
        spot["county"],
        spot["phase"].label if spot["phase"] else None,
        spot["rural"],
        spot["population"],
        spot["unemployed"],
        spot["since"],
        spot["at_least"],
        spot["days"],
        ", ".join(last["providers"]) if last else None,
        last["until"] if last else None,
        spot["next_on"],
        *(
            [nearest["town"] or None, nearest["municipality"], ", ".join(nearest["providers"]) or None]
            if nearest
            else [None] * 3
        ),
        round(nearest["km"], 1) if nearest else None,
        "; ".join(candidate_words(each) for each in spot["could_serve"]) or None,
    ]


def candidate_words(each: dict) -> str:
    """Such as “Exempel AB (Boden, 90 km, 2 offices)”; without a name “Boden (90 km, 2 providers)”."""
    if each["provider"] is None:
        return f"{each['municipality']} ({each['distance']}, {each['providers']})"
    offices = ngettext("%(number)s office", "%(number)s offices", each["offices"]) % {"number": each["offices"]}
    return f"{each['provider'].name} ({each['municipality']}, {each['distance']}, {offices})"


def with_first_few(spot: dict) -> dict:
    """The same with the first candidates, and how many more there are."""
    found = spot["could_serve"]
    return {**spot, "first_candidates": found[:MOST_TOLD], "more": max(0, len(found) - MOST_TOLD)}


def unemployed_cell(row: Unemployment | None) -> int | str | None:
    """The number; a masked one is shown as masked, a missing one as nothing."""
    if row is None:
        return None
    return MASKED if row.is_masked else row.unemployed


def kilometres(distance: float) -> str:
    """93 km; below ten with one decimal."""
    decimals = 1 if distance < 10 else 0
    # The number is rounded first: formatting alone cuts the rest off.
    return f"{number_format(round(distance, decimals), decimal_pos=decimals, use_l10n=True)}\u00a0km"


def distance_words() -> str:
    """What a distance is."""
    return _("Straight line from the municipality’s point on the map to the office; the way by road is longer.")
