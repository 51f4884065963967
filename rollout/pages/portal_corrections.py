"""The pages of a provider's own corrections: all of them with their state, and one with what was so and is wanted."""

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from providers.models import Correction
from rollout.correction_reading import corrections_of
from rollout.forms.corrections import StepForm
from rollout.pages.asked import Crumb
from rollout.pages.correction_words import placed_words, steps, told_correction
from rollout.pages.portal_frame import portal_frame
from rollout.portal_access import Entrance
from rollout.selection import InvalidSelection

PAGE = 50


def corrections_page(request: HttpRequest, entrance: Entrance, *, page: str) -> dict:
    """The context of `rollout/portal/corrections.html`. Two queries. Raises InvalidSelection for no such page."""
    rows = corrections_of(entrance.provider)
    shown = page_of(rows, page)
    return {
        **portal_frame(request, entrance, here="portal-corrections", crumbs=[Crumb(_("Corrections"))]),
        "page": shown,
        "corrections": [told_correction(row) for row in shown],
        "every": lambda: [told_correction(row) for row in rows],  # of all pages, for the file
    }


def page_of(rows: QuerySet[Correction], page: str) -> Page:
    """A page of some corrections. Two queries. Raises InvalidSelection for a page there is not."""
    try:
        return Paginator(rows, PAGE).page(page)
    except InvalidPage:
        raise InvalidSelection([(_("Page"), _("There is no such page of the list."))]) from None


def correction_page(request: HttpRequest, entrance: Entrance, correction: Correction, *, fault: str = "") -> dict:
    """The context of `rollout/portal/correction.html`. No query beside that of the row. fault: what was refused."""
    every = reverse("portal-corrections", args=[entrance.provider.pk])
    crumbs = [Crumb(_("Corrections"), every), Crumb(_("No. %(number)d") % {"number": correction.pk})]
    return {
        **portal_frame(request, entrance, here="portal-corrections", crumbs=crumbs),
        **told_correction(correction),
        "correction": correction,
        "steps": steps(correction),
        "placed": placed_words(correction),
        "withdraw": StepForm(correction=correction) if entrance.may_change and correction.is_open else None,
        "fault": fault,
    }
