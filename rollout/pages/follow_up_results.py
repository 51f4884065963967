"""Results, ratings and dose on the follow-up page: key figures of the month, the months, and a table to sort."""

from collections.abc import Iterator, Mapping
from functools import cached_property

import pandas as pd
from django.urls import reverse
from django.utils.translation import gettext as _

from rollout.coverage import to_day
from rollout.exports import Cell
from rollout.follow_up import LEVELS, RATINGS, by_group, results_by_month, summed
from rollout.pages.follow_up_asked import Asked
from rollout.pages.follow_up_charts import spots_of, told_chart
from rollout.pages.follow_up_words import change_words, count_words, known, over_words, part_words, share_words

PAGE = 100
NOT_KNOWN = -1  # the key of agreements whose area is not known
LEVEL_LETTERS = dict(zip(LEVELS, "ABC", strict=True))


class Results:
    """The results of the service in the choice of the reader."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    # --- The month ------------------------------------------------------------------------------------------------

    @cached_property
    def month(self) -> pd.Series:
        """What the chosen agreements amount to in the month; see `follow_up.summed`."""
        return summed(self.asked.of_month)

    def figures(self) -> list[dict]:
        """The key figures of the month, each with what it is counted over."""
        month = self.month
        agreements, stated = int(month["agreements"]), month["at_risk"] + month["not_at_risk"]
        results, counts = (part_words(month[name], agreements) for name in ("with_result", "with_participants"))
        told = [
            (_("Weighted result"), share_words(month["result"]), over_words("result", results)),
            (_("Rated 3 or 4"), part_words(month["good"], month["rated"]), over_words("rating", month["unrated"])),
            (_("Participants"), count_words(month["participants"]), over_words("participants", counts)),
            (
                _("At risk of termination"),
                part_words(month["at_risk"], stated),
                over_words("risk", month["risk_unstated"]),
            ),
        ]
        return [{"label": label, "value": value, "over": over} for label, value, over in told]

    def ratings(self) -> list[dict]:
        """How many agreements have each rating, the best first, and how many none."""
        month, agreements = self.month, int(self.month["agreements"])
        told = [(str(value), int(month[f"rating_{value}"])) for value in RATINGS]
        told.append((_("unrated"), int(month["unrated"])))
        return [{"word": word, "number": number, "length": f"{100 * number / agreements:.1f}"} for word, number in told]

    def levels(self) -> list[dict]:
        """Participants by level of support in the month, where the file tells of levels."""
        numbers = {letter: known(self.month[level]) for level, letter in LEVEL_LETTERS.items()}
        if None in numbers.values() or not (whole := sum(numbers.values())):
            return []
        return [
            {
                "letter": letter,
                "number": count_words(number),
                "share": share_words(number / whole),
                "length": f"{100 * number / whole:.1f}",
            }
            for letter, number in numbers.items()
        ]

    # --- Months ---------------------------------------------------------------------------------------------------

    @cached_property
    def by_month(self) -> pd.DataFrame:
        return results_by_month(self.asked.chosen)

    def charts(self) -> list[dict]:
        """The weighted result and the share of good ratings through the months."""
        frame = self.by_month
        months = [to_day(int(period)) for period in frame.index]
        chosen = to_day(self.asked.period) if self.asked.period is not None else None
        good = frame["good"] / frame["rated"].where(frame["rated"] > 0)
        told = [
            ("weighted-result", _("Weighted result"), frame["result"]),
            ("good-ratings", _("Rated 3 or 4, among the rated"), good),
        ]
        charts = (
            told_chart(
                name,
                title,
                spots_of(months, [known(value) for value in values], share_words),
                shares=True,
                chosen=chosen,
            )
            for name, title, values in told
        )
        return [chart for chart in charts if chart]

    def months(self) -> list[dict]:
        """Every month of which something is told, and those between, the latest first."""
        return [
            {
                "month": to_day(int(row.Index)),
                "here": row.Index == self.asked.period,
                "agreements": count_words(row.agreements) if row.agreements else None,
                "good": part_words(row.good, row.rated),
                "unrated": count_words(row.unrated),
                "result": share_words(row.result),
                "participants": count_words(row.participants),
                "at_risk": part_words(row.at_risk, row.at_risk + row.not_at_risk),
                "risk_unstated": count_words(row.risk_unstated),
                "numbers": row,
            }
            for row in self.by_month[::-1].itertuples()
        ]

    # --- The table ------------------------------------------------------------------------------------------------

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row for each area, provider or agreement of the month, in the order asked for.

        Columns as of `follow_up.by_group`, with change (of the result since the month before, 0..1), name, and for
        agreements area_name.
        """
        rows = self.asked.of_month
        told = by_group(rows, self._keys(rows))
        before = self.asked.chosen[self.asked.chosen["period"] == self.asked.month_before]
        told["change"] = told["result"] - by_group(before, self._keys(before))["result"].reindex(told.index)
        told["name"] = [self.name(key) for key in told.index]
        if self.asked.by == "agreement":
            areas = rows.drop_duplicates("agreement").set_index("agreement")["area"].fillna(NOT_KNOWN)
            told["area"] = areas.reindex(told.index).astype(int)
        return self._sorted(told)

    def _keys(self, rows: pd.DataFrame) -> pd.Series:
        return rows[self.asked.by].fillna(NOT_KNOWN).astype(int)

    def name(self, key: int) -> str:
        """The name of an area or a provider; of an agreement that of its provider."""
        snapshot = self.asked.snapshot
        if self.asked.by == "area":
            return snapshot.areas[key].name if key in snapshot.areas else _("not known")
        return snapshot.providers[self.providers.get(key, key)].name

    @cached_property
    def providers(self) -> Mapping[int, int]:
        """The provider of each agreement, where the table is of agreements."""
        rows = self.asked.of_month if self.asked.by == "agreement" else self.asked.of_month.iloc[:0]
        return dict(zip(rows["agreement"], rows["provider"], strict=True))

    @cached_property
    def numbers(self) -> Mapping[int, str]:
        """The agreement numbers."""
        return dict(zip(self.asked.of_month["agreement"], self.asked.of_month["number"], strict=True))

    def _sorted(self, told: pd.DataFrame) -> pd.DataFrame:
        """Missing values come last, whichever way; rows that are alike stand in the order of their names."""
        column, down = self.asked.sort.removeprefix("-"), self.asked.sort.startswith("-")
        snapshot = self.asked.snapshot
        order = pd.DataFrame(index=told.index)
        order["name"] = [self._sort_key(key) for key in told.index]
        areas = told.get("area", pd.Series(NOT_KNOWN, index=told.index))
        order["area"] = [snapshot.areas[key].sort_key if key in snapshot.areas else None for key in areas]
        order["rating"] = self._rating_order(told)
        order["risk"] = told["at_risk"].where(told["at_risk"] + told["not_at_risk"] > 0)
        for name in ("agreements", "unrated", "result", "change", "participants"):
            order[name] = told[name]
        ordered = order.sort_values("name", kind="stable").sort_values(
            column, ascending=not down, kind="stable", na_position="last"
        )
        return told.loc[ordered.index]

    def _sort_key(self, key: int) -> str | None:
        rows = self.asked.snapshot.areas if self.asked.by == "area" else self.asked.snapshot.providers
        found = rows.get(self.providers.get(key, key))
        return found.sort_key if found else None

    def _rating_order(self, told: pd.DataFrame) -> pd.Series:
        """Of an agreement its rating; of several the share of good ratings among the rated."""
        if self.asked.by == "agreement":
            return sum(told[f"rating_{value}"] * value for value in RATINGS).where(told["rated"] > 0)
        return told["good"] / told["rated"].where(told["rated"] > 0)

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.table) // PAGE))

    def lines(self, keep: str) -> list[dict]:
        """The lines of the page that is asked for. keep: what links carry on."""
        first = (min(self.asked.page, self.pages) - 1) * PAGE
        return [self._line(key, row, keep) for key, row in self.table.iloc[first : first + PAGE].iterrows()]

    def _line(self, key: int, row: pd.Series, keep: str) -> dict:
        of_one, stated = self.asked.by == "agreement", row["at_risk"] + row["not_at_risk"]
        return {
            "name": row["name"],
            "url": self._url(key, keep),
            "number": self.numbers.get(key) if of_one else None,
            "area": self._area(row["area"], keep) if of_one else None,
            "agreements": count_words(row["agreements"]),
            "rating": self._rating(row) if of_one else part_words(row["good"], row["rated"]),
            "unrated": count_words(row["unrated"]),
            "result": share_words(row["result"]),
            "change": change_words(row["change"]),
            "participants": count_words(row["participants"]),
            "risk": self._risk(row) if of_one else part_words(row["at_risk"], stated),
            "is_at_risk": row["at_risk"] > 0,
            "risk_unstated": 0 if of_one else int(row["risk_unstated"]),
        }

    def _url(self, key: int, keep: str) -> str | None:
        if self.asked.by == "area":
            return None if key == NOT_KNOWN else reverse("area-detail", args=[key]) + keep
        return reverse("provider-detail", args=[self.providers.get(key, key)]) + keep

    def _area(self, key: int, keep: str) -> dict:
        areas = self.asked.snapshot.areas
        return {"name": areas[key].name, "url": reverse("area-detail", args=[key]) + keep} if key in areas else {}

    @staticmethod
    def _rating(row: pd.Series) -> str:
        return next((str(value) for value in RATINGS if row[f"rating_{value}"]), _("unrated"))

    @staticmethod
    def _risk(row: pd.Series) -> str:
        if row["risk_unstated"]:
            return _("not stated")
        return _("yes") if row["at_risk"] else _("no")

    # --- The file -------------------------------------------------------------------------------------------------

    def file_rows(self) -> Iterator[list[Cell]]:
        """All rows of the table, in its order."""
        month = f"{to_day(self.asked.period):%Y-%m}" if self.asked.period is not None else None
        areas = self.asked.snapshot.areas
        for key, row in self.table.iterrows():
            own = [row["name"]]
            if self.asked.by == "agreement":
                area = areas.get(row["area"])
                own += [self.numbers[key], area.name if area else None]
            yield [
                month,
                *own,
                *(int(row[name]) for name in ("agreements", *(f"rating_{value}" for value in RATINGS), "unrated")),
                *(known(row[name]) for name in ("result", "change", "participants", *LEVELS)),
                *(int(row[name]) for name in ("at_risk", "not_at_risk", "risk_unstated")),
            ]
