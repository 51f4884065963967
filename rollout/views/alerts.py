"""The alerts: what changed since an earlier day, and what ends soon; page and file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rollout.exports import KINDS
from rollout.pages.alert_form import OWN
from rollout.pages.alerts import KEPT, AlertsPage
from rollout.pages.asked import Crumb, common, page_selection
from rollout.pages.narrowing import carried, understood
from rollout.views.with_lists import sent_file


@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """What got worse or better since a day that the reader names: a link that can be kept."""
    page = _asked(request)
    context = {
        **common(request, page.selection, [Crumb(_("Alerts"))], own=(*KEPT, *OWN)),
        **page.context(),
        "kept_fields": carried(page.query),
    }
    return render(request, "rollout/alerts.html", context)


@require_safe
def alerts_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The alerts listed, as a file."""
    if kind not in KINDS:
        raise Http404
    page = _asked(request)
    return sent_file(request, page.table(), kind, page.selection, reverse("alerts"))


def _asked(request: HttpRequest) -> AlertsPage:
    return AlertsPage(page_selection(request, kept=KEPT), understood(request.GET, (*KEPT, *OWN)))
