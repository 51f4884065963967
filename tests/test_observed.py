"""What AF's provider search listed, as a basis of its own: the same in map, list, figures and JSON, and never mixed."""

from collections import defaultdict
from datetime import date

import pandas as pd
import pytest

from municipalities.models import Municipality
from providers.models import ObservedPresence
from rollout import snapshot as snapshots
from rollout.coverage import ALWAYS, FOREVER, day_number, presence_of_counts
from rollout.fixture_files import read_csv
from tests import factories as make
from tests.pages import MapPage, read
from tests.sheets import address, section, sheet, table

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

FIRST, LAST = date(2023, 11, 15), date(2025, 3, 1)


@pytest.fixture(scope="module")
def listed() -> dict[str, dict[str, int]]:
    """Providers by day and code, read from the file as it is."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in read_csv("observed_offices.csv"):
        found[row["day"]][row["code"]] = int(row["providers"])
    return found


def observed_page(client, **asked) -> MapPage:
    answer = client.get(address("map"), {"basis": "observed", **asked})
    assert answer.status_code == 200
    return MapPage(answer.content)


# --- The counts through time -----------------------------------------------------------------------------------------


def counts(*rows: tuple[str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["code", "on", "providers"])


@pytest.mark.parametrize(("on", "expected"), [(9, None), (10, 2), (19, 2), (20, 0), (29, 0), (30, 3), (FOREVER, 3)])
def test_a_count_holds_until_the_next_one(on, expected):
    presence = presence_of_counts(counts(("0180", 20, 0), ("0180", 10, 2), ("0180", 30, 3)), codes=["0180"])

    found = presence.on(["0180"], on).iloc[0]

    assert (None if pd.isna(found) else found) == expected


def test_a_count_that_says_the_same_again_is_no_change():
    presence = presence_of_counts(counts(("0180", 10, 2), ("0180", 20, 2), ("0180", 30, 0)), codes=["0180"])

    assert presence.changes["on"].tolist() == [10, 30]


@pytest.mark.parametrize(("on", "known"), [(19, False), (20, True)])
def test_nothing_is_known_until_every_municipality_has_been_counted(on, known):
    presence = presence_of_counts(counts(("0180", 10, 2), ("2505", 20, 1)), codes=["0180", "2505"])

    assert presence.is_known(on) is known


@pytest.mark.parametrize("rows", [(), (("0180", 10, 2),)])
def test_a_municipality_that_was_never_counted_is_not_taken_for_one_without_providers(rows):
    presence = presence_of_counts(counts(*rows), codes=["0180", "2505"])

    assert presence.unknown == ((ALWAYS, FOREVER),)


# --- On the map ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2023-11-15", "2024-04-02", "2024-08-30", "2024-12-03", "2025-03-01"])
def test_map_list_figures_and_json_say_what_the_file_says(client, listed, day):
    page = observed_page(client, on=day)

    rows = {row.code: row.providers for row in page.rows}
    without = sum(providers == 0 for providers in listed[day].values())
    assert rows == listed[day]
    assert (page.figures["all"].part, page.legend["none"].count) == (without, without)
    assert {code for code, key in page.painted.items() if key == "none"} == {c for c, n in rows.items() if not n}
    assert counts_in_json(client, day, listed[day]) == listed[day]


def counts_in_json(client, day: str, codes) -> dict[str, int]:
    """The number that a script would work out for a day from what the page hands it."""
    state, on = observed_page(client, on=day).state(client), day_number(date.fromisoformat(day))
    found = {}
    for code, changes in zip(state["codes"], state["counts"]["changes"], strict=True):
        past = [number for first, number in zip(changes[::2], changes[1::2], strict=True) if first <= on]
        found[code] = past[-1] if past else 0
    return {code: found[code] for code in codes}


@pytest.mark.parametrize(
    ("day", "definition", "expected"),
    [
        ("2023-11-15", "skr-c8-c9", (54, 14, 56)),
        ("2023-11-15", "degurba-3", (54, 44, 139)),
        ("2025-03-01", "skr-c8-c9", (62, 16, 56)),
    ],
)
def test_the_published_counts_are_reproduced(client, day, definition, expected):
    figures = observed_page(client, on=day, definition=definition).figures

    assert (figures["all"].part, figures["rural"].part, figures["rural"].whole) == expected
    assert figures["all"].whole == 290


def test_ten_of_the_21_rural_municipalities_with_a_visitor_industry_had_no_office_in_november_2023(client):
    figures = observed_page(client, on="2023-11-15", group="C9").figures

    assert (figures["all"].part, figures["all"].whole) == (10, 21)


def test_the_observed_rows_can_be_filtered_as_any_others(client, listed):
    page = observed_page(client, on="2025-03-01", rural="yes", providers="none", county=["24", "25"])

    assert page.codes
    assert all(listed["2025-03-01"][code] == 0 and code[:2] in ("24", "25") for code in page.codes)


# --- What is not known -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "known"), [("2023-11-14", False), ("2023-11-15", True)])
def test_nothing_is_known_before_the_first_observed_day(client, on, known):
    page = observed_page(client, on=on)

    assert (page.figures["all"].part is not None) is known
    assert ("from 15 November 2023 on" in footer(page)) is not known


def footer(page: MapPage) -> str:
    return page.tree.one(data_freshness=None).text


@pytest.mark.parametrize("asked", [{"test": "agreement"}, {"service": "stom"}, {"service": "rom"}])
def test_of_agreements_and_other_services_nothing_is_known_and_the_page_says_why(client, asked):
    page = observed_page(client, on="2025-03-01", **asked)

    assert page.legend["nodata"].count == 290
    assert "they say nothing" in footer(page)


def test_of_a_single_provider_nothing_is_known(client):
    provider = make.make_provider()

    assert observed_page(client, on="2025-03-01", provider=provider.pk).legend["nodata"].count == 290


def test_the_service_of_all_five_days_is_rom_2():
    kept = snapshots.current()

    assert kept.observed_days(service="rom2") == kept.observed_days()
    assert len(kept.observed_days()) == 5
    assert kept.observed_days(service="rom") == []


@pytest.mark.parametrize(("on", "age"), [("2025-03-01", 0), ("2025-03-31", 30), ("2025-02-28", 87)])
def test_the_page_says_how_old_the_observation_is(client, on, age):
    assert footer(observed_page(client, on=on)).endswith(f"Days since then: {age}.")


# --- Never mixed -----------------------------------------------------------------------------------------------------


def test_the_demonstration_is_shown_first_and_what_was_observed_only_when_it_is_asked_for(client):
    page = MapPage(client.get(address("map")).content)

    assert page.told["counting"]["basis"] == "example"
    assert [each["value"] for each in page.tree.one("select", id="basis").all("option")] == ["example", "observed"]


def test_no_example_or_registered_office_is_counted_with_what_was_observed(client, listed):
    code = next(code for code, providers in listed["2025-03-01"].items() if not providers)
    for is_example in (True, False):
        agreement = make.make_agreement(provider=make.make_provider(is_example=is_example))
        make.make_office(agreement=agreement, municipality=Municipality.objects.get(code=code))

    rows = {row.code: row.providers for row in observed_page(client, on="2025-03-01").rows}

    assert rows == listed["2025-03-01"]


def test_an_observation_changes_no_number_of_the_examples(client):
    before = MapPage(client.get(address("map")).content).rows
    ObservedPresence.objects.all().update(offices=9, providers=9)

    assert MapPage(client.get(address("map")).content).rows == before


def test_the_observed_map_is_marked_as_derived_and_not_as_example_data(client):
    page = observed_page(client, on="2025-03-01").tree

    assert not list(page.all("strong", class_="example-mark"))
    assert "derived from coordinates" in page.one(data_freshness=None).text
    assert (
        page.one("h1").text
        == "On 1 March 2025, no office is listed in AF’s provider search in 62 of 290 municipalities."
    )


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("municipality-detail", ["2505"]),
        ("county-detail", ["25"]),
        ("area-list", []),
        ("provider-list", []),
        ("phase-detail", ["stom-rom", 3]),
    ],
)
def test_other_pages_show_no_example_rows_beside_what_was_observed(client, name, args):
    page = sheet(client, name, *args, basis="observed", on="2025-03-01")

    foot = page.one("footer")
    assert "invented" not in foot.text
    assert "1 March 2025" in foot.text
    assert not [each for each in page.all("h2") if "Example data" in each.text]


def test_a_municipality_has_the_numbers_observed_and_no_list_of_whom(client):
    page = sheet(client, "municipality-detail", "0180", basis="observed", on="2025-03-01")
    row = ObservedPresence.objects.get(municipality="0180", on=LAST)

    offices = section(page, "Offices in the municipality").text
    assert f"listed {row.offices} offices here on 2025-03-01; providers: {row.providers}." in offices
    assert "not known" in section(page, "Providers with an agreement here").text
    assert not list(section(page, "Offices in the municipality").all("table"))


def test_the_list_of_providers_is_empty_and_says_why(client):
    page = sheet(client, "provider-list", basis="observed", on="2025-03-01")

    assert not list(page.all("table"))
    assert "Which providers, agreements and offices they are is not known." in page.text


def test_the_agreements_of_areas_are_not_known_behind_what_was_observed(client):
    page = sheet(client, "area-list", basis="observed", on="2024-06-01")

    assert {row["Agreements on the day"] for row in table(page, "Delivery areas of Rusta och matcha")} == {"not known"}


def test_two_observed_days_can_be_compared(client, listed):
    asked = {"basis": "observed", "on_a": "2023-11-15", "on_b": "2025-03-01"}

    page = read(client.get(address("compare"), asked).content)

    changed = sum(listed["2023-11-15"][code] != number for code, number in listed["2025-03-01"].items())
    assert f"{changed} of 290" in page.one("h2", id="result").text
    assert "observed in AF’s provider search" in page.one("footer").text
