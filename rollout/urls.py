"""All addresses. Swedish has none before it, English has /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from rollout import data_urls
from rollout.views import (
    alerts,
    api_keys,
    api_reference,
    board,
    changes,
    compare,
    coverage,
    embed,
    evidence,
    follow_up,
    outcome,
    places,
    plans,
    search,
    sheets,
    suppliers,
    timeline,
    white_spots,
)
from rollout.views import map as map_views
from rollout.views.signing_in import SignIn

urlpatterns = i18n_patterns(
    path("", map_views.rollout_map, name="map"),
    path("karta.json", map_views.map_state, name="map-state"),
    path("karta-fakta.json", map_views.map_facts, name="map-facts"),
    path("karta.<str:kind>", map_views.map_file, name="map-file"),
    path("karta-per-manad.<str:kind>", map_views.map_months_file, name="map-months-file"),
    path("kommuner/", places.municipality_list, name="municipality-list"),
    path("kommuner/<str:code>/", places.municipality_detail, name="municipality-detail"),
    path("lan/<str:code>/", places.county_detail, name="county-detail"),
    path("etapper/", plans.phase_list, name="phase-list"),
    path("etapper/<slug:plan>/<int:number>/", plans.phase_detail, name="phase-detail"),
    path("leveransomraden/", suppliers.area_list, name="area-list"),
    path("leveransomraden/<int:pk>/", suppliers.area_detail, name="area-detail"),
    path("leverantorer/", suppliers.provider_list, name="provider-list"),
    path("leverantorer/<int:pk>/", suppliers.provider_detail, name="provider-detail"),
    path("tackning/", coverage.coverage, name="coverage"),
    path("tackning.<str:kind>", coverage.coverage_file, name="coverage-file"),
    path("tackning/kallor/", evidence.evidence, name="evidence"),
    path("tackning/kallor.<str:kind>", evidence.evidence_file, name="evidence-file"),
    path("tackning-over-tid.<str:kind>", coverage.coverage_trend_file, name="coverage-trend-file"),
    path("uppfoljning/", follow_up.follow_up, name="follow-up"),
    path("uppfoljning.<str:kind>", follow_up.follow_up_table_file, name="follow-up-table-file"),
    path("uppfoljning-per-manad.<str:kind>", follow_up.follow_up_months_file, name="follow-up-months-file"),
    path("tidslinje/", timeline.timeline, name="timeline"),
    path("tidslinje.<str:kind>", timeline.timeline_file, name="timeline-file"),
    path("jamfor/", compare.compare, name="compare"),
    path("jamfor.<str:kind>", compare.compare_file, name="compare-file"),
    path("larm/", alerts.alerts, name="alerts"),
    path("larm.<str:kind>", alerts.alerts_file, name="alerts-file"),
    path("kartblad/", sheets.map_sheets, name="map-sheets"),
    path("vita-flackar/", white_spots.white_spots, name="white-spots"),
    path("vita-flackar.<str:kind>", white_spots.white_spots_file, name="white-spots-file"),
    path("", include("rollout.portal_urls")),
    path("", include("rollout.correction_urls")),
    path("", include("rollout.subscription_urls")),
    path("rapport/", include("rollout.report_urls")),
    path("import/", include("rollout.import_urls")),
    path("plan/", include("rollout.planning_urls")),
    path("plan/<int:pk>/utfall/", outcome.plan_outcome, name="plan-outcome"),
    path("plan/delad/<str:token>/", outcome.plan_shared, name="plan-shared"),
    path("plan/<int:pk>/andringar/", changes.plan_changes, name="plan-changes"),
    path("plan/<int:pk>/andringar.<str:kind>", changes.plan_changes, name="plan-changes-file"),
    path("plan/<int:pk>/andringar/<int:number>/angra/", changes.change_undo, name="change-undo"),
    path("plan/<int:pk>/andringar/<int:number>/aterstall/", changes.change_restore, name="change-restore"),
    path("plan/<int:pk>/andringar/<slug:model>/<int:kept>/", changes.row_restore, name="row-restore"),
    path("etapper/<slug:plan>/<int:number>/andringar/", changes.phase_changes, name="phase-changes"),
    path("etapper/<slug:plan>/<int:number>/andringar.<str:kind>", changes.phase_changes, name="phase-changes-file"),
    path("kommuner/<str:code>/andringar/", changes.municipality_changes, name="municipality-changes"),
    path("kommuner/<str:code>/andringar.<str:kind>", changes.municipality_changes, name="municipality-changes-file"),
    path("plan/<int:pk>/milstolpar/", timeline.plan_milestones, name="plan-milestones"),
    path("plan/<int:pk>/milstolpar/<int:number>/", timeline.plan_milestones, name="plan-milestone"),
    path("plan/<int:pk>/milstolpar/<int:number>/ta-bort/", timeline.milestone_remove, name="plan-milestone-remove"),
    path("plan/<int:pk>/beredskap/", board.plan_readiness, name="plan-readiness"),
    path("plan/<int:pk>/beredskap.<str:kind>", board.plan_readiness_file, name="plan-readiness-file"),
    path("sa-bestams/", board.how_we_decide, name="how-we-decide"),
    path("sok/", search.search, name="search"),
    path("sok/forslag.json", search.search_suggestions, name="search-suggestions"),
    path("badda-in/", embed.embed_guide, name="embed-guide"),
    path("badda-in/karta/", embed.embed_map, name="embed-map"),
    path("badda-in/matt/<slug:key>/", embed.embed_measure, name="embed-measure"),
    path("badda-in/kommun/<str:code>/", embed.embed_municipality, name="embed-municipality"),
    path("om/", plans.about, name="about"),
    path("api/", api_reference.api_reference, name="api-reference"),
    path("api/nycklar/", api_keys.api_keys, name="api-keys"),
    path("api/nycklar/<str:key>/ta-bort/", api_keys.api_key_revoke, name="api-key-revoke"),
    path("", include("rollout.list_urls")),
    path("data/", include(data_urls.pages)),
    path("logga-in/", SignIn.as_view(), name="sign-in"),
    path("logga-ut/", LogoutView.as_view(), name="sign-out"),
    path("admin/", admin.site.urls),
    prefix_default_language=False,
)
urlpatterns += [path("api/", include("rollout.api.urls")), path("data/", include("rollout.data_urls"))]

if settings.SSO:
    urlpatterns += i18n_patterns(path("konto/", include("rollout.sso.urls")), prefix_default_language=False)

handler400 = "rollout.views.errors.bad_request"
