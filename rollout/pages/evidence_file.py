"""The answers side by side as a file: a row for each figure, with all that it names and where it comes from."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from municipalities.models import Certainty
from providers.models import ObservedPresence
from rollout.exports import Cell, Table
from rollout.models import StudyFigure
from rollout.pages.evidence import EvidencePage, verdict_words
from rollout.pages.evidence_claims import MUNICIPALITY, Counted
from rollout.words import BASIS_WORDS, TEST_WORDS

EXACT_DECIMALS = 4


def evidence_table(page: EvidencePage) -> Table:
    """Reported, observed and computed figures of those who lack a provider. One query more than the page."""
    return Table(
        name=_("reported-observed-computed"),
        title=_("Reported, observed, computed"),
        columns=[
            *(_("Kind"), _("Data"), _("As published"), _("What it says"), _("Without a provider"), _("Out of")),
            *(_("Share"), _("Unit"), _("Test"), _("Definition"), _("Day"), _("Certainty"), _("Source")),
            _("Beside what was observed"),
        ],
        rows=[*_reported(page), *_observed(page), *_computed(page)],
        about=[
            (_("Result"), _("Figures that differ in unit, test, definition or day can all be true.")),
            (_("Empty cell"), _("Not published, or not known.")),
            (_("Computed for"), page.selection.on.isoformat()),
        ],
    )


def _reported(page: EvidencePage) -> Iterator[list[Cell]]:
    for row in page.figures:
        beside = verdict_words(page.beside_observed(row))["words"]
        unit = StudyFigure.Unit(row.unit).label if row.unit else None
        test = TEST_WORDS[row.test] if row.test else None
        known = [row.told_definition or None, row.told_day or None, row.get_certainty_display(), str(row.source)]
        # The published share may be of those who have a provider: it stands in words, and in no column of numbers.
        yield [
            _("reported"),
            None,
            row.told_value,
            row.told_what,
            row.part,
            row.whole,
            None,
            unit,
            test,
            *known,
            beside,
        ]


def _observed(page: EvidencePage) -> Iterator[list[Cell]]:
    first = ObservedPresence.objects.select_related("source").first()
    source = str(first.source) if first else None
    for rows in page.observed.values():
        for each in rows:
            yield _counted(_("observed"), each, Certainty.DERIVED.label, source)


def _computed(page: EvidencePage) -> Iterator[list[Cell]]:
    for _basis, _test, rows in page.computed:
        for each in rows:
            yield _counted(_("computed"), each, None, None)


def _counted(kind: str, each: Counted, certainty: str | None, source: str | None) -> list[Cell]:
    figure = each.figure
    share = None if figure.share is None else round(figure.share, EXACT_DECIMALS)
    unit, test = StudyFigure.Unit(MUNICIPALITY).label, TEST_WORDS[each.test]
    named = [unit, test, each.group.label, each.on, certainty, source, None]
    return [kind, BASIS_WORDS[each.basis], None, None, figure.part, figure.whole, share, *named]
