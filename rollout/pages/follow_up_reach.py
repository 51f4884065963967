"""Reach and access on the follow-up page: participants of the country, and of the unemployed in the chosen places."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

import pandas as pd
from django.utils.translation import gettext as _

from municipalities.ages import age_range
from municipalities.models import Source
from providers.models import Participants
from rollout import selectors
from rollout.coverage import to_day
from rollout.exports import Cell
from rollout.follow_up import reach_by_group, reach_by_month
from rollout.monthchart import Break, Spot
from rollout.pages.follow_up_asked import Asked
from rollout.pages.follow_up_charts import age_breaks, spots_of, told_chart
from rollout.pages.follow_up_words import count_words, known, masked_words, share_words, split_names


class Reach:
    """Participants and unemployed in the places that the reader chose."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    @cached_property
    def by_month(self) -> pd.DataFrame:
        """All months of which anything is told; see `follow_up.reach_by_month`."""
        return reach_by_month(self.asked.unemployed, self.asked.participants, self.asked.codes)

    @cached_property
    def month(self) -> int | None:
        """The latest month, up to the chosen one, of which both are told in any municipality; None where none is."""
        asked = self.asked
        told = [set(rows[rows["number"].notna()]["period"]) for rows in (asked.unemployed, asked.participants)]
        both = [period for period in told[0] & told[1] if asked.period is not None and period <= asked.period]
        return int(max(both)) if both else None

    def told(self) -> dict:
        """The context of `rollout/follow_up_reach.html` beside the participants of the country."""
        frame = self.by_month
        months = [to_day(int(period)) for period in frame.index]
        chosen = to_day(self.asked.period) if self.asked.period is not None else None
        return {
            "is_told": not frame.empty,
            "places": len(self.asked.codes),
            "charts": [chart for chart in self._charts(frame, months, chosen) if chart],
            "lines": [self._line(row) for row in frame[::-1].itertuples()],
            "sources": self._sources(),
        }

    def _charts(self, frame: pd.DataFrame, months: Sequence[date], chosen: date | None) -> list[dict | None]:
        told = [
            ("share-of-unemployed", _("Participants’ share of the unemployed"), "share", share_words, True),
            ("participants", _("Participants"), "participants", count_words, False),
            ("unemployed", _("Unemployed"), "unemployed", count_words, False),
        ]
        return [
            told_chart(
                name,
                title,
                spots_of(months, [known(value) for value in frame[column]], words),
                shares=shares,
                breaks=[] if column == "participants" else age_breaks(),
                chosen=chosen,
            )
            for name, title, column, words, shares in told
        ]

    def _line(self, row) -> dict:
        month = to_day(int(row.Index))
        return {
            "month": month,
            "here": self.asked.period == row.Index,
            "ages": age_range(month),
            "unemployed": count_words(row.unemployed),
            "participants": count_words(row.participants),
            "masked": masked_words(row.masked),
            "missing": row.missing,
            "share": share_words(row.share),
        }

    def _sources(self) -> list[Source]:
        """The sources of the chosen places; examples have none. One query, or none."""
        told = (self.asked.unemployed, self.asked.participants)
        keys = {key for rows in told for key in rows[rows["code"].isin(self.asked.codes)]["source"].dropna().unique()}
        return [source for source in selectors.every_source() if source.key in keys] if keys else []

    # --- Access ---------------------------------------------------------------------------------------------------

    @cached_property
    def by_group(self) -> pd.DataFrame:
        """Parts of the country, municipality groups or counties in the month; empty where none is told."""
        if self.month is None:
            return pd.DataFrame()
        asked = self.asked
        return reach_by_group(asked.unemployed, asked.participants, asked.groups, period=self.month)

    def access(self) -> dict:
        """The context of `rollout/follow_up_access.html`: from the lowest share to the highest."""
        names = split_names(self.asked.snapshot, self.asked.split)
        rows = self.by_group
        if len(rows):
            rows = rows.sort_values("share", kind="stable", na_position="last")
        highest = max((value for value in rows.get("share", []) if known(value) is not None), default=0)
        return {
            "month": to_day(self.month) if self.month is not None else None,
            "lines": [
                {
                    "name": names.get(str(row.Index), str(row.Index)),
                    "key": row.Index,
                    "share": share_words(row.share),
                    "length": f"{100 * row.share / highest:.1f}" if known(row.share) and highest else None,
                    "participants": count_words(row.participants),
                    "unemployed": count_words(row.unemployed),
                    "numbers": [known(each) for each in (row.share, row.participants, row.unemployed)],
                    "known": row.known,
                    "municipalities": row.municipalities,
                }
                for row in rows.itertuples()
            ],
        }

    def file_rows(self) -> list[list[Cell]]:
        """The months as rows of a file."""
        return [
            [
                f"{to_day(int(row.Index)):%Y-%m}",
                age_range(to_day(int(row.Index))),
                known(row.unemployed),
                known(row.participants),
                known(row.share),
                int(row.masked),
                int(row.missing),
            ]
            for row in self.by_month.itertuples()
        ]


def told_country(rows: Sequence[Participants], second_service: date | None) -> dict | None:
    """The participants of the whole country as they are reported: chart, numbers and sources.

    second_service: the day on which RoM 2 began, a break where the source does not tell the two apart.
    """
    if not rows:
        return None
    breaks = []
    if second_service:
        words = _("Rusta och matcha 2 starts in %(month)s; the source does not say which service the numbers cover.")
        breaks.append(Break(second_service.replace(day=1), _("RoM 2"), words % {"month": f"{second_service:%Y-%m}"}))
    title = _("Participants in the country, as reported")
    spots = [Spot(row.period, known(row.participants), _told_count(row)) for row in rows]
    return {
        "chart": told_chart("country", title, spots, shares=False, breaks=breaks),
        "title": title,
        "lines": [{"row": row, "number": _told_count(row)} for row in rows],
        "sources": list({row.source.pk: row.source for row in rows if row.source}.values()),
        "services": len({row.service_id for row in rows}),
    }


def _told_count(row: Participants) -> str:
    return _("masked") if row.is_masked else count_words(row.participants)
