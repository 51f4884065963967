"""The page that sets what is reported, observed and computed side by side, and flags what does not fit together."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rollout import selectors
from rollout.evidence import Verdict, counts_behind, verdict
from rollout.models import DayStatement, Phase, StudyFigure
from rollout.pages.evidence_claims import (
    MUNICIPALITY,
    TESTS,
    Counted,
    basis_with_rows,
    claim_of,
    counted,
    groups,
    inhabitants_without,
    observed,
    same_day,
)
from rollout.pages.evidence_picture import picture
from rollout.pages.sheet_form import MOST
from rollout.pages.words import day_words, service_names, told_figure
from rollout.selection import Selection
from rollout.words import BASIS_WORDS, TEST_WORDS


class EvidencePage:
    """All answers to one question as the page, its picture and its files show them. Four queries at most."""

    def __init__(self, selection: Selection) -> None:
        self.selection, self.snapshot = selection, selection.snapshot

    @cached_property
    def figures(self) -> list[StudyFigure]:
        """What has been published of coverage."""
        return list(selectors.study_figures(theme=StudyFigure.Theme.COVERAGE))

    @cached_property
    def observed(self) -> dict[date, list[Counted]]:
        return observed(self.snapshot)

    @cached_property
    def computed(self) -> list[tuple[str, str, list[Counted]]]:
        """Basis, test and the groups, from the rows held here, on the reader's day."""
        return [
            (basis, test, counted(self.snapshot, basis=basis, test=test, on=self.selection.on))
            for basis in self.snapshot.bases
            if basis != "observed"
            for test in TESTS
        ]

    def context(self) -> dict:
        """The context of `rollout/evidence.html`, beside what every page needs."""
        return {
            "groups": groups(self.snapshot),
            "reported": [self.told_reported(each) for each in self.figures],
            "observed": self.told_observed(),
            "latest": self.told_latest(),
            "ways_on": self.ways_on(),
            "computed": self.told_computed(),
            "computed_heads": [
                {"basis": basis, "word": BASIS_WORDS[basis], "test": TEST_WORDS[test]}
                for basis, test, _rows in self.computed
            ],
            "both_ways": self.both_ways(),
            "unclear": self.unclear(),
            "against_listings": self.against_listings(),
            "contested_days": contested_days(self.selection),
            "spot_checks": spot_checks(),
            "picture": picture(self),
            "files": {
                kind: reverse("evidence-file", args=[kind]) + self.selection.address() for kind in ("csv", "xlsx")
            },
        }

    # --- Reported -------------------------------------------------------------------------------------------------

    def told_reported(self, figure: StudyFigure) -> dict:
        """A published figure, and how it stands beside what was observed."""
        return {"row": figure, "beside": verdict_words(self.beside_observed(figure))}

    def beside_observed(self, figure: StudyFigure) -> Verdict | None:
        """The verdict over the observed figure that comes nearest to answering the same question, the latest first."""
        verdicts = [verdict(claim_of(figure), each.claim) for rows in reversed(self.observed.values()) for each in rows]
        return min(verdicts, key=lambda each: len(each.differing), default=None)

    # --- Observed -------------------------------------------------------------------------------------------------

    def told_observed(self) -> list[dict]:
        """The days in order of time, each with a cell for every group."""
        return [{"day": on, "cells": [told_cell(each) for each in rows]} for on, rows in self.observed.items()]

    def told_latest(self) -> dict | None:
        """The latest day that was observed: of all municipalities and of the rural ones by the first definition."""
        if not self.observed:
            return None
        on, rows = next(reversed(self.observed.items()))
        return {"day": on, "cells": [{**told_cell(each), "label": each.group.label} for each in rows[:2]]}

    def ways_on(self) -> dict | None:
        """Where the observed days are shown as maps beside each other, and the first held against the last."""
        days = [on.isoformat() for on in self.observed]
        if len(days) < 2:
            return None
        beside = urlencode({"basis": "observed", "day": days[-MOST:]}, doseq=True)
        against = urlencode({"basis": "observed", "on_a": days[0], "on_b": days[-1]})
        return {"maps": f"{reverse('map-sheets')}?{beside}", "differences": f"{reverse('compare')}?{against}"}

    # --- Computed -------------------------------------------------------------------------------------------------

    def told_computed(self) -> list[dict]:
        """The groups, each with a cell for every basis and test."""
        columns = [rows for _basis, _test, rows in self.computed]
        return [
            {"label": group.label, "cells": [told_cell(rows[place]) for rows in columns]}
            for place, group in enumerate(groups(self.snapshot))
        ]

    def both_ways(self) -> dict | None:
        """One day counted by both tests and both units, beside what was published; None where no rows are of that day.

        The day is the first of those that the published count of municipalities may be of.
        """
        by_office = next((each for each in self.figures if each.test == "office" and each.on), None)
        by_agreement = next((each for each in self.figures if each.test == "agreement"), None)
        basis = basis_with_rows(self.snapshot, on=by_office.on) if by_office and by_agreement else None
        if basis is None:
            return None
        asked = {"basis": basis, "on": by_office.on}
        municipalities = [counted(self.snapshot, test=test, **asked)[0] for test in TESTS]
        inhabitants = [told_figure(inhabitants_without(self.snapshot, test=test, **asked)) for test in TESTS]
        return {
            "day": by_office.on,
            "is_example": basis == "example",
            "tests": [TEST_WORDS[test] for test in TESTS],
            "municipalities": [told_cell(each) for each in municipalities],
            "inhabitants": inhabitants,
            "by_office": by_office,
            "by_agreement": by_agreement,
        }

    # --- What does not fit ----------------------------------------------------------------------------------------

    def unclear(self) -> list[dict]:
        """Published shares that nobody can compare, with what would have to be known, and what they might mean."""
        found = [(each, self.beside_observed(each)) for each in self.figures]
        return [
            {
                "row": figure,
                "missing": in_a_row(aspect_words(each.unknown)),
                "possible": self.possible(figure),
                "range": self.observed_range(),
            }
            for figure, each in found
            if each and each.kind == "unknown"
        ]

    def possible(self, figure: StudyFigure) -> list[dict]:
        """The counts that the share would stand for, were it of the rural municipalities by one of our definitions."""
        share = claim_of(figure).share
        if share is None or figure.unit != MUNICIPALITY:
            return []
        rural = [group for group in groups(self.snapshot) if group.is_narrowed]
        return [
            {"label": group.label, "whole": len(group.codes), "counts": counts}
            for group in rural
            if (counts := counts_behind(share, len(group.codes)))
        ]

    def observed_range(self) -> list[dict]:
        """The least and the greatest share that was observed, by definition of rural."""
        by_group: dict[str, list[float]] = {}
        for each in (row for rows in self.observed.values() for row in rows if row.group.is_narrowed):
            if each.figure.share is not None:
                by_group.setdefault(each.group.label, []).append(100 * each.figure.share)
        return [{"label": label, "low": min(found), "high": max(found)} for label, found in by_group.items()]

    def against_listings(self) -> list[dict]:
        """What was observed on a day beside the rows of a listing of that day which was imported here."""
        return [
            {
                "day": on,
                "lines": [
                    {"label": one.group.label, "observed": told_cell(one), "registered": told_cell(other), **said}
                    for one, other in zip(self.observed[on], registered, strict=True)
                    if (said := verdict_words(verdict(one.claim, other.claim)))
                ],
            }
            for on in same_day(self.snapshot, list(self.observed))
            if (registered := counted(self.snapshot, basis="registered", test="office", on=on))
        ]


def told_cell(each: Counted) -> dict:
    """A counted figure with the address of the map and the list behind it; none where nothing is known."""
    return {"figure": told_figure(each.figure), "url": map_address(each) if each.figure.part is not None else ""}


def map_address(each: Counted) -> str:
    """The map that shows just the municipalities counted."""
    asked = {"basis": each.basis, "on": each.on.isoformat(), "providers": "none"}
    asked |= {"test": each.test} if each.test != "office" else {}
    return f"{reverse('map')}?{urlencode({**asked, **each.group.asked})}"


def aspect_words(aspects: Sequence[str]) -> list[str]:
    """What a figure names, in words."""
    told = {"unit": _("unit"), "test": _("test"), "definition": _("definition"), "day": _("day")}
    return [told[each] for each in aspects]


def in_a_row(words: Sequence[str]) -> str:
    """Such as “test, definition and day”."""
    *first, last = words or [""]
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def verdict_words(found: Verdict | None) -> dict:
    """A verdict as a template shows it: kind and words."""
    if found is None:
        return {"kind": "unknown", "words": _("Nothing was observed.")}
    what = {"differing": in_a_row(aspect_words(found.differing)), "unknown": in_a_row(aspect_words(found.unknown))}
    told = {
        "agree": _("They agree."),
        "conflict": _("They disagree."),
        "other": _("No contradiction: another question. They differ in %(differing)s.") % what,
        "unknown": _("Cannot be compared. Not published: %(unknown)s.") % what,
    }
    return {"kind": found.kind, "words": told[found.kind]}


def spot_checks() -> QuerySet[StudyFigure]:
    """What is known of offices that were listed and not open."""
    return selectors.study_figures(theme=StudyFigure.Theme.ACCESS).filter(unit=StudyFigure.Unit.FAULT)


def contested_days(selection: Selection) -> list[dict]:
    """The days of the plan of which sources say different things: all that they say, what holds first. One query."""
    phases = {phase.pk: phase for phase in selection.snapshot.phases}
    said = selectors.statements(phases=list(phases))
    slug = selectors.plan_slug(selection.snapshot.plan) if phases else ""
    return [
        told_contested(phases[key], field, rows, slug, selection)
        for key in phases
        for field, rows in by_field(said.get(key, [])).items()
        if any(not each.holds for each in rows)
    ]


def by_field(statements: Sequence[DayStatement]) -> dict[str, list[DayStatement]]:
    """The statements of a phase by the day that they are of."""
    found: dict[str, list[DayStatement]] = {}
    for each in statements:
        found.setdefault(each.field, []).append(each)
    return found


def told_contested(
    phase: Phase, field: str, statements: Sequence[DayStatement], slug: str, selection: Selection
) -> dict:
    """A contested day as a template shows it."""
    return {
        "phase": phase,
        "url": reverse("phase-detail", args=[slug, phase.number]),
        "what": day_words(**service_names(selection.snapshot))[field],
        "statements": statements,
    }
