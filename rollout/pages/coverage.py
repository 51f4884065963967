"""The coverage page: one measure as figure, map, bars, trend and list of the same rows; each figure opens its list."""

from functools import cached_property

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from rollout.measures import MEASURES
from rollout.pages.coverage_bars import told_bars
from rollout.pages.coverage_filter import CoverageFilter
from rollout.pages.coverage_list import told_columns, told_rows
from rollout.pages.coverage_map import by_municipality, drawn, legend
from rollout.pages.coverage_rows import FIRST_MEASURE, MeasureRows
from rollout.pages.coverage_trend import neighbouring_changes, told_trend
from rollout.pages.coverage_words import (
    alone_words,
    class_words,
    direction_words,
    facts,
    figure_words,
    out_of,
    side_words,
    value_words,
)
from rollout.pages.map_page import filter_selects
from rollout.palette import as_table
from rollout.selection import PLACES, Selection
from rollout.words import BASIS_WORDS, day_in_words

BOXES = ("county", "part", "group", "phase")
MORE = (*BOXES, "q", "rural", "area", "provider")
OWN = tuple(CoverageFilter.base_filters)
LIST = ("counted", "step", "side")


class CoveragePage:
    """A measure under a selection, as the page shows it. Give it a selection made with `CoverageFilter`."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.rows = MeasureRows(selection)

    @property
    def measure(self):
        return self.rows.measure

    @cached_property
    def title(self) -> str:
        """What is shown, with its day: the name of map and chart."""
        return f"{self.measure.title}, {day_in_words(self.selection.on)}"

    def context(self) -> dict:
        """The context of `rollout/coverage.html`, beside what every page needs."""
        words = class_words(self.rows)
        return {
            "measure": self.measure,
            "headline": self.headline(),
            "told_facts": facts(self.rows),
            "direction": direction_words(self.measure),
            "alone": alone_words(self.rows),
            "other_data": self.other_data(),
            "of_areas": self.measure.of == "area",
            "form": self.form(),
            "map": drawn(self.rows, words, title=self.title),
            "legend": legend(self.rows, words),
            "unplaced": self.unplaced(),
            "some_faint": not by_municipality(self.rows)["is_listed"].all(),
            "bars": told_bars(self.rows),
            "trend": told_trend(self.rows, title=_("%(measure)s through time") % {"measure": self.measure.title}),
            "changes": self.changes(),
            "rows": told_rows(self.rows),
            "list_columns": told_columns(self.rows),
            "listed_word": self.listed_word(words),
            "whole_list_url": self.selection.address(**dict.fromkeys(LIST)),
            "nothing_url": self.selection.address(**dict.fromkeys((*PLACES, *LIST, "provider", "service"))),
            "files": self.files(),
            "state": self.state(),
        }

    # --- The figure -----------------------------------------------------------------------------------------------

    def headline(self) -> dict:
        """The figure, large, with the addresses of the lists behind its two numbers."""
        figure = self.rows.figure
        return {
            "value": value_words(self.measure, figure.value),
            "is_known": figure.value is not None,
            "words": figure_words(self.measure, figure),
            "sides": [self.told_side(figure, "first"), self.told_side(figure.against, "other")]
            if figure.against
            else [self.told_side(figure, "")],
        }

    def other_data(self) -> list[dict]:
        """Where nothing is known: the other data that can be asked instead, with their addresses."""
        bases = self.selection.snapshot.bases if self.rows.figure.value is None and self.rows.figure.missing else ()
        return [
            {"label": BASIS_WORDS[basis], "url": self.selection.address(basis=basis)}
            for basis in bases
            if basis != self.selection.basis
        ]

    def told_side(self, side, key: str) -> dict:
        """The two numbers of a figure, or of one side of a gap, and where each leads."""
        numbers = {name: getattr(side, name) for name in ("part", "whole")}
        return {
            **numbers,
            "words": side_words(side) or out_of(side.whole, side.whole),
            "is_known": side.whole is not None,
            "part_url": self.list_address(["yes"], key),
            "whole_url": self.list_address(["yes", "no"], key),
        }

    def list_address(self, counted: list[str], side: str) -> str:
        """The list of the rows that count so."""
        return self.selection.address(counted=counted, step=None, side=side or None) + "#list"

    # --- The choices ----------------------------------------------------------------------------------------------

    def form(self) -> dict:
        """The form's fields with what is chosen; `more` counts the filters behind the fold that are on."""
        form = self.selection.filterset.form
        selects = {each["name"]: each for each in filter_selects(self.selection)}
        return {
            "measures": [(key, each.title, key == self.measure.key) for key, each in MEASURES.items()],
            "usual": self.usual(),
            "service": selects.pop("service"),
            "selects": [{**each, "usual": self.usual().get(each["name"], "")} for each in selects.values()],
            "groups": [self.told_boxes(name) for name in BOXES],
            "rural": [("", _("all")), ("yes", _("rural")), ("no", _("not rural"))],
            "chosen_rural": form.cleaned_data.get("rural") or "",
            "q": form.cleaned_data.get("q") or "",
            "kept": [(name, form.cleaned_data[name]) for name in ("by", "sort") if form.cleaned_data.get(name)],
            "of_list": [(name, value) for name in LIST for value in self.picked(name)],
            "more": sum(bool(form.cleaned_data.get(name)) for name in MORE),
        }

    def picked(self, name: str) -> list[str]:
        """The values of a choice among the rows of the list."""
        value = self.selection.filterset.form.cleaned_data.get(name) or []
        return [value] if isinstance(value, str) else value

    def usual(self) -> dict[str, str]:
        """What is meant where the address says nothing: the page's script leaves it out."""
        definitions = self.selection.snapshot.definitions
        return {
            "measure": FIRST_MEASURE,
            "definition": definitions[0].key if definitions else "",
            "on": self.selection.today.isoformat(),
            "test": "office",
            "basis": self.selection.snapshot.default_basis,
        }

    def told_boxes(self, name: str) -> dict:
        """A filter of several values: its choices with whether each is on, and how many are."""
        form = self.selection.filterset.form
        chosen = form.cleaned_data.get(name) or []
        choices = [
            {"value": str(value), "label": label, "on": str(value) in chosen}
            for value, label in form.fields[name].choices
        ]
        return {"name": name, "label": form.fields[name].label, "choices": choices, "count": len(chosen)}

    def changes(self) -> dict[str, dict | None]:
        """The nearest days on which anything changes, with their addresses."""
        days = neighbouring_changes(self.selection)
        return {
            way: day and {"on": day, "url": self.selection.address(on=day.isoformat())} for way, day in days.items()
        }

    # --- The rest ---------------------------------------------------------------------------------------------------

    def listed_word(self, words: dict[str, str]) -> str:
        """Which of the rows are listed, where it is not all of them."""
        cleaned = self.selection.filterset.form.cleaned_data
        if cleaned.get("step"):
            return ", ".join(words[step] for step in cleaned["step"])
        picked = set(cleaned.get("counted") or [])
        if picked == {"yes"}:
            return str(self.measure.numerator)
        return str(self.measure.denominator) if picked == {"yes", "no"} else ""

    def unplaced(self) -> int:
        """How many of the rows that are asked about lie in no municipality that is known."""
        rows = self.rows.rows[self.rows.scope]
        return int(((rows["place"] == "") & (rows["state"] != "outside")).sum())

    def files(self) -> dict[str, str]:
        """The addresses of the files, of the very rows that are shown."""
        query = self.selection.address()
        made = {kind: reverse("coverage-file", args=[kind]) + query for kind in ("csv", "xlsx")}
        return made | {f"trend_{kind}": reverse("coverage-trend-file", args=[kind]) + query for kind in ("csv", "xlsx")}

    def state(self) -> dict:
        """What the page's script needs."""
        return {
            "palette": as_table(),
            "hints": {
                "wheel": _("Hold Ctrl and turn the wheel to zoom."),
                "touch": _("Use two fingers to move the map."),
            },
            "urls": {
                "municipality": reverse("municipality-detail", args=["0000"]),
                "boundaries": static("geo/municipalities.geojson"),
                "plotly": static("vendor/plotly-geo/plotly-geo.min.js"),
            },
        }
