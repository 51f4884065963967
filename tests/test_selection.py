"""Choosing among municipalities: every filter by itself, together, and in every part of the page alike."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.conf import settings as project
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from municipalities.models import ClassMembership, Municipality
from providers.models import AreaMembership, DeliveryArea, Provider
from rollout.coverage import coverage_class, day_number
from rollout.models import Switch
from rollout.selection import InvalidSelection, Selection
from tests.pages import MapPage

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

TODAY = date(2026, 6, 1)
DAY = "2021-10-10"
FIRST = date.fromisoformat(project.FIRST_DAY)


def select(query: str = "", today: date = TODAY) -> Selection:
    return Selection.from_query(QueryDict(query), today=today)


def codes(query: str) -> set[str]:
    return set(select(query).rows.index)


def fault(query: str) -> list[tuple[str, str]]:
    with pytest.raises(InvalidSelection) as caught:
        select(query)
    return caught.value.errors


# --- What is usual ---------------------------------------------------------------------------------------------------


def test_without_an_address_the_coverage_of_today_is_shown_over_the_whole_country():
    selection = select()

    assert (selection.on, selection.layer, selection.test) == (TODAY, "coverage", "office")
    assert (selection.definition, selection.sort, selection.basis) == ("skr-c8-c9", "name", "example")
    assert len(selection.rows) == 290
    assert selection.narrowed_by == []


@pytest.mark.parametrize(
    "name", "on layer test service basis definition sort q county area status rural provider".split()
)
def test_an_empty_value_is_no_value(name):
    assert list(select(f"{name}=").rows.index) == list(select().rows.index)


@pytest.mark.parametrize(
    "on, is_known", [("2018-12-31", False), ("2019-01-01", True), ("2026-06-01", True), ("2026-06-02", False)]
)
def test_the_days_go_from_the_first_of_2019_to_today(on, is_known):
    if is_known:
        assert select(f"on={on}").on == date.fromisoformat(on)
    else:
        [(_label, reason)] = fault(f"on={on}")
        assert "2019-01-01" in reason
        assert "2026-06-01" in reason


# --- Filters ---------------------------------------------------------------------------------------------------------


def test_a_county_is_its_municipalities():
    assert codes("county=25") == set(Municipality.objects.filter(county="25").values_list("code", flat=True))
    assert len(codes("county=25&county=24")) == 14 + 15


@pytest.mark.parametrize("part, number", [("SE1", 75), ("SE2", 122), ("SE3", 93)])
def test_a_part_of_the_country_is_its_municipalities(part, number):
    expected = Municipality.objects.filter(county__part_of_country=part).values_list("code", flat=True)

    assert codes(f"part={part}") == set(expected)


def test_the_parts_of_the_country_are_the_whole_of_it():
    assert sum(len(codes(f"part={part}")) for part in ("SE1", "SE2", "SE3")) == 290


@pytest.mark.parametrize("group", ["A1", "C8", "C9"])
def test_a_group_is_the_members_of_its_class(group):
    members = ClassMembership.objects.filter(classification__key="skr-2023", municipality_class__code=group)

    assert codes(f"group={group}") == set(members.values_list("municipality", flat=True)) != set()


@pytest.mark.parametrize("definition, number", [("skr-c8-c9", 56), ("skr-c8", 35), ("degurba-3", 139)])
def test_rural_is_what_the_chosen_definition_says(definition, number):
    assert len(codes(f"rural=yes&definition={definition}")) == number
    assert len(codes(f"rural=no&definition={definition}")) == 290 - number


def test_rural_without_a_definition_is_that_of_skr_c8_and_c9():
    assert codes("rural=yes") == codes("group=C8&group=C9")


@pytest.mark.parametrize("number, size", [(0, 32), (1, 53), (2, 101), (3, 104)])
def test_a_phase_is_its_switches(number, size):
    switches = Switch.objects.filter(plan__is_example=False, phase__number=number)

    assert codes(f"phase={number}") == set(switches.values_list("municipality", flat=True))
    assert len(codes(f"phase={number}")) == size


def test_a_delivery_area_is_its_municipalities_and_two_areas_are_those_of_both():
    one, other = DeliveryArea.objects.filter(service="rom").order_by("pk")[:2]
    here, there = (
        set(AreaMembership.objects.filter(area=area).values_list("municipality", flat=True)) for area in (one, other)
    )

    assert codes(f"area={one.pk}") == here
    assert codes(f"area={one.pk}&area={other.pk}") == here | there


@pytest.mark.parametrize("status, number", [("old", 104), ("winding", 101), ("new", 85), ("gap", 0), ("unknown", 0)])
def test_a_status_is_that_of_the_day(status, number):
    assert len(codes(f"on={DAY}&status={status}")) == number


def test_numbers_of_providers_are_those_of_the_day():
    every = [codes(f"on={DAY}&providers={key}") for key in ("none", "one", "two", "few", "many", "nodata")]

    assert sum(map(len, every)) == 290
    assert len(set.union(*every)) == 290


def test_a_provider_and_a_service_change_what_is_counted_and_leave_the_rows():
    provider = Provider.objects.filter(agreements__service="rom2").order_by("pk").first()

    own = select(f"provider={provider.pk}&service=rom2").rows

    assert len(own) == 290
    assert set(own["providers"]) == {0, 1}
    assert (own["providers"] <= select("service=rom2").rows["providers"].reindex(own.index)).all()


def test_the_tests_count_differently():
    by_office, by_agreement = (
        select(f"on={DAY}&service=stom&test={test}").without() for test in ("office", "agreement")
    )

    assert by_agreement.part < by_office.part


@pytest.mark.parametrize("on, is_known", [("2023-04-16", True), ("2023-04-17", False)])
def test_the_areas_of_rom_2_are_unknown_and_so_is_who_has_an_agreement_there(on, is_known):
    figure = select(f"on={on}&service=rom2&test=agreement").without()

    assert (figure.part is not None) == is_known


@pytest.mark.parametrize(
    "words, expected",
    [
        ("orebro", {"1880"}),
        ("ÖREBRO", {"1880"}),
        ("180", {"0180"}),
        ("0180", {"0180"}),
        ("upplands v", {"0114"}),
        ("999", set()),
        ("%", set()),
        ("_", set()),
        ("!!!", set()),
        ("stockholms stad", set()),
    ],
)
def test_a_search_finds_names_and_codes_and_nothing_else(words, expected):
    query = QueryDict(mutable=True)
    query["q"] = words

    assert set(Selection.from_query(query, today=TODAY).rows.index) == expected


@pytest.mark.parametrize("words", ["", "   ", "\t"])
def test_a_search_for_nothing_leaves_all(words):
    query = QueryDict(mutable=True)
    query["q"] = words

    assert len(Selection.from_query(query, today=TODAY).rows) == 290


def test_filters_of_several_kinds_all_hold():
    together = codes(f"on={DAY}&part=SE3&phase=3&rural=yes&status=old&q=a")

    each = [codes(query) for query in ("part=SE3", "phase=3", "rural=yes", f"on={DAY}&status=old", "q=a")]
    assert together == set.intersection(*each) != set()


def test_what_is_counted_follows_the_places_and_not_the_statuses_or_numbers():
    whole, narrowed = select(f"on={DAY}&part=SE3"), select(f"on={DAY}&part=SE3&status=old&providers=none")

    assert len(narrowed.rows) < len(whole.rows)
    assert narrowed.rural_without() == whole.rural_without()
    assert narrowed.without() == whole.without()
    assert narrowed.in_status("winding") == whole.in_status("winding")


# --- Order -----------------------------------------------------------------------------------------------------------

STATUS_ORDER = ["old", "notice", "gap", "winding", "new", "unknown"]
KEYS = {
    "code": lambda row: row.Index,
    "county": lambda row: row.county,
    "status": lambda row: STATUS_ORDER.index(row.status),
    "providers": lambda row: row.providers,
    "phase": lambda row: row.phase,
    "population": lambda row: row.population,
}


@pytest.mark.parametrize("column", KEYS)
@pytest.mark.parametrize("way, sign", [("", 1), ("-", -1)])
def test_the_rows_come_in_the_order_asked_for_and_equals_by_name(column, way, sign):
    names = list(select().rows.index)
    rows = list(select(f"on={DAY}&sort={way}{column}").rows.itertuples())

    for one, other in pairwise(rows):
        first, second = KEYS[column](one), KEYS[column](other)
        assert (first < second if sign > 0 else first > second) or (
            first == second and names.index(one.Index) < names.index(other.Index)
        )


def test_names_come_in_swedish_order_and_backwards():
    names = list(select("sort=name").rows["name"])

    assert names[0] == "Ale"
    last = [name[0] for name in names if name[0] in "ÅÄÖ"]
    assert last == sorted(last, key="ÅÄÖ".index)
    assert names[-1].startswith("Ö")
    assert list(select("sort=-name").rows["name"]) == names[::-1]


# --- Every part of the page says the same ----------------------------------------------------------------------------

LAYER_COLUMNS = {"status": "statuses", "coverage": "coverage", "phase": "phases"}


class FactsOfTheScript:
    """What the script of the page works out of its facts, written a second time and without haste."""

    def __init__(self, state: dict) -> None:
        self.state, self.day = state, state["on"]
        self.statuses = {code: self._status(pattern) for code, pattern in self._by_code(state["status"]["of"])}
        self.providers = {code: self._providers(changes) for code, changes in self._by_code(state["counts"]["changes"])}
        self.coverage = {code: coverage_class(number) for code, number in self.providers.items()}
        self.phases = {code: f"p{number}" for code, number in self._by_code(state["phase"])}
        rural = state["rural"][state["definition"]]
        self.rural = {code for code, mark in self._by_code(rural) if mark == "1"}

    def _by_code(self, values):
        return list(zip(self.state["codes"], values, strict=True))

    def _status(self, pattern: int) -> str:
        periods = self.state["status"]["patterns"][pattern]
        return [key for start, key in periods if start is None or start <= self.day][-1]

    def _providers(self, changes: list[int]) -> int | None:
        if any(first <= self.day <= last for first, last in self.state["counts"]["unknown"]):
            return None
        return ([0] + [number for on, number in zip(changes[::2], changes[1::2], strict=True) if on <= self.day])[-1]

    def scope(self) -> set[str]:
        chosen, state = self.state["chosen"], self.state
        found = set(state["codes"])
        for name in ("county", "part", "group", "phase"):
            if chosen[name]:
                found &= {code for code, value in self._by_code(state[name]) if str(value) in chosen[name]}
        if chosen["area"]:
            wanted = set(map(int, chosen["area"]))
            found &= {code for code, areas in self._by_code(state["areas"]) if wanted & set(areas)}
        if chosen["rural"]:
            found &= self.rural if chosen["rural"] == "yes" else found - self.rural
        return found

    def shown(self) -> set[str]:
        chosen = self.state["chosen"]
        return {
            code
            for code in self.scope()
            if (not chosen["status"] or self.statuses[code] in chosen["status"])
            and (not chosen["providers"] or self.coverage[code] in chosen["providers"])
        }


def several(*choices: str):
    return st.lists(st.sampled_from(choices), max_size=2, unique=True)


selections = st.fixed_dictionaries(
    {},
    optional={
        "on": st.dates(FIRST, TODAY).map(date.isoformat),
        "layer": st.sampled_from(["status", "coverage", "phase"]),
        "test": st.sampled_from(["office", "agreement"]),
        "service": st.sampled_from(["stom", "rom", "rom2"]),
        "definition": st.sampled_from(["skr-c8-c9", "skr-c8", "degurba-3"]),
        "sort": st.sampled_from(["name", "-name", "-providers", "status", "phase"]),
        "county": several("01", "25", "24", "14"),
        "part": several("SE1", "SE2", "SE3"),
        "group": several("A1", "C8", "C9"),
        "rural": st.sampled_from(["yes", "no"]),
        "phase": several("0", "1", "2", "3"),
        "status": several("old", "notice", "gap", "winding", "new"),
        "providers": several("none", "one", "two", "few", "many", "nodata"),
    },
)


@settings(
    max_examples=settings.default.max_examples * 2 // 3, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(selections)
def test_table_map_legend_figures_and_script_agree_on_any_selection(client, asked):
    answer = client.get(reverse("map"), asked)
    assert answer.status_code == 200
    page = MapPage(answer.content)
    facts = FactsOfTheScript(page.state(client))
    scope, layer = facts.scope(), getattr(facts, LAYER_COLUMNS[asked.get("layer", "coverage")])

    # The table
    assert set(page.codes) == facts.shown() == page.bright
    assert page.shown == {len(page.codes)}
    for row in page.rows:
        assert row.status == facts.statuses[row.code]
        assert (row.providers, row.coverage) == (facts.providers[row.code], facts.coverage[row.code])
    # The map and its legend
    assert page.painted == layer
    in_scope = Counter(layer[code] for code in scope)
    assert {key: each.count for key, each in page.legend.items()} == {key: in_scope[key] for key in page.legend}
    assert sum(each.count for each in page.legend.values()) == len(scope)
    # The figures
    for key, among in (("rural", scope & facts.rural), ("all", scope)):
        known = [code for code in among if facts.providers[code] is not None]
        is_known = bool(known) or not among
        expected = (sum(facts.providers[code] == 0 for code in known), len(known)) if is_known else (None, None)
        assert (page.figures[key].part, page.figures[key].whole) == expected
    for key in ("winding", "gap"):
        number = sum(facts.statuses[code] == key for code in scope)
        assert (page.figures[key].part, page.figures[key].whole) == (number, len(scope))


def test_the_days_of_the_script_are_those_of_the_page(client):
    state = MapPage(client.get(reverse("map"), {"on": "2021-09-29"}).content).state(client)

    assert state["on"] == day_number(date(2021, 9, 29))
    assert state["first"] == day_number(FIRST)
    assert state["last"] == day_number(timezone.localdate())
    assert [tick["day"] for tick in state["ticks"]] == [
        day_number(day) for day in (date(2020, 3, 30), date(2021, 5, 18), date(2021, 9, 29), date(2021, 12, 7))
    ]


def test_an_address_made_by_a_selection_is_read_back_as_the_same_selection():
    selection = select(f"on={DAY}&layer=status&county=25&county=24&status=old&sort=-population&nonsense=1")

    again = select(selection.address().removeprefix("?"))

    assert list(again.rows.index) == list(selection.rows.index)
    assert again.on == date(2021, 10, 10)
    assert again.unknown_parameters == []
    assert select(selection.address(status=None, county=None).removeprefix("?")).narrowed_by == []


@given(st.integers(1, 4000))
def test_a_day_in_the_future_of_whoever_asks_is_refused(days):
    on = (TODAY + timedelta(days=days)).isoformat()

    assert fault(f"on={on}")
