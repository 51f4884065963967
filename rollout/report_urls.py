"""The addresses of the reports, below /rapport/."""

from django.urls import path

from rollout.views import reports

urlpatterns = [
    path("landet.pdf", reports.report_country, name="report-country"),
    path("lan/<str:code>.pdf", reports.report_county, name="report-county"),
    path("kommun/<str:code>.pdf", reports.report_municipality, name="report-municipality"),
    path("etapp/<slug:plan>/<int:number>.pdf", reports.report_phase, name="report-phase"),
    path("leveransomrade/<int:pk>.pdf", reports.report_area, name="report-area"),
    path("leverantor/<int:pk>.pdf", reports.report_provider, name="report-provider"),
]
