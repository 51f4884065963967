"""The follow-up page: reach, dose, results and access; for each what has been published and what the files tell."""

from functools import cached_property

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rollout import follow_up_reading as reading
from rollout import selectors
from rollout.coverage import to_day
from rollout.exports import Table
from rollout.models import StudyFigure
from rollout.pages.asked import KEPT
from rollout.pages.follow_up_asked import Asked
from rollout.pages.follow_up_form import BY, NARROWING, OWN, SPLIT, month_key
from rollout.pages.follow_up_reach import Reach, told_country
from rollout.pages.follow_up_results import Results
from rollout.pages.narrowing import address, understood
from rollout.selection import InvalidSelection, Selection
from rollout.words import BASIS_WORDS

THEMES = ("reach", "dose", "results", "access", "conclusion", "demand")
FIELDS = ("period", "service", *NARROWING)
SECOND_SERVICE = "rom2"


class FollowUpPage:
    """What the reader asked for, as the page and its files show it. Raises InvalidSelection."""

    def __init__(self, selection: Selection, query: QueryDict) -> None:
        self.selection = selection
        self.query = understood(query, [*KEPT, *OWN])
        self.asked = Asked(selection, self.query)
        self.results, self.reach = Results(self.asked), Reach(self.asked)
        if self.asked.page > 1 and self.asked.page > self.results.pages:
            raise InvalidSelection([(_("Page"), _("There is no such page of the list."))])

    @property
    def period(self):
        """The first day of the month; None where no month is told of."""
        return to_day(self.asked.period) if self.asked.period is not None else None

    def context(self, keep: str) -> dict:
        """The context of `rollout/follow_up.html`, beside what every page needs. keep: what links carry on."""
        has_results = len(self.asked.of_month) > 0
        return {
            "asked": self.asked,
            "period": self.period,
            "service": self.selection.snapshot.services.get(self.asked.service),
            "fields": [self._field(name) for name in FIELDS],
            "steps": self._steps(),
            "carried": [(name, self.query[name]) for name in (*KEPT, "by", "split", "sort") if name in self.query],
            "whole_url": address(self.query, **dict.fromkeys((*NARROWING, "page"))) if self._narrowed else None,
            "published": self.published,
            "country": told_country(reading.of_the_country(), self._second_start),
            "reach": self.reach.told() if self.asked.codes else None,
            "has_results": has_results,
            "result_figures": self.results.figures() if has_results else [],
            "ratings": self.results.ratings() if has_results else [],
            "levels": self.results.levels() if has_results else [],
            "result_charts": self.results.charts() if len(self.asked.chosen) else [],
            "months": self.results.months() if len(self.asked.chosen) else [],
            "table": self._table(keep) if has_results else None,
            "access": self.reach.access() if self.asked.codes else None,
            "splits": self._ways("split", SPLIT, self.asked.split, "access", kept=("sort", "page")),
            "files": self._files(),
            "month_before": to_day(self.asked.month_before) if self.asked.month_before is not None else None,
        }

    # --- What is asked for ----------------------------------------------------------------------------------------

    def _field(self, name: str) -> dict:
        """A select: what it is called, its choices, and which is in force."""
        field = self.asked.form.fields[name]
        here = {"period": month_key(self.asked.period) if self.asked.period is not None else ""}
        chosen = {**here, "service": self.asked.service}.get(name, getattr(self.asked, name, ""))
        choices = [(value, label) for value, label in field.choices if value]
        if name in NARROWING:
            choices.insert(0, ("", _("all")))
        elif not chosen:
            choices.insert(0, ("", pgettext("month", "none")))
        return {"name": name, "label": field.label, "choices": choices, "chosen": chosen}

    @property
    def _narrowed(self) -> bool:
        return any(getattr(self.asked, name) for name in NARROWING)

    def _steps(self) -> dict:
        """The addresses of the months told of before and after the one shown."""
        months, period = self.asked.months, self.asked.period
        before = [month for month in months if period is not None and month < period]
        after = [month for month in months if period is None or month > period]
        return {
            name: {"month": to_day(month), "url": address(self.query, period=month_key(month), page=None)}
            for name, month in (("before", before[-1:]), ("after", after[:1]))
            for month in month
        }

    def _ways(self, name: str, words: dict, chosen: str, anchor: str, kept: tuple[str, ...] = ()) -> list[dict]:
        """The ways to make a table, each with its address; order and page begin anew unless they are kept."""
        anew = {each: None for each in ("sort", "page") if each not in kept}
        return [
            {"label": label, "here": key == chosen, "url": address(self.query, **{name: key, **anew}) + f"#{anchor}"}
            for key, label in words.items()
        ]

    # --- What has been published ----------------------------------------------------------------------------------

    @cached_property
    def published(self) -> dict[str, list[StudyFigure]]:
        """The figures of others by theme. One query."""
        found: dict[str, list[StudyFigure]] = {theme: [] for theme in THEMES}
        for row in selectors.study_figures():
            if row.theme in found:
                found[row.theme].append(row)
        return found

    @property
    def _second_start(self):
        service = self.selection.snapshot.services.get(SECOND_SERVICE)
        return service.starts_on if service else None

    # --- The table and the files ----------------------------------------------------------------------------------

    def _table(self, keep: str) -> dict:
        return {
            "lines": self.results.lines(keep),
            "number": len(self.results.table),
            "heads": [self._head(*head) for head in self._columns()],
            "ways": self._ways("by", BY, self.asked.by, "table"),
            "pages": [
                {"number": page, "here": page == self.asked.page, "url": address(self.query, page=str(page)) + "#table"}
                for page in range(1, self.results.pages + 1)
            ]
            if self.results.pages > 1
            else [],
        }

    def _columns(self) -> list[tuple[str, str, bool]]:
        """Key, head and whether it is a number, of each column of the table."""
        before = f"{to_day(self.asked.month_before):%Y-%m}" if self.asked.month_before is not None else "–"
        shared = [
            ("result", _("Weighted result"), True),
            ("change", _("Change since %(month)s, percentage points") % {"month": before}, True),
            ("participants", _("Participants"), True),
            ("risk", _("At risk of termination"), False),
        ]
        if self.asked.by == "agreement":
            return [
                ("name", _("Provider"), False),
                ("area", _("Delivery area"), False),
                ("rating", _("Rating"), False),
                *shared,
            ]
        name = _("Delivery area") if self.asked.by == "area" else _("Provider")
        counts = [
            ("agreements", _("Agreements"), True),
            ("rating", _("Rated 3 or 4"), True),
            ("unrated", _("Unrated"), True),
        ]
        return [("name", name, False), *counts, *shared]

    def _head(self, key: str, label: str, is_number: bool) -> dict:
        """A head with the address that sorts by it: numbers from the greatest at first, names from A."""
        ways = (f"-{key}", key) if is_number or key in ("rating", "risk") else (key, f"-{key}")
        next_way = ways[1] if self.asked.sort == ways[0] else ways[0]
        order = {key: "ascending", f"-{key}": "descending"}.get(self.asked.sort, "none")
        return {
            "label": label,
            "is_number": is_number,
            "order": order,
            "url": address(self.query, sort=next_way, page=None) + "#table",
        }

    def _files(self) -> dict[str, str]:
        query = address(self.query, page=None)
        return {
            f"{what}_{kind}": reverse(f"follow-up-{what}-file", args=[kind]) + query
            for what in ("table", "months")
            for kind in ("csv", "xlsx")
        }

    def table_file(self) -> Table:
        """The table of the month, all its pages."""
        own = [str(BY[self.asked.by]).capitalize()]
        if self.asked.by == "agreement":
            own = [_("Provider"), _("Agreement number"), _("Delivery area")]
        columns = [
            *(_("Month"), *own, _("Agreements")),
            *(_("Rated %(rating)s") % {"rating": rating} for rating in (4, 3, 2, 1)),
            *(_("Unrated"), _("Weighted result"), _("Change since the month before"), _("Participants")),
            *(_("Participants, level %(level)s") % {"level": level} for level in "ABC"),
            *(_("At risk of termination"), _("Not at risk"), _("Risk not stated")),
        ]
        rows = list(self.results.file_rows()) if len(self.asked.of_month) else []
        return Table(_("results"), _("Results"), columns, rows, self.about())

    def months_file(self) -> Table:
        """Unemployed and participants in the chosen places, month by month."""
        columns = [
            *(_("Month"), _("Ages"), _("Unemployed"), _("Participants"), _("Participants’ share of the unemployed")),
            *(_("Masked municipalities"), _("Missing municipalities")),
        ]
        rows = self.reach.file_rows() if self.asked.codes else []
        return Table(_("participants-by-month"), _("Participants by month"), columns, rows, self.about())

    def about(self) -> list[tuple[str, str]]:
        """What a file is of."""
        fields, service = self.asked.form.fields, self.selection.snapshot.services.get(self.asked.service)
        told = [
            (_("Service"), service.name if service else "–"),
            (_("Month"), f"{self.period:%Y-%m}" if self.period else "–"),
            (_("Data"), str(BASIS_WORDS[self.selection.basis])),
        ]
        for name in NARROWING:
            if value := getattr(self.asked, name):
                told.append((str(fields[name].label), dict(fields[name].choices)[value]))
        told.append((_("Missing"), _("An empty cell is missing: neither 0 nor no. Unrated is not bad.")))
        if self.selection.shows_examples:
            told.append((_("Example data"), _("The rows are invented.")))
        return told
