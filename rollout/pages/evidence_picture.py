"""The picture of all answers: shares without a provider as dots, a line for each definition. Words come from here."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from rollout.models import StudyFigure
from rollout.pages.evidence_claims import MUNICIPALITY, Counted, claim_of, groups, whole_country
from rollout.svgdots import Dot, DotPlot, Line, draw_dots, draw_sign
from rollout.templatetags.rollout import per_cent
from rollout.words import BASIS_WORDS, TEST_WORDS, day_in_words

if TYPE_CHECKING:
    from rollout.pages.evidence import EvidencePage


def picture(page: "EvidencePage") -> dict:
    """The drawing and its legend. Only the test that all have in common: an office on site."""
    dots = [*_observed(page), *_computed(page), *_reported(page)]
    lines = _undefined(page)
    rows = tuple(group.label for group in groups(page.snapshot))
    plot = DotPlot(rows, tuple(dots), tuple(lines), lambda share: per_cent(100 * share, 0))
    title = _("The share of municipalities without a provider, by definition of rural")
    kinds = list(dict.fromkeys(each.kind for each in dots))
    return {
        "svg": draw_dots(plot, title=title),
        "legend": [{"sign": draw_sign(kind), "word": word} for kind, word in _kinds(page).items() if kind in kinds],
        "lines": [each.words for each in lines],
    }


def _kinds(page: "EvidencePage") -> dict[str, str]:
    computed = {
        basis: _("%(data)s, computed for %(day)s") % {"data": word, "day": day_in_words(page.selection.on)}
        for basis, word in BASIS_WORDS.items()
        if basis != "observed"
    }
    latest = max(page.observed, default=None)
    return {
        "earlier": _("Observed on earlier days"),
        "latest": _("Observed on %(day)s") % {"day": day_in_words(latest)} if latest else "",
        **computed,
        "reported": _("Reported, of the whole country"),
    }


def _observed(page: "EvidencePage") -> list[Dot]:
    latest = max(page.observed, default=None)
    return [
        _dot(each, "latest" if on == latest else "earlier")
        for on, rows in page.observed.items()
        for each in rows
        if each.figure.share is not None
    ]


def _computed(page: "EvidencePage") -> list[Dot]:
    return [
        _dot(each, basis)
        for basis, test, rows in page.computed
        for each in rows
        if test == "office" and each.figure.share is not None
    ]


def _dot(each: Counted, kind: str) -> Dot:
    words = _("%(group)s, %(day)s: %(part)s of %(whole)s (%(share)s), %(data)s") % {
        "group": each.group.label,
        "day": day_in_words(each.on),
        "part": each.figure.part,
        "whole": each.figure.whole,
        "share": per_cent(100 * each.figure.share),
        "data": BASIS_WORDS[each.basis],
    }
    return Dot(each.group.label, each.figure.share, kind, words)


def _reported(page: "EvidencePage") -> list[Dot]:
    """What was published of all municipalities by the same test."""
    return [
        Dot(whole_country(), claim.share, "reported", _words(figure))
        for figure in page.figures
        if (claim := claim_of(figure)).share is not None
        and (claim.unit, claim.test, claim.definition) == (MUNICIPALITY, "office", whole_country())
    ]


def _undefined(page: "EvidencePage") -> list[Line]:
    """What was published of municipalities by no known definition: it may belong to any line of rural ones."""
    rural = tuple(group.label for group in groups(page.snapshot) if group.is_narrowed)
    return [
        Line(rural, claim.share, figure.told_value, _words(figure) + " " + _("The definition is not published."))
        for figure in page.figures
        if (claim := claim_of(figure)).share is not None
        and claim.unit == MUNICIPALITY
        and not claim.definition
        and rural
    ]


def _words(figure: StudyFigure) -> str:
    """Such as: 157 of 290 municipalities had no provider, an office on site (Arbetet)."""
    test = f", {TEST_WORDS[figure.test]}" if figure.test else ""
    return f"{figure.told_value} {figure.told_what}{test} ({figure.source.publisher})."
