"""The reports of a country of which no provider is known, or only numbers, or no plan, or nothing at all."""

import pytest
from django.urls import reverse

from tests.paper import missing, paper_text

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def text_of(client, name: str, *args, **query) -> str:
    answer = client.get(reverse(f"report-{name}", args=args), query)
    assert answer.status_code == 200
    return paper_text(answer.content)


@pytest.mark.parametrize(
    "name, args, query, told",
    [
        ("county", ["25"], {}, ["uppgift saknas", "Inget är känt om leverantörerna", "Registrerade uppgifter"]),
        ("county", ["25"], {"basis": "observed", "on": "2025-03-01"}, ["Observerade data", "Inte känt: det som har"]),
        ("municipality", ["2506"], {"basis": "observed", "on": "2025-03-01"}, ["Observerade data", "Vit fläck"]),
        ("phase", ["stom-rom", 0], {"on": "2020-03-20"}, ["Glapp", "2020-03-30"]),
        ("country", [], {"as_of": "2019-06-01"}, ["ingen plan är känd", "Så såg planen ut den 1 juni 2019."]),
    ],
)
def test_what_is_not_known_is_said_to_be_so(country, client, name, args, query, told):
    text = text_of(client, name, *args, **query)

    assert missing(told, text) == []
    assert "Exempeldata" not in text
