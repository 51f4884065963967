"""Addresses that make no sense: a clear answer, never a broken page and never a silent guess."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pages import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]

NAMES = (
    "on layer test service basis definition sort q county part group rural phase area status providers provider"
).split()
SINGLE = "on layer test service basis definition sort rural provider".split()
# Values that mean something somewhere, and values that mean nothing anywhere.
GOOD = (
    "2021-09-29 status coverage phase office agreement rom example registered skr-c8 -name 0180 01 SE1 C8 yes 2".split()
)
ODD = [
    "",
    " ",
    "\x00",
    "%",
    "٢٠٢١-٠٩-٢٩",
    "9" * 400,
    "-1",
    "1e309",
    "NaN",
    "None",
    "'; DROP TABLE x; --",
    "<script>alert(1)</script>",
    "{{ 7 }}",
    "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "\u202e",
    "å" * 150,
]
values = st.one_of(st.sampled_from(GOOD), st.sampled_from(ODD), st.text(max_size=30))
pairs = st.lists(st.tuples(st.one_of(st.sampled_from(NAMES), st.text(max_size=8)), values), max_size=6)
junk = st.text(alphabet="abcon=&%;+#?/[]0123456789-_.~éö\x7f", max_size=60)


def faults(answer) -> dict[str, str]:
    """What the page of faults says, by label."""
    page = read(answer.content)
    labels = [each.text for each in page.one("dl").all("dt")]
    return dict(zip(labels, [each.text for each in page.one("dl").all("dd")], strict=True))


@pytest.fixture
def reader(client):
    """A client that answers with status 500 where a page breaks, as a server does."""
    client.raise_request_exception = False
    return client


# --- One by one ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, value",
    [
        ("on", "2021-02-30"),
        ("on", "abc"),
        ("on", "2021-09"),
        ("on", "20210929T00:00"),
        ("on", "0000-00-00"),
        ("on", "2018-12-31"),
        ("on", "9999-12-31"),
        ("layer", "weather"),
        ("test", "phone"),
        ("service", "stom2"),
        ("basis", "guess"),
        ("definition", "skr-c7"),
        ("sort", "colour"),
        ("sort", "--name"),
        ("county", "26"),
        ("county", "1"),
        ("part", "SE4"),
        ("group", "C8,C9"),
        ("rural", "maybe"),
        ("phase", "4"),
        ("phase", "none"),
        ("phase", "-1"),
        ("area", "0"),
        ("area", "x"),
        ("status", "closed"),
        ("providers", "6"),
        ("provider", "999999999999999999999"),
        ("provider", "0180"),
        ("q", "x" * 101),
        ("q", "a\x00b"),
    ],
)
@pytest.mark.parametrize("address", ["map", "map-state"])
def test_a_value_that_does_not_exist_is_refused_with_its_reason(reader, address, name, value):
    answer = reader.get(reverse(address), {name: value})

    told = faults(answer)
    assert answer.status_code == 400
    assert len(told) == 1
    assert all(label and reason for label, reason in told.items())


def test_every_fault_is_told_at_once(reader):
    answer = reader.get(reverse("map"), {"on": "abc", "county": "26", "layer": "weather"})

    assert len(faults(answer)) == 3


@pytest.mark.parametrize("value", ["2021-02-30", "<script>alert(1)</script>"])
def test_the_answer_repeats_what_was_asked_for_as_text(reader, value):
    answer = reader.get(reverse("map"), {"on": value})

    assert any(value in reason for reason in faults(answer).values())
    assert not [each for each in read(answer.content).all("script") if "alert" in each.text]


@pytest.mark.parametrize("language, path", [("sv", "/"), ("en", "/en/")])
def test_the_fault_is_told_in_the_language_of_the_address(reader, language, path):
    answer = reader.get(path, {"on": "2021-02-30"}, headers={"Accept-Language": "de"})

    assert answer.status_code == 400
    assert read(answer.content).one("html")["lang"] == language
    assert answer.headers["Content-Language"] == language


@pytest.mark.parametrize("offset, status", [(-1, 200), (0, 200), (1, 400)])
def test_the_days_end_today(reader, offset, status):
    on = timezone.localdate() + timedelta(days=offset)

    assert reader.get(reverse("map"), {"on": on.isoformat()}).status_code == status


@pytest.mark.parametrize("on, status", [("2018-12-31", 400), ("2019-01-01", 200)])
def test_the_days_begin_with_2019(reader, on, status):
    assert reader.get(reverse("map"), {"on": on}).status_code == status


@pytest.mark.parametrize("name", SINGLE)
def test_two_values_for_what_can_have_one_are_refused(reader, name):
    answer = reader.get(reverse("map") + f"?{name}=a&{name}=b")

    assert answer.status_code == 400
    assert faults(answer)


def test_the_same_value_twice_is_no_contradiction(reader):
    assert reader.get(reverse("map") + "?layer=status&layer=status").status_code == 200


@pytest.mark.parametrize("name", ["onn", "läge", "<b>", "x[]"])
def test_a_name_that_means_nothing_is_told_and_the_rest_is_shown(reader, name):
    answer = reader.get(reverse("map"), {name: "1", "county": "25"})

    page = read(answer.content)
    assert answer.status_code == 200
    assert any(name in each.text for each in page.all(class_="ds-alert"))
    assert len(list(page.one("tbody").all("tr"))) == 14


# --- Size ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("length, status", [(4_000, 400), (4_001, 400), (10_000, 400), (200_000, 400)])
def test_a_query_that_is_too_long_is_refused(reader, length, status):
    assert reader.get(reverse("map") + "?q=" + "a" * (length - 2)).status_code == status


def test_a_long_query_that_makes_sense_is_answered(reader):
    everything = urlencode([("county", "25")] * 300)

    assert len(everything) < 4_000
    assert reader.get(reverse("map") + "?" + everything).status_code == 200


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_more_parameters_than_are_read_are_refused_in_a_whole_page(reader, path):
    answer = reader.get(path + "?" + "a&" * 1_900)

    page = read(answer.content)
    assert answer.status_code == 400
    assert page.one("html")["lang"] in {"sv", "en"}
    assert page.one("h1").text


@pytest.mark.parametrize("address", ["municipality-list", "phase-list", "about"])
@pytest.mark.parametrize(
    "query", ["on=2021-02-30", "on=abc", "basis=guess", "q=" + "a" * 10_000, "on=2021-01-01&on=2021-01-02"]
)
def test_the_other_pages_refuse_the_same_addresses(reader, address, query):
    assert reader.get(reverse(address) + "?" + query).status_code == 400


# --- Anything --------------------------------------------------------------------------------------------------------

FUZZ = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(pairs)
def test_any_pairs_of_names_and_values_are_answered_or_refused(reader, given_pairs):
    query = urlencode(given_pairs, errors="replace")

    assert reader.get(reverse("map") + "?" + query).status_code in {200, 400}


@FUZZ
@given(junk)
def test_any_characters_at_all_are_answered_or_refused(reader, characters):
    for address in ("map", "map-state"):
        answer = reader.generic("GET", reverse(address), QUERY_STRING=characters.encode().decode("latin-1"))
        assert answer.status_code in {200, 400}
