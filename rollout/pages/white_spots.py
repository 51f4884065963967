"""The page of white spots: the municipalities without a provider on the day, and what is known of each."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

import pandas as pd
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from municipalities.models import Unemployment
from rollout import selectors, words
from rollout.coverage import Figure, day_number, without_provider
from rollout.exports import Table
from rollout.pages.map_page import chosen_definition
from rollout.pages.map_state import class_words
from rollout.pages.maps import page_map
from rollout.pages.narrowing import address, narrowing
from rollout.pages.white_spot_words import (
    Teller,
    distance_words,
    file_columns,
    file_row,
    unemployed_cell,
    with_first_few,
)
from rollout.pages.words import phase_key, told_class, told_figure
from rollout.selection import PLACES, InvalidSelection, Selection
from rollout.white_spots import WhiteSpots, white_spots

KEPT = ("on", "as_of", "basis", *PLACES, "status", "provider", "test", "service", "definition")
SHOWN = ("county", "phase", "rural", "definition", "service", "test")
OWN = (*(name for name in KEPT if name not in ("on", "as_of", "basis")), "sort")
SORTS = ("name", "county", "phase", "days", "km", "unemployed", "population")


def spots_of(selection: Selection, codes: Sequence[str], borders: Sequence[tuple[str, str]]) -> WhiteSpots:
    """The white spots among some municipalities, as the selection counts. borders: pairs of neighbours, both ways."""
    counting = {"service": selection.service, "provider": selection.provider}
    return white_spots(
        selection.presence,
        stays=selection.snapshot.stays(basis=selection.basis, test=selection.test, **counting),
        offices=offices_of(selection),
        points=selection.snapshot.municipalities,
        borders=pd.DataFrame(list(borders), columns=["code", "neighbour"], dtype=object),
        codes=codes,
        on=day_number(selection.on),
        first=day_number(date.fromisoformat(settings.FIRST_DAY)),
    )


def offices_of(selection: Selection) -> pd.DataFrame:
    """The offices on site that the selection counts.

    Where only counts were observed, something without name and coordinate stands in each municipality that has any:
    its `provider` is below 0 and its place, the point of the municipality, is all that is known.
    """
    snapshot, on = selection.snapshot, day_number(selection.on)
    if not selection.counts_only:
        return snapshot.stays(
            basis=selection.basis, test="office", service=selection.service, provider=selection.provider
        )
    counts = selection.presence.on(snapshot.codes, on)
    codes = counts.index[(counts > 0).fillna(False).astype(bool)]
    made = pd.DataFrame({"code": codes, "provider": range(-len(codes), 0)})
    return made.assign(town="", latitude=float("nan"), longitude=float("nan"), first=on, last=on)


def teller_of(selection: Selection, spots: WhiteSpots) -> Teller:
    """What tells white spots in words; with the numbers that were observed where they are all there is."""
    snapshot = selection.snapshot
    counts = selection.presence.on(snapshot.codes, day_number(selection.on)) if selection.counts_only else None
    return Teller(snapshot, spots, counts=counts)


class WhiteSpotsPage:
    """The white spots of a selection, as the page and its files show them. query: what the page understands of it."""

    def __init__(self, selection: Selection, query: QueryDict) -> None:
        self.selection, self.query = selection, query
        self.sort = query.get("sort") or "name"
        if self.sort.removeprefix("-") not in SORTS:
            unknown = _("There is no “%(value)s” to choose here.") % {"value": self.sort[:40]}
            raise InvalidSelection([(_("Sort by"), unknown)])
        self.rows = selection.rows
        self.without = self.rows[(self.rows["providers"] == 0).fillna(False).astype(bool)]

    @cached_property
    def spots(self) -> WhiteSpots:
        return spots_of(self.selection, list(self.without.index), selectors.borders())

    @cached_property
    def unemployed(self) -> dict[str, Unemployment]:
        """The latest numbers by code; only rows of the kind that is shown, invented or real."""
        return selectors.unemployment(on=self.selection.on, example=self.selection.shows_examples)

    @cached_property
    def in_order(self) -> list[str]:
        """The codes of the white spots in the order asked for; what is missing comes last."""
        column, down = self.sort.removeprefix("-"), self.sort.startswith("-")
        rows = self.without.join(self.spots.rows[["days", "km"]])
        if column == "name":
            return list(rows.index[::-1] if down else rows.index)
        if column == "county":
            order = {code: county.sort_key for code, county in self.selection.snapshot.counties.items()}
            rows["county"] = rows["county"].map(order)
        known = {code: row.unemployed for code, row in self.unemployed.items()}
        rows["unemployed"] = [known.get(code) for code in rows.index]
        rows["unemployed"] = rows["unemployed"].astype("Float64")
        return list(rows.sort_values(column, ascending=not down, kind="stable", na_position="last").index)

    @cached_property
    def told(self) -> list[dict]:
        """The white spots in order, each with all that is told of it."""
        teller, phases = teller_of(self.selection, self.spots), self.selection.snapshot.phase_of
        return [
            {
                "code": code,
                "name": row["name"],
                "county": row["county_name"],
                "phase": phases.get(code),
                "phase_class": told_class(phase_key(phases[code].number), phases[code].label)
                if code in phases
                else None,
                "rural": bool(row["rural"]),
                "population": int(row["population"]),
                "unemployed": unemployed_cell(self.unemployed.get(code)),
                **teller.spot(code),
            }
            for code, row in self.without.loc[self.in_order].iterrows()
        ]

    # --- The parts of the page ------------------------------------------------------------------------------------

    def context(self) -> dict:
        """The context of `rollout/white_spots.html`, beside what every page needs."""
        return {
            "sentence": self.sentence(),
            "known": self.is_known,
            "figures": self.figures(),
            "rows": [with_first_few(each) for each in self.told],
            "heads": self.heads(),
            "other_data": self.other_data(),
            "by_county": self.by_county(),
            "near": self.is_part,
            "narrowing": narrowing(self.selection, self.query, SHOWN),
            "map": self.drawn(),
            "files": {kind: reverse("white-spots-file", args=[kind]) + address(self.query) for kind in ("csv", "xlsx")},
            "counted": words.counted_rural(
                self.selection.test, chosen_definition(self.selection), observed=self.selection.counts_only
            ),
            "unemployed_in": next(iter(self.unemployed.values())).period if self.unemployed else None,
            "ages": next(iter(self.unemployed.values())).age_range if self.unemployed else "",
            "first_known": date.fromisoformat(settings.FIRST_DAY),
            "counts_only": self.selection.counts_only,
            "map_url": reverse("map") + address(self.query, sort=None, providers="none"),
        }

    @property
    def is_known(self) -> bool:
        """Whether anything is known of the providers on the day."""
        return self.rows.empty or bool(self.rows["providers"].notna().any())

    def other_data(self) -> list[dict]:
        """Where nothing is known: the other data that can be asked instead, with their addresses."""
        bases = () if self.is_known else self.selection.snapshot.bases
        return [
            {"label": words.BASIS_WORDS[basis], "url": address(self.query, basis=basis)}
            for basis in bases
            if basis != self.selection.basis
        ]

    def sentence(self) -> str:
        """How many municipalities lack a provider, out of how many, on which day."""
        figure = without_provider(self.rows)
        counts = {"of": len(self.rows), "without": figure.part}
        names = {"old": "–", "new": "–", "observed": self.selection.counts_only}
        return words.sentence("coverage", self.selection.test, counts, on=self.selection.on, **names)

    def figures(self) -> list[dict]:
        """Municipalities, rural municipalities and inhabitants without a provider."""
        if not self.is_known:
            return []
        known = self.rows[self.rows["providers"].notna()]
        inhabitants = Figure(int(self.without["population"].sum()), int(known["population"].sum()))
        return [
            {"label": _("municipalities without a provider"), "figure": told_figure(without_provider(self.rows))},
            {
                "label": _("rural municipalities without a provider"),
                "figure": told_figure(without_provider(self.rows[self.rows["rural"]])),
            },
            {"label": _("inhabitants in municipalities without a provider"), "figure": told_figure(inhabitants)},
        ]

    @property
    def is_part(self) -> bool:
        """Whether a part of the country is chosen."""
        return len(self.rows) < len(self.selection.country)

    def by_county(self) -> list[dict]:
        """The counties with white spots, those with most first, each with the address that lists its own."""
        known = self.rows[self.rows["providers"].notna()]
        wholes, parts = known["county"].value_counts(), self.without["county"].value_counts()
        counties = [self.selection.snapshot.counties[code] for code in parts.index]
        if len(counties) < 2:
            return []
        return [
            {
                "name": each.name,
                "figure": told_figure(Figure(int(parts[each.code]), int(wholes[each.code]))),
                "url": address(self.query, county=each.code),
            }
            for each in sorted(counties, key=lambda each: (-parts[each.code], each.sort_key))
        ]

    def heads(self) -> list[dict]:
        """The heads of the table; those that sort carry an address and how they sort now."""
        labels = [
            ("name", _("Municipality"), ""),
            ("phase", _("Phase"), ""),
            ("days", _("White spot since"), ""),
            ("", _("Last there"), ""),
            ("km", _("Nearest open office"), ""),
            ("", _("Who could serve it"), ""),
            ("unemployed", _("Unemployed"), "number"),
            ("population", _("Inhabitants"), "number"),
        ]
        return [{"key": key, "label": label, "class": kind, **self.order_of(key)} for key, label, kind in labels]

    def order_of(self, key: str) -> dict:
        """How the list is sorted by a column, and the address that sorts by it or turns the order round."""
        if not key:
            return {"order": "", "url": ""}
        here, down = self.sort.removeprefix("-") == key, self.sort.startswith("-")
        # Who looks for the longest, farthest or most sees these first.
        first = key if key in ("name", "phase") else f"-{key}"
        turned = (key if down else f"-{key}") if here else first
        return {
            "order": ("descending" if down else "ascending") if here else "none",
            "url": address(self.query, sort=None if turned == "name" else turned),
        }

    def drawn(self) -> str:
        """The white spots on the map, the rest faint; empty where there is none."""
        if self.without.empty:
            return ""
        told = class_words(self.selection.snapshot)
        return page_map(
            self.selection.country["coverage"].to_dict(),
            shown=list(self.without.index),
            title=words.map_title_template().format(layer=_("White spots"), day=words.day_in_words(self.selection.on)),
            words=f"{told['none']}: {len(self.without)}",
            near=self.is_part,
            labels=self.without["name"].to_dict(),
        )

    # --- The file -------------------------------------------------------------------------------------------------

    def table(self) -> Table:
        """The same rows in the same order, a column for each thing told."""
        return Table(
            name=_("white-spots"),
            title=_("White spots"),
            columns=file_columns(),
            rows=[file_row(each) for each in self.told],
            about=self.about(),
        )

    def about(self) -> list[tuple[str, str]]:
        """What the file holds and how it is counted."""
        chips = narrowing(self.selection, self.query, SHOWN)["chips"]
        filters = "; ".join(f"{each['label']}: {each['word']}" for each in chips)
        latest = next(iter(self.unemployed.values()), None)
        month = f"{latest.period:%Y-%m} ({latest.age_range})" if latest else _("not imported")
        return [
            (_("Result"), self.sentence()),
            (
                _("How it is counted"),
                words.counted_rural(
                    self.selection.test, chosen_definition(self.selection), observed=self.selection.counts_only
                ),
            ),
            (_("Data"), str(words.BASIS_WORDS[self.selection.basis])),
            (_("Filters"), filters or pgettext("filters", "none")),
            (_("Distance"), distance_words()),
            (_("Unemployed"), month),
        ]


def spot_of_municipality(selection: Selection, code: str, neighbours: Sequence[str]) -> dict | None:
    """What the page of a municipality says of it as a white spot; None where it is none."""
    spots = spots_of(selection, [code], [(code, each) for each in neighbours])
    if spots.rows.empty:
        return None
    return with_first_few(teller_of(selection, spots).spot(code))
