"""What is reported, observed and computed, side by side: page and file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rollout.exports import KINDS
from rollout.pages.asked import Crumb, common, page_selection
from rollout.pages.evidence import EvidencePage
from rollout.pages.evidence_file import evidence_table
from rollout.pages.lists.pictures import ANSWERS
from rollout.views.with_lists import sent_file, with_lists


@with_lists("rollout/evidence.html", ANSWERS)
def evidence(request: HttpRequest) -> dict:
    """All answers to how many lack a provider. Every basis is shown, so none is chosen."""
    selection = page_selection(request)
    crumbs = [Crumb(_("Coverage"), reverse("coverage")), Crumb(_("Reported, observed, computed"))]
    return {**common(request, selection, crumbs), **EvidencePage(selection).context(), "bases": []}


@require_safe
def evidence_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same figures as a CSV or XLSX file."""
    if kind not in KINDS:
        raise Http404
    selection = page_selection(request)
    return sent_file(request, evidence_table(EvidencePage(selection)), kind, selection, reverse("evidence"))
