"""The pages of places, phases, delivery areas and providers as reports on paper; each takes what its page takes."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from municipalities.versions import current_version
from rollout import selectors
from rollout.clock import today
from rollout.pages.asked import page_selection
from rollout.reports.areas import area_report
from rollout.reports.country import country_report
from rollout.reports.document import Report
from rollout.reports.phases import phase_report
from rollout.reports.places import county_report, municipality_report
from rollout.reports.suppliers import provider_report
from rollout.reports.typesetting import as_pdf
from rollout.selection import Selection


def freshness(request: HttpRequest, **asked: str | int) -> str:
    """The mark of a report: another one after any write, on another day, in another language."""
    parts = (current_version(), today().isoformat(), request.get_full_path(), get_language())
    return f'W/"{sha256("|".join(parts).encode()).hexdigest()[:32]}"'


def printed(view: Callable[..., Report]) -> Callable[..., HttpResponse]:
    """A report as a file to be saved. Anybody may keep it, and asks whether it is still so."""

    @require_safe
    @condition(etag_func=freshness)
    @wraps(view)
    def answer(request: HttpRequest, **asked: str | int) -> HttpResponse:
        report = view(request, **asked)
        disposition = content_disposition_header(as_attachment=True, filename=f"{report.name}.pdf")
        response = HttpResponse(
            as_pdf(report), content_type="application/pdf", headers={"Content-Disposition": disposition}
        )
        patch_cache_control(response, public=True, no_cache=True)
        return response

    return answer


@printed
def report_country(request: HttpRequest) -> Report:
    """What the map page shows: the country, or the municipalities that are chosen there."""
    return country_report(Selection.from_request(request))


@printed
def report_county(request: HttpRequest, code: str) -> Report:
    """A county on a day."""
    return county_report(selectors.get_county(code), page_selection(request, county=code))


@printed
def report_municipality(request: HttpRequest, code: str) -> Report:
    """A municipality on a day."""
    return municipality_report(selectors.get_municipality(code), page_selection(request))


@printed
def report_phase(request: HttpRequest, plan: str, number: int) -> Report:
    """A phase on a day; a phase that the plan did not have then is not found."""
    selection = page_selection(request)
    phase = selectors.find_phase(plan, number, at=selection.plans_at)
    if phase is None:
        raise Http404
    return phase_report(phase, selection)


@printed
def report_area(request: HttpRequest, pk: int) -> Report:
    """A delivery area on a day."""
    return area_report(selectors.get_area(pk), page_selection(request))


@printed
def report_provider(request: HttpRequest, pk: int) -> Report:
    """A provider on a day."""
    return provider_report(selectors.get_provider(pk), page_selection(request))
