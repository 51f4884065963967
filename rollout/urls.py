"""All addresses. Swedish has none before it, English has /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from rollout.views import map as map_views
from rollout.views import places, plans, suppliers

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
    path("om/", plans.about, name="about"),
    path("logga-in/", LoginView.as_view(), name="sign-in"),
    path("logga-ut/", LogoutView.as_view(), name="sign-out"),
    path("admin/", admin.site.urls),
    prefix_default_language=False,
)

handler400 = "rollout.views.errors.bad_request"
