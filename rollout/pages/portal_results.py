"""A provider's ratings and results on its home: how they have gone month by month, and where each agreement stands."""

from collections.abc import Mapping

import pandas as pd
from django.utils.translation import gettext as _

from rollout import follow_up_reading
from rollout.coverage import day_number, to_day
from rollout.follow_up import results_by_month, summed
from rollout.pages.follow_up_charts import spots_of, told_chart
from rollout.pages.follow_up_words import change_words, count_words, known, part_words, share_words
from rollout.portal_reading import Portfolio


class OwnResults:
    """Ratings and results of a provider's agreements up to the day."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        rows = follow_up_reading.results(portfolio.selection.snapshot, example=portfolio.provider.is_example)
        self.rows = rows[(rows["provider"] == portfolio.provider.pk) & (rows["period"] <= day_number(portfolio.on))]

    def context(self) -> dict:
        """The charts, the key figures of the latest month, a line for each agreement; empty where nothing is told."""
        if self.rows.empty:
            return {"charts": [], "figures": [], "lines": []}
        return {"charts": self.charts(), "figures": self.figures(), "lines": self.lines(), "month": self.month}

    @property
    def month(self):
        """The latest month of which anything is told."""
        return to_day(int(self.rows["period"].max()))

    def charts(self) -> list[dict]:
        """Weighted result and share of good ratings, each where two months of it are known."""
        frame = results_by_month(self.rows)
        months = [to_day(int(period)) for period in frame.index]
        good = frame["good"] / frame["rated"].where(frame["rated"] > 0)
        told = [
            ("weighted-result", _("Weighted result"), frame["result"]),
            ("good-ratings", _("Rated 3 or 4, among the rated"), good),
        ]
        charts = [
            told_chart(name, title, spots_of(months, [known(value) for value in values], share_words), shares=True)
            for name, title, values in told
        ]
        return [chart for chart in charts if chart]

    def figures(self) -> list[tuple[str, str]]:
        """The key figures of the latest month."""
        month = summed(self.rows[self.rows["period"] == day_number(self.month)])
        return [
            (_("Weighted result"), share_words(month["result"])),
            (_("Rated 3 or 4"), part_words(month["good"], month["rated"])),
            (_("Unrated, which is not bad"), count_words(month["unrated"])),
            (_("Participants"), count_words(month["participants"])),
        ]

    def lines(self) -> list[dict]:
        """A line for each agreement: its latest rating and result, and what came before them."""
        groups = dict(iter(self.rows.sort_values("period").groupby("agreement")))
        order = [key for key in self.portfolio.agreements if key in groups]
        return [{"agreement": self.portfolio.agreements[key], **told_line(groups[key])} for key in order]


def told_line(rows: pd.DataFrame) -> dict:
    """The latest rating and result of an agreement with what came before. rows: its months in order of time."""
    result, change = latest_result(rows)
    participants = known(rows["participants"].iloc[-1])
    return {
        "rating": last_two(rows, "rating"),
        "result": {"now": share_words(result), "change": "" if change is None else change_words(change)},
        "participants": count_words(participants),
        "numbers": {
            "result": result,
            "change": None if change is None else round(100 * change, 1),
            "participants": None if participants is None else int(participants),
        },
        "month": to_day(int(rows["period"].iloc[-1])),
        "risk": known(rows["risk"].iloc[-1]),
    }


def last_two(rows: pd.DataFrame, column: str) -> Mapping[str, int | None]:
    """The value of the latest month, None where it is missing, and the last other value that was known before it."""
    now = known(rows[column].iloc[-1])
    before = rows[column].iloc[:-1].dropna()
    other = before[before != now]
    return {"now": None if now is None else int(now), "before": int(other.iloc[-1]) if len(other) else None}


def latest_result(rows: pd.DataFrame) -> tuple[float | None, float | None]:
    """The weighted result of the latest month, and how much it has changed since the one that is known before.

    rows: the months of an agreement in order of time. Both are shares, and None where they are missing.
    """
    values, latest = rows["result"].dropna(), known(rows["result"].iloc[-1])
    return latest, float(latest - values.iloc[-2]) if latest is not None and len(values) > 1 else None
