"""The addresses of the API, below /api/v1/."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from rollout.api import figures, log, places, plans, suppliers
from rollout.api.root import Description, Missing, Root

router = SimpleRouter()
for name, answers in {
    "municipalities": places.Municipalities,
    "counties": places.Counties,
    "classifications": places.Classifications,
    "services": suppliers.Services,
    "areas": suppliers.Areas,
    "providers": suppliers.Providers,
    "agreements": suppliers.Agreements,
    "offices": suppliers.Offices,
    "plans": plans.Plans,
    "phases": plans.Phases,
    "switches": plans.Switches,
    "coverage": figures.Coverage,
    "changes": log.Changes,
}.items():
    router.register(name, answers, basename=f"api-{name}")

urlpatterns = [
    path("schema/", Description.as_view(), name="api-schema"),
    path(
        "v1/", include([path("", Root.as_view(), name="api-root"), *router.urls, re_path(r"^.*/$", Missing.as_view())])
    ),
]
