"""The rows of the follow-up page: what the files tell of the reader's service, month, places and providers."""

from functools import cached_property

import pandas as pd
from django.http import QueryDict

from rollout import follow_up_reading as reading
from rollout.coverage import day_number, to_day
from rollout.filters import GROUPS
from rollout.follow_up import month_after
from rollout.pages.follow_up_form import (
    NARROWING,
    PeriodForm,
    counties_offered,
    month_key,
    months_offered,
    named_offered,
)
from rollout.selection import Selection


class Asked:
    """A reader's choice among what has been told month by month. Raises InvalidSelection for what cannot be chosen."""

    def __init__(self, selection: Selection, query: QueryDict) -> None:
        self.selection, self.snapshot = selection, selection.snapshot
        self.form = PeriodForm(query)
        self.form.offer("service", [(code, row.name) for code, row in self.services.items()])
        self.service = self.form.asked("service") or next(reversed(self.services), "")
        self.form.offer("county", counties_offered(self.snapshot))
        self.form.offer("area", named_offered(self.snapshot.areas, self.results["area"].dropna().unique()))
        self.form.offer("provider", named_offered(self.snapshot.providers, self.results["provider"].unique()))
        self.form.offer("period", months_offered(self.every_month))
        self.county, self.area, self.provider = (self.form.asked(name) for name in NARROWING)
        self.by = self.form.asked("by") or "area"
        self.split = self.form.asked("split") or "part"
        self.sort = self.form.asked("sort") or "name"
        self.page = int(self.form.asked("page") or 1)
        self.period = self._period(self.form.asked("period"))

    # --- What there is --------------------------------------------------------------------------------------------

    @property
    def knows_rows(self) -> bool:
        """Whether there are rows behind what is counted; observed counts have none."""
        return not self.selection.counts_only

    @cached_property
    def results(self) -> pd.DataFrame:
        """Results and ratings of all services, up to today."""
        rows = reading.results(self.snapshot, example=self.selection.shows_examples)
        return self._until_today(rows)

    @cached_property
    def unemployed(self) -> pd.DataFrame:
        return self._until_today(reading.unemployed(self.snapshot, example=self.selection.shows_examples))

    @cached_property
    def every_participants(self) -> pd.DataFrame:
        return self._until_today(reading.participants(self.snapshot, example=self.selection.shows_examples))

    def _until_today(self, rows: pd.DataFrame) -> pd.DataFrame:
        return rows[(rows["period"] <= day_number(self.selection.today)) & self.knows_rows]

    @cached_property
    def services(self) -> dict:
        """The services that the files tell of, by code, in their order."""
        told = {*self.results["service"].unique(), *self.every_participants["service"].unique()}
        return {code: row for code, row in self.snapshot.services.items() if code in told}

    @cached_property
    def of_service(self) -> pd.DataFrame:
        """Results of the service."""
        return self.results[self.results["service"] == self.service]

    @cached_property
    def participants(self) -> pd.DataFrame:
        """Participants of the service by municipality."""
        return self.every_participants[self.every_participants["service"] == self.service]

    @cached_property
    def months(self) -> list[int]:
        """The months of which results are told; where there are none, those of participants or unemployed."""
        told = next((rows for rows in (self.of_service, self.participants, self.unemployed) if len(rows)), None)
        return [] if told is None else sorted({int(period) for period in told["period"].unique()})

    @cached_property
    def every_month(self) -> list[int]:
        """The months of which anything is told, of any service: another service may be asked for in the same month."""
        told = (self.results, self.every_participants, self.unemployed)
        return sorted({int(period) for rows in told for period in rows["period"].unique()})

    def _period(self, asked: str) -> int | None:
        """The month asked for, else the latest that has begun on the reader's day; None where there is none."""
        if asked:
            return next(month for month in self.every_month if month_key(month) == asked)
        begun = [month for month in self.months if month <= day_number(self.selection.on)]
        return begun[-1] if begun else None

    # --- What is chosen -------------------------------------------------------------------------------------------

    @cached_property
    def chosen(self) -> pd.DataFrame:
        """The results of the service, in all months, of the chosen area, provider and county.

        An agreement is in a county in the months at whose end it has an office open there.
        """
        rows = self.of_service
        if self.area:
            rows = rows[(rows["area"] == int(self.area)).fillna(False)]
        if self.provider:
            rows = rows[rows["provider"] == int(self.provider)]
        return self._in_county(rows) if self.county else rows

    def _in_county(self, rows: pd.DataFrame) -> pd.DataFrame:
        offices = self.snapshot.offices
        offices = offices[offices["on_site"] & offices["code"].str.startswith(self.county)]
        ends = {int(month): day_number(month_after(to_day(int(month)))) - 1 for month in rows["period"].unique()}
        pairs = rows[["agreement", "period"]].merge(offices[["agreement", "first", "last"]], on="agreement")
        end = pairs["period"].map(ends)
        there = pairs[(pairs["first"] <= end) & (pairs["last"] >= end)]
        keys = set(zip(there["agreement"], there["period"], strict=True))
        return rows[[key in keys for key in zip(rows["agreement"], rows["period"], strict=True)]]

    @cached_property
    def of_month(self) -> pd.DataFrame:
        """The chosen results of the month."""
        return self.chosen[self.chosen["period"] == self.period]

    @cached_property
    def month_before(self) -> int | None:
        """The month before the chosen one of which results are told; None where there is none."""
        before = [month for month in self.months if self.period is not None and month < self.period]
        return before[-1] if before and len(self.of_service) else None

    @cached_property
    def codes(self) -> list[str]:
        """The municipalities whose unemployed and participants are summed: those of the county and the area.

        Empty where the municipalities of the area are not known.
        """
        codes = self.snapshot.codes
        if self.county:
            codes = [code for code in codes if code.startswith(self.county)]
        if self.area:
            members = self.snapshot.members
            inside = set(members[members["area"] == int(self.area)]["code"])
            codes = [code for code in codes if code in inside]
        return codes

    @cached_property
    def groups(self) -> pd.Series:
        """The part of the country, municipality group or county of each chosen municipality, by code."""
        column = {"part": "part", "group": GROUPS, "county": "county"}[self.split]
        return self.snapshot.municipalities.loc[self.codes, column]
