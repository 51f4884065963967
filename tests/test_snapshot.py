"""The published state: always as new as the data, never changed by a reader, and honest about what is not known."""

from datetime import date, timedelta

import pandas as pd
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from municipalities.models import Municipality, RuralDefinition
from providers.models import Agreement, Office, Provider
from rollout import snapshot as snapshots
from rollout.coverage import day_number
from rollout.models import Phase, Plan, Switch
from tests.factories import (
    make_agreement,
    make_area,
    make_listing,
    make_office,
    make_participants,
    make_provider,
    make_service,
    make_source,
    make_unemployment,
)
from tests.pages import MapPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]

DAY = date(2024, 5, 1)
ONE_DAY = timedelta(days=1)


def get(client, **asked) -> MapPage:
    answer = client.get(reverse("map"), asked)
    assert answer.status_code == 200
    return MapPage(answer.content)


def place(code: str) -> Municipality:
    return Municipality.objects.get(code=code)


def example_agreement(**values) -> Agreement:
    return make_agreement(provider=make_provider(is_example=True), **values)


def providers(client, code: str, on: date = DAY, **asked) -> int | None:
    page = get(client, on=on.isoformat(), **asked)
    return next(row.providers for row in page.rows if row.code == code)


# --- As new as the data ----------------------------------------------------------------------------------------------


def move_by_update():
    Switch.objects.filter(municipality="0180").update(
        new_service_starts_on=date(2025, 1, 1), actual_new_service_starts_on=None
    )


def move_by_saving():
    switch = Switch.objects.get(municipality="0180", plan__stage="published")
    switch.new_service_starts_on, switch.actual_new_service_starts_on = date(2025, 1, 1), None
    switch.save()


def move_by_bulk_update():
    switch = Switch.objects.get(municipality="0180", plan__stage="published")
    switch.new_service_starts_on, switch.actual_new_service_starts_on = date(2025, 1, 1), None
    Switch.objects.bulk_update([switch], ["new_service_starts_on", "actual_new_service_starts_on"])


def move_by_sql():
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE rollout_switch SET new_service_starts_on = '2025-01-01', actual_new_service_starts_on = NULL "
            "WHERE municipality_id = '0180'"
        )


@pytest.mark.parametrize("move", [move_by_update, move_by_saving, move_by_bulk_update, move_by_sql])
def test_a_switch_that_is_moved_by_any_path_shows_in_the_next_answer(client, move):
    before = get(client, on="2024-05-01", layer="status").painted

    move()

    after = get(client, on="2024-05-01", layer="status").painted
    assert before["0180"] == "new"
    assert after["0180"] == "gap"
    assert {code for code in after if after[code] != before[code]} == {"0180"}


def test_an_office_shows_as_soon_as_it_is_there_and_is_gone_as_soon_as_it_is_not(client):
    agreement = example_agreement(area=None)
    seen = [providers(client, "0180")]

    office = make_office(agreement=agreement, municipality=place("0180"))
    seen.append(providers(client, "0180"))
    Office.objects.filter(pk=office.pk).update(municipality=place("2584"))
    seen.append(providers(client, "0180"))
    Office.objects.filter(pk=office.pk).delete()

    assert seen == [0, 1, 0]
    assert providers(client, "2584") == 0


def test_a_new_name_shows_in_the_next_answer(client):
    Provider.objects.create(name="Exempelbolaget ett AB", is_example=True)
    get(client)

    Provider.objects.update(name="Exempelbolaget två AB")

    options = [each.text for each in get(client).tree.one("select", id="provider").all("option")]
    assert "Exempelbolaget två AB" in options
    assert "Exempelbolaget ett AB" not in options


def test_a_definition_that_is_added_is_offered(client):
    before = [each.key for each in snapshots.current().definitions]
    one = RuralDefinition.objects.get(key="skr-c8")

    added = RuralDefinition.objects.create(
        key="another", name="En till", name_en="Another", classification=one.classification, order=9
    )
    added.classes.set(one.classes.all())

    page = get(client, definition="another", rural="yes")
    assert [each.key for each in snapshots.current().definitions] == [*before, "another"]
    assert page.shown == {35}


def test_an_unpublished_plan_leaves_every_status_unknown(client):
    Plan.objects.update(stage=Plan.Stage.DRAFT)

    page = get(client, layer="status")

    assert {key: each.count for key, each in page.legend.items() if each.count} == {"unknown": 290}


def test_a_municipality_without_a_switch_is_in_no_phase_and_can_be_chosen_so(client):
    Switch.objects.filter(municipality="0180").delete()

    page = get(client, layer="phase", phase="none")

    assert page.codes == ["0180"]
    assert page.painted["0180"] == "nophase"
    assert page.legend["p0"].is_on is False
    assert page.legend["nophase"].is_on


# --- What it costs ---------------------------------------------------------------------------------------------------


def test_an_unchanged_snapshot_costs_one_query(django_assert_num_queries):
    first = snapshots.current()

    with django_assert_num_queries(1):
        assert snapshots.current() is first


def test_a_page_of_unchanged_facts_costs_one_query_and_a_choice_of_places_one_more(client, django_assert_num_queries):
    get(client)

    with django_assert_num_queries(1):
        client.get(reverse("map"), {"on": "2021-09-29", "layer": "status", "status": "winding"})
    with django_assert_num_queries(2):
        client.get(reverse("map"), {"county": "25", "rural": "yes"})


def test_the_page_costs_as_many_queries_with_10_more_rows_of_each_kind_as_with_1(client):
    asked = {"county": "25"}

    def cost(rows: int) -> int:
        for _ in range(rows):
            area = make_area(service=make_service("rom2"))
            make_office(agreement=example_agreement(area=area), municipality=place("2584"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("map"), asked).status_code == 200
        return len(queries)

    assert cost(10) == cost(1)


def test_readers_never_change_what_they_share(client):
    make_office(agreement=example_agreement(), municipality=place("0180"))
    kept = snapshots.current()
    frames = ("municipalities", "offices", "agreements", "members")
    before = {name: getattr(kept, name).copy(deep=True) for name in frames}

    for asked in (
        {"sort": "-providers", "providers": "none"},
        {"layer": "status", "on": "2021-09-29", "status": "old", "sort": "population"},
        {"q": "orebro", "test": "agreement"},
        {"rural": "no", "definition": "degurba-3", "sort": "-phase"},
    ):
        get(client, **asked)

    assert snapshots.current() is kept
    for name in frames:
        pd.testing.assert_frame_equal(getattr(kept, name), before[name])


# --- Whose rows ------------------------------------------------------------------------------------------------------


def test_examples_and_real_rows_are_never_counted_together(client):
    make_office(agreement=example_agreement(area=None), municipality=place("0180"))
    for _ in range(2):
        make_office(agreement=make_agreement(area=None), municipality=place("0180"), opens_on=date(2020, 1, 1))

    assert providers(client, "0180", basis="example") == 1
    assert providers(client, "0180", basis="registered") == 2


@pytest.mark.parametrize(
    "with_real, with_examples, bases, default",
    [
        (False, False, ("registered", "observed"), "registered"),
        (False, True, ("example", "observed"), "example"),
        (True, False, ("registered", "observed"), "registered"),
        (True, True, ("example", "registered", "observed"), "registered"),
    ],
)
def test_real_rows_are_shown_first_and_examples_where_there_are_no_others(with_real, with_examples, bases, default):
    if with_real:
        make_office(agreement=make_agreement(area=None), municipality=place("0180"))
    if with_examples:
        make_office(agreement=example_agreement(area=None), municipality=place("0180"))

    kept = snapshots.current()

    assert kept.bases == bases
    assert kept.default_basis == default


def test_a_listing_without_offices_is_a_real_row():
    make_office(agreement=example_agreement(area=None), municipality=place("0180"))
    make_listing(on=date(2025, 3, 1))

    assert "registered" in snapshots.current().bases


@pytest.mark.parametrize("make_count", [make_unemployment, make_participants])
@pytest.mark.parametrize(
    "is_real, bases", [(True, ("example", "registered", "observed")), (False, ("example", "observed"))]
)
def test_real_counts_alone_can_be_asked_for_and_leave_the_examples_in_front(make_count, is_real, bases):
    make_office(agreement=example_agreement(area=None), municipality=place("0180"))
    make_count(municipality=place("0180"), is_example=not is_real, source=make_source())

    kept = snapshots.current()

    assert kept.bases == bases
    assert kept.default_basis == "example"


def test_a_basis_without_rows_cannot_be_asked_for(client):
    make_office(agreement=example_agreement(area=None), municipality=place("0180"))

    assert client.get(reverse("map"), {"basis": "registered"}).status_code == 400


@pytest.mark.parametrize("asked, is_marked", [({"basis": "example"}, True), ({"basis": "registered"}, False)])
def test_the_page_says_when_rows_are_examples(client, asked, is_marked):
    make_office(agreement=example_agreement(area=None), municipality=place("0180"))
    make_office(agreement=make_agreement(area=None), municipality=place("0180"))

    page = get(client, **asked)

    assert bool(list(page.tree.all("strong", class_="example-mark"))) is is_marked


# --- What is known ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days_after, expected", [(-1, None), (0, 0), (1, 0)])
def test_nothing_is_known_of_offices_before_the_first_listing_and_all_from_its_day(client, days_after, expected):
    make_listing(on=DAY)

    page = get(client, on=(DAY + timedelta(days=days_after)).isoformat())

    assert page.rows[0].providers == expected
    assert page.figures["all"].part == (None if expected is None else 290)
    assert page.legend["nodata" if expected is None else "none"].count == 290


def test_a_listing_of_another_service_tells_nothing_of_the_one_asked_for(client):
    make_listing(make_service("rom2"), on=DAY)

    assert providers(client, "0180", service="rom2") == 0
    assert providers(client, "0180", service="stom") is None


def test_without_any_real_row_nothing_is_known_on_any_day(client):
    assert get(client).figures["all"].part is None
    assert get(client, test="agreement").figures["all"].part is None


@pytest.mark.parametrize(
    "on, expected",
    [(DAY - ONE_DAY, 0), (DAY, 1), (DAY + 9 * ONE_DAY, 1), (DAY + 10 * ONE_DAY, 0)],
)
@pytest.mark.parametrize("cut_by", ["agreement", "office"])
def test_an_office_counts_while_it_is_open_and_its_agreement_in_force(client, cut_by, on, expected):
    inner, outer = (DAY, DAY + 9 * ONE_DAY), (date(2020, 1, 1), None)
    (starts, ends), (opens, closes) = (inner, outer) if cut_by == "agreement" else (outer, inner)
    agreement = example_agreement(area=None, starts_on=starts, ends_on=ends)

    make_office(agreement=agreement, municipality=place("0180"), opens_on=opens, closes_on=closes)

    assert providers(client, "0180", on) == expected


def test_an_office_without_days_is_open_as_long_as_its_agreement():
    agreement = example_agreement(area=None, starts_on=DAY, ends_on=DAY)
    make_office(agreement=agreement, municipality=place("0180"), opens_on=None, closes_on=None)

    found = snapshots.current().presence(basis="example", test="office")

    numbers = [found.on(["0180"], day_number(DAY) + step).tolist() for step in (-1, 0, 1)]
    assert numbers == [[0], [1], [0]]


def test_a_digital_offer_is_not_an_office(client):
    make_office(agreement=example_agreement(area=None), municipality=place("0180"), on_site=False)

    assert providers(client, "0180") == 0


def test_an_office_without_a_municipality_counts_nowhere_and_is_told_apart(client):
    make_office(agreement=example_agreement(area=None), municipality=None, placed=Office.Placed.OUTSIDE)

    assert get(client).legend["none"].count == 290
    assert snapshots.current().unplaced == {True: 1, False: 0}


def test_two_offices_of_one_provider_are_one_provider(client):
    provider = make_provider(is_example=True)
    for service in ("rom", "rom2"):
        agreement = make_agreement(provider=provider, area=None, service=make_service(service))
        make_office(agreement=agreement, municipality=place("0180"))

    assert providers(client, "0180") == 1
    assert providers(client, "0180", service="rom2") == 1


def test_an_agreement_covers_the_municipalities_of_its_area_and_no_others(client):
    area = make_area([place("0180"), place("2584")], service=make_service("rom2"))
    example_agreement(area=area)

    page = get(client, on=DAY.isoformat(), test="agreement", service="rom2", basis="example")

    assert {row.code for row in page.rows if row.providers} == {"0180", "2584"}


@pytest.mark.parametrize("on, is_known", [(DAY - ONE_DAY, True), (DAY, False), (DAY + ONE_DAY, False)])
def test_an_agreement_whose_area_is_unknown_makes_no_white_spots(client, on, is_known):
    example_agreement(area=make_area([place("0180")], service=make_service("rom2")))
    example_agreement(area=make_area(service=make_service("rom2")), starts_on=DAY)

    page = get(client, on=on.isoformat(), test="agreement", service="rom2")

    assert (page.figures["all"].part is not None) == is_known
    assert page.legend["none"].count == (289 if is_known else 0)


@pytest.mark.parametrize("on, expected", [(DAY - ONE_DAY, None), (DAY, 1)])
def test_nothing_is_known_of_real_agreements_before_the_first(client, on, expected):
    make_agreement(area=make_area([place("0180")], service=make_service("rom2")), starts_on=DAY)

    assert providers(client, "0180", on, test="agreement") == expected


def test_a_provider_without_an_agreement_of_the_service_is_nowhere_and_that_is_known(client):
    example_agreement(area=make_area([place("0180")], service=make_service("rom2")))
    other = make_provider(is_example=True)

    assert providers(client, "0180", test="agreement", provider=str(other.pk)) == 0


# --- Before anything is loaded ---------------------------------------------------------------------------------------


def test_the_map_opens_where_no_facts_are_loaded(client):
    for model in (Office, Agreement, Provider, Switch, Phase, Plan, RuralDefinition):
        model.objects.all().delete()

    page = get(client, layer="status", rural="yes")

    assert page.shown == {0}
    assert page.figures["rural"].share == "–"
