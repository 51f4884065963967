"""All addresses. Swedish has none before it, English has /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from rollout.views import board, changes, compare, outcome, places, plans, suppliers, timeline
from rollout.views import map as map_views

urlpatterns = i18n_patterns(
    path("", map_views.rollout_map, name="map"),
    path("karta.json", map_views.map_state, name="map-state"),
    path("kommuner/", places.municipality_list, name="municipality-list"),
    path("kommuner/<str:code>/", places.municipality_detail, name="municipality-detail"),
    path("lan/<str:code>/", places.county_detail, name="county-detail"),
    path("etapper/", plans.phase_list, name="phase-list"),
    path("etapper/<slug:plan>/<int:number>/", plans.phase_detail, name="phase-detail"),
    path("leveransomraden/", suppliers.area_list, name="area-list"),
    path("leveransomraden/<int:pk>/", suppliers.area_detail, name="area-detail"),
    path("leverantorer/", suppliers.provider_list, name="provider-list"),
    path("leverantorer/<int:pk>/", suppliers.provider_detail, name="provider-detail"),
    path("tidslinje/", timeline.timeline, name="timeline"),
    path("tidslinje.<str:kind>", timeline.timeline_file, name="timeline-file"),
    path("jamfor/", compare.compare, name="compare"),
    path("jamfor.<str:kind>", compare.compare_file, name="compare-file"),
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
    path("om/", plans.about, name="about"),
    path("logga-in/", LoginView.as_view(), name="sign-in"),
    path("logga-ut/", LogoutView.as_view(), name="sign-out"),
    path("admin/", admin.site.urls),
    prefix_default_language=False,
)

handler400 = "rollout.views.errors.bad_request"
