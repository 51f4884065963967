"""What all reports have in common: the head and foot of every page, how figures are counted, and the sources cited.

Takes the selection that the page of the same thing stands on; counts nothing.
"""

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from municipalities.models import Source
from rollout.pages.coverage_words import chosen_definition
from rollout.pages.freshness import freshness
from rollout.reports.document import Block, Link, Listed, Report, Section, Words
from rollout.selection import Selection
from rollout.words import BASIS_WORDS, TEST_WORDS, day_in_words


class Citations:
    """The sources of a report, numbered as they are first cited."""

    def __init__(self) -> None:
        self._sources: dict[int, Source] = {}

    def cite(self, source: Source | None) -> str:
        """Such as [3]; empty without a source."""
        if source is None:
            return ""
        self._sources.setdefault(source.pk, source)
        return f"[{list(self._sources).index(source.pk) + 1}]"

    def listed(self) -> Section | None:
        """The list of what was cited; None where nothing was."""
        if not self._sources:
            return None
        lines = [(f"{each}. {each.note}" if each.note else str(each), each.url) for each in self._sources.values()]
        return Section(_("Sources"), [Listed(lines, lang="sv")])


def framed(
    selection: Selection,
    *,
    kind: str,
    title: str,
    page: str,
    facts: Iterable[str],
    sections: Iterable[Block | None],
    citations: Citations,
    code: str = "",
    example: bool | None = None,
) -> Report:
    """A report with what belongs on every one. Sections that are None are left out.

    page: the address of the page that shows the same. example: whether what it is about is invented, where that is not
    what the selection counts.
    """
    warns = selection.shows_examples if example is None else example
    parts = [*sections, counted(selection, page), citations.listed()]
    return Report(
        name=_("report-%(title)s") % {"title": slugify(title)},
        lang=get_language(),
        kind=_("Status report") + " · " + kind,
        title=title,
        code=code,
        facts=[*(each for each in facts if each), standing_words(selection)],
        head=_("The rollout of Rusta och matcha") + " · " + _("as of %(day)s") % {"day": day_in_words(selection.on)},
        foot=f"{title} · {plan_words(selection)} · " + _("made %(day)s") % {"day": f"{selection.today:%Y-%m-%d}"},
        page_of=_("Page {page} of {pages}"),
        mark=str(BASIS_WORDS["example"] if warns else BASIS_WORDS[selection.basis]),
        warns=warns,
        made_on=selection.today,
        sections=[each for each in parts if each is not None],
    )


def plan_words(selection: Selection) -> str:
    """The version of the plan, and since when it applies."""
    plan = selection.snapshot.plan
    if plan is None:
        return _("no plan is known")
    told = {"plan": plan.pair, "version": plan.version, "day": f"{timezone.localdate(plan.published_at):%Y-%m-%d}"}
    return _("%(plan)s, version %(version)s, published %(day)s") % told


def standing_words(selection: Selection) -> str:
    """The day of the report, the version of the plan, and whether it is an earlier one."""
    words = _("As of %(day)s.") % {"day": day_in_words(selection.on)}
    words += " " + _("Plan: %(plan)s.") % {"plan": plan_words(selection)}
    if selection.as_of:
        words += " " + _("This is the plan as it stood on %(day)s.") % {"day": day_in_words(selection.as_of)}
    return words


def counted(selection: Selection, page: str) -> Section:
    """How the figures are counted, where the rows come from, and where the same can be read today."""
    told = [
        _("Unit: municipality. A provider counts where it has %(test)s on the day.")
        % {"test": TEST_WORDS[selection.test]},
        _("Rural by: %(definition)s.") % {"definition": chosen_definition(selection)},
        freshness(selection),
        _("Stated: an official page says so. Derived: worked out from what is stated. Reported: a study says so."),
        _("Boundaries: SCB. Municipality groups: SKR 2023. Phases and days: Arbetsförmedlingen."),
    ]
    if selection.shows_examples:
        told.insert(2, _("Municipalities, phases and days are real."))
    link = Link(_("The page with the same, as it is now:"), f"{settings.SITE_URL}{page}")
    return Section(_("How it is counted"), [Words(" ".join(told), quiet=True), link])
