"""The coverage page: one measure, as figure, map, bars and list of the same rows; each figure opens its list."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from municipalities.models import ClassMembership, Municipality
from providers.models import Office, Provider
from rollout.measures import MEASURES
from rollout.pages.coverage_filter import CoverageFilter
from rollout.pages.coverage_words import value_words
from tests import factories as make
from tests.coverage_page import CoveragePage, follow
from tests.pages import read
from tests.sheets import address, links, of_class, sheet

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

RURAL = {"measure": "rural-without"}


def rural_codes() -> set[str]:
    """The municipalities of SKR's groups C8 and C9."""
    members = ClassMembership.objects.filter(classification__key="skr-2023", municipality_class__code__in=("C8", "C9"))
    return set(members.values_list("municipality_id", flat=True))


# --- The words of a figure -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key, value, told",
    [
        ("distance", 1.279, "1.3 km"),
        ("distance", 1234.04, "1,234.0 km"),
        ("rural-gap", 0.1239, "+12.4 percentage points"),
        ("rural-gap", -0.1235, "−12.4 percentage points"),
        ("without-office", 0.0, "0%"),
        ("without-office", 0.0004, "<0.1%"),
        ("without-office", 0.0005, "0.1%"),
        ("without-office", 0.0996, "10.0%"),
        ("without-office", 0.1, "10%"),
        ("without-office", 0.9949, "99%"),
        ("without-office", 289 / 290, "99.7%"),
        ("without-office", 0.9996, ">99.9%"),
        ("without-office", 1.0, "100%"),
        ("without-office", None, "–"),
    ],
)
def test_a_value_is_rounded_and_only_none_is_0_and_all_100_per_cent(key, value, told):
    with translation.override("en"):
        assert value_words(MEASURES[key], value) == told


# --- The figure and its lists ---------------------------------------------------------------------------------------


def test_24_of_56_rural_municipalities_lack_a_provider_in_the_demonstration(client):
    page = CoveragePage(client, **RURAL)

    assert page.value == "43%"
    assert (page.parts, page.wholes) == ([24], [56])
    assert of_class(page.tree.one("section", id="figure"), "example-mark")


def test_without_a_choice_it_is_this_question_that_is_asked(client):
    assert CoveragePage(client).parts == [24]


def test_24_opens_the_24_and_56_opens_the_56(client):
    page = CoveragePage(client, **RURAL)

    part, whole = follow(client, page.part_urls[0]), follow(client, page.whole_urls[0])

    assert (part.listed, whole.listed) == (24, 56) == (len(part.rows), len(whole.rows))
    assert {row.word for row in part.rows} == {"yes"}
    assert set(whole.keys) == rural_codes() > set(part.keys)
    assert part.parts == whole.parts == [24]  # a list that is opened leaves the figure as it is


@pytest.mark.parametrize("key", ["without-office", "one-provider"])
def test_the_list_of_a_figure_has_as_many_rows_as_the_figure_says(client, key):
    page = CoveragePage(client, measure=key, part="SE3")

    opened = follow(client, page.part_urls[0])

    assert page.parts == opened.parts == [len(opened.rows)]
    assert page.wholes == [len(page.rows)]


@pytest.mark.parametrize("key", [key for key, each in MEASURES.items() if each.form == "points"])
def test_each_of_the_four_numbers_of_a_gap_opens_the_rows_of_its_own_side(client, key):
    page = CoveragePage(client, measure=key)

    opened = [len(follow(client, url).rows) for url in page.part_urls + page.whole_urls]

    assert opened == page.parts + page.wholes
    assert sum(page.wholes) == 290


@pytest.mark.parametrize("key", MEASURES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_measure_is_shown_in_both_languages_with_all_that_a_figure_must_say(client, language, key):
    page = CoveragePage(client, language, measure=key, county="25")

    assert page.headline.text
    assert len(page.facts) in (10, 11)
    assert all(page.facts.values())
    assert "nan" not in page.tree.one("main").text.lower().split()


def test_a_figure_says_unit_test_definition_day_source_freshness_and_that_it_is_invented(client):
    facts = CoveragePage(client, **RURAL, definition="degurba-3", on="2021-09-29", test="agreement").facts

    assert "DEGURBA" in facts["Rural"]
    assert facts["Day"] == "29 September 2021"
    assert facts["Data"] == "Example data"
    assert "chosen: an agreement in the delivery area" in facts["Test"]
    assert "last confirmed" in facts["How fresh"]
    assert {"Unit", "Source", "Counted", "Out of", "Service"} <= facts.keys()


@pytest.mark.parametrize("definition, whole", [("skr-c8-c9", 56), ("skr-c8", 35), ("degurba-3", 139)])
def test_another_definition_of_rural_asks_about_other_municipalities(client, definition, whole):
    page = CoveragePage(client, **RURAL, definition=definition)

    assert page.wholes == [whole] == [len(page.rows)]


# --- Map, legend, bars ----------------------------------------------------------------------------------------------


def test_figure_legend_map_and_list_tell_of_the_same_rows(client):
    page = CoveragePage(client, **RURAL)

    looks = Counter(row.look for row in page.rows)
    painted = {each["data-code"]: each.classes for each in page.shapes}
    assert list(page.counts.values()) == [24, 32, 0] == [looks["hit"], looks["miss"], looks["nodata"]]
    assert page.bright == set(page.keys)
    assert all(f"c-{row.look}" in painted[row.key] for row in page.rows)


def test_a_class_of_the_legend_opens_its_rows_and_closes_them_again(client):
    page = CoveragePage(client, measure="without-office")
    word, key = next(iter(page.legend.items()))

    opened = follow(client, key["href"])

    assert len(opened.rows) == page.counts[word] == len(opened.bright)
    assert opened.counts == page.counts
    assert follow(client, opened.legend[word]["href"]).keys == page.keys


def test_the_steps_of_a_distance_are_printed_and_open_their_rows(client):
    page = CoveragePage(client, measure="distance")

    steps = list(page.legend)
    assert steps[:2] == ["under 10 km", "10 km to under 25 km"]
    assert sum(page.counts.values()) == 290
    assert [len(follow(client, page.legend[word]["href"]).rows) for word in steps[:4]] == list(page.counts.values())[:4]


@pytest.mark.parametrize(
    "key, by", [("rural-without", "county"), ("without-office", "group"), ("participants-share", "part")]
)
def test_the_bars_add_up_to_the_figure_and_the_worst_comes_first(client, key, by):
    page = CoveragePage(client, measure=key, by=by)

    counted = [bar.words.partition("(")[2].rstrip(")").replace(",", "").split(" of ") for bar in page.bars]
    parts, wholes = zip(*((int(part), int(whole)) for part, whole in counted), strict=True)
    shares = [part / whole for part, whole in zip(parts, wholes, strict=True)]
    assert ([sum(parts)], [sum(wholes)]) == (page.parts, page.wholes)
    assert shares == sorted(shares, reverse=MEASURES[key].good == "down")
    assert all(bar.length <= 100 for bar in page.bars)


def test_a_bar_opens_its_list_and_stays_among_the_others(client):
    page = CoveragePage(client, **RURAL)
    first = page.bars[0]

    opened = follow(client, first.url)

    assert first.words == f"88% ({opened.parts[0]} of {opened.wholes[0]})"
    assert {code[:2] for code in opened.keys} == {"24"}
    assert [bar.name for bar in opened.bars] == [bar.name for bar in page.bars]
    assert [bar.name for bar in opened.bars if bar.is_chosen] == [first.name]
    assert follow(client, opened.bars[0].url).parts == page.parts


def test_an_area_is_compared_where_its_most_populous_municipality_lies(client):
    page = CoveragePage(client, measure="thin-areas", on="2020-05-01")

    assert sum(int(bar.words.partition(" of ")[2].rstrip(")")) for bar in page.bars) == page.wholes[0]
    first = page.bars[0]
    assert len(follow(client, first.url).rows) == int(first.words.partition(" of ")[2].rstrip(")"))


# --- The list -------------------------------------------------------------------------------------------------------


def test_the_worst_stand_first_in_the_list_and_then_the_names_in_swedish_order(client):
    rows = CoveragePage(client, measure="without-office").rows

    assert [row.word for row in rows] == sorted((row.word for row in rows), reverse=True)
    first = [row.name for row in rows if row.word == "yes"]
    in_order = Municipality.objects.filter(name__in=first).order_by("sort_key").values_list("name", flat=True)
    assert first == list(in_order)


@pytest.mark.parametrize(
    "sort, first", [("name", "Ale"), ("-name", "Övertorneå"), ("code", "Upplands Väsby"), ("-population", "Stockholm")]
)
def test_the_list_stands_in_the_order_asked_for(client, sort, first):
    assert CoveragePage(client, measure="without-office", sort=sort).rows[0].name == first


def test_a_head_of_the_list_turns_its_order_round(client):
    page = CoveragePage(client, measure="without-office", sort="name")
    head = next(each for each in page.tree.all("th", aria_sort="ascending"))

    assert follow(client, head.one("a")["href"]).keys == page.keys[::-1]


def test_filters_narrow_figure_map_list_and_chart_alike(client):
    page = CoveragePage(client, measure="without-office", county="24")

    assert page.wholes == [15] == [len(page.rows)]
    assert len(page.bright) == 15
    assert page.trend_lines[0][1] == f"{page.value} ({page.parts[0]} of 15)"


def test_that_one_provider_alone_is_counted_is_said_beside_the_figure(client):
    chosen = Office.objects.filter(agreement__provider__is_example=True, on_site=True, closes_on=None).first()
    name = chosen.agreement.provider.name

    page = CoveragePage(client, measure="without-office", provider=chosen.agreement.provider_id)

    assert of_class(page.tree, "alone")[0].text == f"Only {name} is counted, as if there were no other provider."
    assert page.facts["Provider"] == f"only {name}; the others are not counted"
    assert not of_class(CoveragePage(client, measure="without-office").tree, "alone")


def test_a_measure_that_knows_no_providers_says_that_the_choice_of_one_plays_no_part(client):
    provider = Provider.objects.filter(is_example=True).first()

    page = CoveragePage(client, measure="participants-share", provider=provider.pk)

    assert page.value == CoveragePage(client, measure="participants-share").value
    assert page.facts["Provider"] == f"all; the choice of {provider.name} plays no part in this measure"
    assert not of_class(page.tree, "alone")


def test_how_fresh_the_rows_of_one_provider_are_is_that_of_its_own_offices(client):
    with_offices, without = make.make_provider(is_example=True), make.make_provider(is_example=True)
    agreement = make.make_agreement(provider=with_offices, area=None)
    stockholm = Municipality.objects.get(code="0180")
    make.make_office(agreement=agreement, municipality=stockholm, last_confirmed_on=date(2024, 5, 6))

    told = {
        each: CoveragePage(client, measure="without-office", provider=each.pk).facts["How fresh"]
        for each in (with_offices, without)
    }

    assert told == {
        with_offices: "office last confirmed 6 May 2024",
        without: "no record of when they were last checked",
    }


def test_the_line_of_a_share_of_the_unemployed_breaks_where_their_ages_change(client):
    share, offices = (CoveragePage(client, measure=key) for key in ("participants-share", "without-office"))

    assert [each["x0"] for each in share.figure["layout"]["shapes"] if each["name"] == "break"] == ["2026-01-01"]
    assert "From 2026-01 the unemployed are counted among" in share.tree.one("section", id="trend").text
    assert not [each for each in offices.figure["layout"]["shapes"] if each["name"] == "break"]
    assert "16–66" not in offices.tree.one("section", id="trend").text


@pytest.mark.parametrize("measure", ["thin-areas", "distance", "rural-gap"])
def test_a_choice_that_nothing_fits_says_so_kindly(client, measure):
    page = CoveragePage(client, measure=measure, q="zzzz")

    assert page.headline.text.startswith("Nothing to count")
    assert of_class(page.tree, "nothing")[0].text.endswith("Take away all filters")
    assert page.bright == set()


def test_a_day_on_which_nothing_is_known_has_no_figure_and_never_0(client):
    page = CoveragePage(client, measure="participants-share", on="2019-06-01")

    assert page.headline.text.startswith("No data")
    assert {row.word for row in page.rows} == {"No data"}
    assert page.facts["Not known"].startswith("290 municipalities")
    assert [each for each in links(page.tree.one("section", id="figure")) if "basis=observed" in each]


def test_a_figure_that_is_known_offers_no_other_data(client):
    page = CoveragePage(client, **RURAL)

    assert not [each for each in links(page.tree.one("section", id="figure")) if "basis=" in each]


# --- What is asked --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        {"measure": "everything"},
        {"by": "provider"},
        {"counted": "maybe"},
        {"step": "5"},
        {"side": "both"},
        {"sort": "luck"},
        {"definition": "wild"},
        {"on": "2021-02-30"},
        {"county": "99"},
        {"measure": ["distance", "results"]},
    ],
    ids=str,
)
def test_what_does_not_exist_is_refused_in_words(client, asked):
    answer = client.get(address("coverage"), asked)

    assert answer.status_code == 400
    assert read(answer.content).one("dl").one("dd").text


@pytest.mark.parametrize("name", ["coverage-file", "coverage-trend-file"])
def test_so_it_is_for_the_files(client, name):
    assert client.get(address(name, "csv"), {"measure": "everything"}).status_code == 400


def test_what_chooses_by_status_or_providers_means_nothing_here_and_is_told(client):
    tree = sheet(client, "coverage", status="gap", providers="none", layer="phase")

    assert of_class(tree, "ds-alert")[0].text.endswith("layer, providers, status.")


@pytest.mark.parametrize("name", ["measure", "by", "counted"])
def test_what_is_asked_here_means_nothing_on_the_map_and_is_told_there(client, name):
    assert name in of_class(sheet(client, "map", **{name: "county"}), "ds-alert")[0].text


def test_the_form_holds_every_choice_that_is_on(client):
    asked = {
        "measure": "distance",
        "step": "1",
        "by": "part",
        "county": "24",
        "rural": "yes",
        "on": "2021-09-29",
        "q": "e",
    }

    form = CoveragePage(client, **asked).tree.one("form", id="coverage-form")

    given = {each["name"]: each["value"] for each in form.all("input") if "checked" in each.attributes}
    given |= {each["name"]: each["value"] for each in form.all("input") if each["name"] in ("by", "on", "q", "step")}
    chosen = {each["name"]: each.one("option", selected=None)["value"] for each in form.all("select")}
    assert {**given, **chosen}.items() >= asked.items()
    assert set(chosen) | set(given) <= set(CoverageFilter.base_filters)


@pytest.mark.parametrize(
    "asked",
    [{"measure": "rural-without"}, {"measure": "results", "county": "24", "counted": "yes"}],
    ids=["all", "some"],
)
def test_the_page_costs_few_queries(client, asked):
    client.get(address("coverage"), asked)

    with CaptureQueriesContext(connection) as queries:
        client.get(address("coverage"), asked)

    assert len(queries) <= 4


def test_the_menu_has_the_page(client):
    menu = of_class(sheet(client, "coverage"), "top")[0].one("nav")

    assert menu.one("a", aria_current="page").text == "Coverage"
