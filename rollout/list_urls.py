"""The addresses of the lists of pages as files: each below its page, as /kommuner/0180/kontor.csv."""

from collections.abc import Callable

from django.urls import path

from rollout.views import (
    board,
    compare,
    correction_review,
    corrections,
    coverage,
    evidence,
    follow_up,
    imports,
    meetings,
    outcome,
    places,
    planning,
    plans,
    portal_home,
    portal_members,
    search,
    sheets,
    subscriptions,
    suppliers,
    timeline,
    white_spots,
)

Pages = dict[str, tuple[str, Callable]]

# The pages that have lists, by the name of their address.
PUBLIC_PAGES: Pages = {
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
    "evidence": ("tackning/kallor/", evidence.evidence),
    "compare": ("jamfor/", compare.compare),
    "follow-up": ("uppfoljning/", follow_up.follow_up),
    "timeline": ("tidslinje/", timeline.timeline),
    "map-sheets": ("kartblad/", sheets.map_sheets),
    "white-spots": ("vita-flackar/", white_spots.white_spots),
    "search": ("sok/", search.search),
    "how-we-decide": ("sa-bestams/", board.how_we_decide),
    "about": ("om/", plans.about),
    "meeting-list": ("dialogmoten/", meetings.meeting_list),
}
# Those that are not for everybody: the files of each have a name of their own, so that it is tried who gets them.
OWN_PAGES: Pages = {
    "plan-list": ("plan/", planning.plan_list),
    "plan-workspace": ("plan/<int:pk>/", planning.plan_workspace_files),
    "plan-milestones": ("plan/<int:pk>/milstolpar/", timeline.plan_milestones_files),
    "plan-outcome": ("plan/<int:pk>/utfall/", outcome.plan_outcome),
    "plan-shared": ("plan/delad/<str:token>/", outcome.plan_shared),
    "portal-home": ("portal/<int:pk>/", portal_home.portal_home),
    "portal-areas": ("portal/<int:pk>/omraden/", portal_home.portal_areas),
    "portal-area": ("portal/<int:pk>/omraden/<int:area>/", portal_home.portal_area),
    "portal-offices": ("portal/<int:pk>/kontor/", corrections.portal_offices),
    "portal-corrections": ("portal/<int:pk>/rattelser/", corrections.portal_corrections),
    "portal-members": ("portal/<int:pk>/medlemmar/", portal_members.portal_members_files),
    "correction-queue": ("rattelser/", correction_review.correction_queue),
    "correction-upload": ("rattelser/fil/<int:upload>/", correction_review.upload_review),
    "import-detail": ("import/<int:pk>/", imports.import_detail_files),
    "subscription-list": ("prenumerationer/", subscriptions.subscription_list),
    "meeting-detail": ("dialogmoten/<uuid:uid>/", meetings.meeting_files),
}
FILE = "<slug:listed>.<str:kind>"

urlpatterns = [
    *(path(below + FILE, view, name="listed") for below, view in PUBLIC_PAGES.values()),
    *(path(below + FILE, view, name=f"{name}-listed") for name, (below, view) in OWN_PAGES.items()),
]
