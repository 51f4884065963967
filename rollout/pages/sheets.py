"""Map sheets: the country on several days beside each other, on one scale and with one legend; the print form too."""

from collections.abc import Collection
from datetime import date
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from rollout import words
from rollout.coverage import Figure, coverage_class, day_number, without_provider
from rollout.pages.map_page import MISSING, STATUS_OPEN_NEW, freshness
from rollout.pages.map_state import class_words
from rollout.pages.maps import window
from rollout.pages.narrowing import address, narrowing
from rollout.pages.sheet_form import MOST, OWN, SHOWS, STEPS, Asked, asked_days
from rollout.pages.words import service_names, told_class, told_figure
from rollout.palette import layer_classes
from rollout.selection import PLACES, Selection
from rollout.status import status_in
from rollout.svgmap import Window, draw_shared, draw_small_map, shapes

KEPT = ("as_of", "basis", "layer", "test", "service", "provider", "definition", *PLACES)
SHOWN = ("layer", "county", "service", "test")


class SheetsPage:
    """Some days of a selection as small maps. query: what the page understands of the address."""

    def __init__(self, selection: Selection, query: QueryDict) -> None:
        self.selection, self.query, self.snapshot = selection, query, selection.snapshot
        filterset = selection.filterset
        self.asked: Asked = asked_days(query, self.snapshot, first=filterset.first, last=selection.last)
        self.scope = list(selection.scope.index)

    # --- What is shown on a day -----------------------------------------------------------------------------------

    def classes(self, day: date) -> dict[str, str]:
        """The class of every municipality on a day in the layer shown."""
        snapshot = self.snapshot
        if self.selection.layer == "status":
            return {code: status_in(snapshot.periods_of[code], day).value for code in snapshot.codes}
        if self.selection.layer == "phase":
            return self.selection.country["phase_class"].to_dict()
        counts = self.selection.presence.on(snapshot.codes, day_number(day))
        return {code: coverage_class(number) for code, number in counts.items()}

    def switched(self, day: date) -> set[str]:
        """The municipalities in which the new service is open for referral on a day."""
        periods = self.snapshot.periods_of
        return {code for code in self.snapshot.codes if status_in(periods[code], day).value in STATUS_OPEN_NEW}

    def dimmed(self, day: date) -> Collection[str]:
        """What is drawn faintly: what is not chosen; among the phases also what has not switched yet."""
        shown = set(self.scope)
        if self.selection.layer == "phase":
            shown &= self.switched(day)
        return set(self.snapshot.codes) - shown

    def figure(self, day: date) -> Figure:
        """The count under a map, over the municipalities chosen."""
        if self.selection.layer == "coverage":
            counts = self.selection.presence.on(self.scope, day_number(day))
            return without_provider(counts.to_frame())
        known = [code for code in self.scope if status_in(self.snapshot.periods_of[code], day).value != "unknown"]
        if self.scope and not known:
            return Figure(None, None)
        return Figure(len(self.switched(day) & set(known)), len(known))

    def figure_words(self) -> str:
        """What the count under each map is of."""
        if self.selection.layer == "coverage":
            return _("without a provider")
        told = _("%(new)s open") if self.selection.layer == "status" else _("have switched to %(new)s")
        return told % service_names(self.snapshot)

    # --- The parts of the page ------------------------------------------------------------------------------------

    @cached_property
    def sheets(self) -> list[dict]:
        """A map for each day, with its day, count and numbers by class."""
        return [self.sheet(number, day, label) for number, (day, label) in enumerate(self.asked.days, start=1)]

    def sheet(self, number: int, day: date, label: str) -> dict:
        classes, chosen = self.classes(day), self.scope
        counts = dict.fromkeys(self.keys, 0)
        for code in chosen:
            counts[classes[code]] += 1
        told = "; ".join(f"{self.told[key]}: {count}" for key, count in counts.items() if count)
        layer = words.LAYER_WORDS[self.selection.layer]
        missing = MISSING[self.selection.layer]
        return {
            "day": day,
            "label": label,
            "svg": draw_small_map(
                {code: classes.get(code, missing) for code in shapes().outlines},
                title=words.map_title_template().format(layer=layer, day=words.day_in_words(day)),
                description=told,
                name=f"sheet-{number}",
                dimmed=self.dimmed(day),
                window=self.window,
            ),
            "figure": told_figure(self.figure(day)),
            "counts": counts,
            "map_url": reverse("map") + address(self.map_query, on=day.isoformat()),
            "without_url": address(self.named_query, day=[each for each in self.iso_days if each != day.isoformat()]),
        }

    @cached_property
    def told(self) -> dict[str, str]:
        return class_words(self.snapshot)

    @cached_property
    def keys(self) -> list[str]:
        """The classes of the layer in the order of its scale."""
        return [each.key for each in layer_classes(self.selection.layer) if each.key in self.told]

    @cached_property
    def window(self) -> Window | None:
        """The part of the country that is chosen, or all of it."""
        known = [code for code in self.scope if code in shapes().outlines]
        return window(known) if known and len(self.scope) < len(self.snapshot.codes) else None

    @property
    def iso_days(self) -> list[str]:
        return [day.isoformat() for day, _label in self.asked.days]

    @cached_property
    def map_query(self) -> QueryDict:
        """The same choice on the map page."""
        kept = self.query.copy()
        for name in OWN:
            kept.pop(name, None)
        return kept

    @cached_property
    def named_query(self) -> QueryDict:
        """The same choice, with the days that are shown named one by one."""
        named = self.map_query.copy()
        named.setlist("day", self.iso_days)
        return named

    def legend(self) -> list[dict]:
        """The classes that occur on any of the maps: one scale for all."""
        used = {key for each in self.sheets for key, count in each["counts"].items() if count}
        return [told_class(key, self.told[key]) for key in self.keys if key in used]

    def numbers(self) -> list[dict]:
        """The same as a table: a line for each class, a number for each day."""
        days = [sheet["counts"] for sheet in self.sheets]
        return [{"key": each, "counts": [counts[each["key"]] for counts in days]} for each in self.legend()]

    def context(self) -> dict:
        """The context of `rollout/sheets.html`, beside what every page needs."""
        count = len(self.sheets)
        return {
            "sheets": self.sheets,
            "shared": draw_shared() if count else "",
            "columns": count if count <= MOST // 2 else -(-count // 2),
            "lines": 1 if count <= MOST // 2 else 2,
            "near": self.window is not None,
            "layer_word": words.LAYER_WORDS[self.selection.layer],
            "figure_words": self.figure_words(),
            "legend": self.legend(),
            "numbers": self.numbers(),
            "counted": self.counted(),
            "narrowing": narrowing(self.selection, self.query, SHOWN),
            "views": self.views(),
            "steps": [{"key": key, "label": step.label} for key, step in STEPS.items()],
            "every": self.asked.every or "quarter",
            "from_day": self.query.get("from", ""),
            "to_day": self.query.get("to", ""),
            "carried": [(name, value) for name, values in self.map_query.lists() for value in values],
            "named": [(name, value) for name, values in self.named_query.lists() for value in values],
            "may_add": count < MOST,
            "may_take": count > 1,
            "most": MOST,
            "left_out": self.asked.left_out,
            # Services and phases are real also where the providers are invented.
            "shows_examples": self.selection.shows_examples and self.selection.layer == "coverage",
        }

    def counted(self) -> str:
        """How the counts are made."""
        if self.selection.layer == "coverage":
            counted = words.counted_without(self.selection.test, observed=self.selection.counts_only)
            return f"{counted} {freshness(self.selection)}"
        return _("Unit: municipality.")

    def views(self) -> list[dict]:
        """Ready-made choices of days."""
        kept, first = self.map_query, self.selection.filterset.first.isoformat()
        asked = {"phases": {}, "around": {"show": "around"}, "year": {"every": "year", "from": first}}
        labels = {**SHOWS, "year": _("Every year")}
        here = self.asked.show or self.asked.every
        return [
            {"label": labels[key], "url": address(kept, **values), "here": key == here} for key, values in asked.items()
        ]
