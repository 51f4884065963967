"""The addresses of the lists of pages as files: each below its page, as /kommuner/0180/kontor.csv."""

from collections.abc import Callable

from django.urls import URLPattern, path

from rollout.views import board, coverage, follow_up, meetings, places, planning, plans, search, sheets, suppliers

# The pages that have lists, by the name of their address. Those of plans are asked for by people who may see drafts.
PUBLIC_PAGES: dict[str, tuple[str, Callable]] = {
    "municipality-list": ("kommuner/", places.municipality_list),
    "municipality-detail": ("kommuner/<str:code>/", places.municipality_detail),
    "county-detail": ("lan/<str:code>/", places.county_detail),
    "phase-list": ("etapper/", plans.phase_list),
    "phase-detail": ("etapper/<slug:plan>/<int:number>/", plans.phase_detail),
    "area-list": ("leveransomraden/", suppliers.area_list),
    "area-detail": ("leveransomraden/<int:pk>/", suppliers.area_detail),
    "provider-list": ("leverantorer/", suppliers.provider_list),
    "provider-detail": ("leverantorer/<int:pk>/", suppliers.provider_detail),
    "coverage": ("tackning/", coverage.coverage),
    "follow-up": ("uppfoljning/", follow_up.follow_up),
    "map-sheets": ("kartblad/", sheets.map_sheets),
    "search": ("sok/", search.search),
    "how-we-decide": ("sa-bestams/", board.how_we_decide),
    "about": ("om/", plans.about),
    "meeting-list": ("dialogmoten/", meetings.meeting_list),
}
PLAN_PAGES: dict[str, tuple[str, Callable]] = {
    "plan-list": ("plan/", planning.plan_list),
}


def below(pages: dict[str, tuple[str, Callable]], name: str) -> list[URLPattern]:
    """The addresses of the files of some pages, all of one name: each is answered by its page's own view."""
    return [path(f"{page}<slug:listed>.<str:kind>", view, name=name) for page, view in pages.values()]


urlpatterns = [*below(PUBLIC_PAGES, "listed"), *below(PLAN_PAGES, "plan-listed")]
