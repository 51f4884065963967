"""The description of the API holds: whatever fits it is answered as it says, and never with a fault of ours."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from rest_framework.throttling import AnonRateThrottle
from schemathesis.specs.openapi.checks import positive_data_acceptance

from rollout.wsgi import application

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


@pytest.fixture(autouse=True)
def _no_rate(monkeypatch):
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": None})


@pytest.fixture
def described():
    return schemathesis.openapi.from_wsgi("/api/schema/?format=json", application)


def test_whatever_fits_the_description_is_answered_as_it_says(described):
    operations = [found.ok() for found in described.get_all_operations()]

    for operation in operations:
        try_out(operation)

    assert len(operations) == 27


def try_out(operation) -> None:
    """Ask many things. Which days, counties and services there are, only the facts know, so a 400 is right, too."""

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(case=operation.as_strategy())
    def run(case):
        answer = case.call(headers={"Accept-Encoding": "identity"})
        case.validate_response(answer, excluded_checks=[positive_data_acceptance])

    run()


def test_whoever_writes_needs_a_key_and_reading_takes_one_or_none(described):
    asked = {
        (method, str(operation["security"]))
        for path in described.raw_schema["paths"].values()
        for method, operation in path.items()
        if isinstance(operation, dict)
    }

    reading, writing = "[{'key': []}, {}]", "[{'key': []}]"
    assert asked == {("get", reading), ("patch", writing), ("post", writing)}
    scheme = described.raw_schema["components"]["securitySchemes"]["key"]
    assert (scheme["type"], scheme["in"], scheme["name"]) == ("apiKey", "header", "Authorization")


def test_the_description_is_of_openapi_3_1_and_holds_every_list(described):
    assert described.raw_schema["openapi"].startswith("3.1")
    assert "/api/v1/municipalities/" in described.raw_schema["paths"]
