"""The delivery areas of a provider: all of them, one, a search for a place, and the file."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from rollout.place_search import LONGEST
from tests import factories as make
from tests.desks import Desk
from tests.pages import read
from tests.policy import violations
from tests.sheets import links, of_class, section, table

pytestmark = [pytest.mark.once, pytest.mark.django_db]

ON = "2021-09-28"
ROWS = "Delivery areas with what comes next"
ENDING = {
    "starts_on": date(2019, 1, 1),
    "notice_sent_on": date(2021, 9, 28),
    "last_referral_on": date(2021, 9, 28),
    "ends_on": date(2021, 12, 29),
}


@pytest.fixture(autouse=True)
def definition():
    """A definition of rural, without which nothing can be counted."""
    return make.make_rural_definition()


@pytest.fixture
def member():
    return make.make_membership(provider=make.make_provider(name="Norrbolaget"))


@pytest.fixture
def places():
    return [make.make_municipality("9001", name="Norrstad"), make.make_municipality("9002", name="Söderby")]


@pytest.fixture
def stom(member, places):
    """An agreement of the provider that ends, in an area of two municipalities by the published plan."""
    plan = make.make_plan(stage="published")
    phase = make.make_phase(plan, name="Etapp 2")
    for place in places:
        make.make_switch(phase=phase, municipality=place, **make.DAYS)
    area = make.make_area(places, service=plan.from_service, name="Norra området")
    return make.make_agreement(provider=member.provider, area=area, number="KA-1", **ENDING)


def served(member, name: str, *args, **query):
    """A page as the member gets it, which must keep the content policy."""
    answer = Desk(member.user).get(name, member.provider.pk, *args, **{"on": ON, **query})
    assert answer.status_code == 200, answer.status_code
    assert violations(answer.content.decode()) == []
    return read(answer.content)


# --- All areas --------------------------------------------------------------------------------------------------------


def test_each_area_tells_what_comes_next_what_is_there_and_who_else_as_counts(member, places, stom):
    make.make_office(agreement=stom, municipality=places[0])
    staffed, unstaffed = (make.make_agreement(area=stom.area, starts_on=date(2019, 1, 1)) for _number in range(2))
    make.make_office(agreement=staffed, municipality=places[0])
    make.make_agreement(area=stom.area, starts_on=date(2019, 1, 1), ends_on=date(2021, 9, 27))

    page = served(member, "portal-areas")

    (row,) = table(page, ROWS)
    assert row == {
        "Delivery area": "Norra områdetKA-1",
        "Service": "STOM",
        "What comes next": "Day of notice 28 Sep 2021today",
        "Phase": f"{row['Phase'][0]}Etapp 2",
        "Municipalities": "2",
        "My offices": "1",
        "Others": "2 (1)",
        "White spots": "1",
    }
    assert unstaffed.provider.name not in page.text
    assert staffed.provider.name not in page.text


def test_areas_ahead_and_those_that_have_ended_stand_by_themselves(member):
    for name, days in (
        ("Gäller", {}),
        ("Kommer", {"starts_on": date(2021, 9, 29)}),
        ("Slut", {"ends_on": date(2021, 9, 27)}),
    ):
        make.make_agreement(provider=member.provider, area=make.make_area(name=name), **days)

    page = served(member, "portal-areas")

    names = [[row["Delivery area"][:6] for row in table(each, ROWS)] for each in page.one("main").all("section")]
    assert names == [["Gäller"], ["Kommer"], ["SlutKA"]]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, "No agreement of yours is registered."),
        ({"ends_on": date(2021, 9, 27)}, "No agreement of yours is in force on the day."),
    ],
)
def test_without_an_agreement_in_force_that_is_said(member, days, words):
    if days:
        make.make_agreement(provider=member.provider, **days)

    assert words in section(served(member, "portal-areas"), "In force on the day").text


def test_where_an_area_s_municipalities_or_the_area_itself_are_not_known_nothing_is_guessed(member):
    make.make_agreement(provider=member.provider, area=make.make_area(name="Okända"))
    make.make_agreement(provider=member.provider, area=None)

    rows = table(served(member, "portal-areas"), ROWS)

    assert {(row["Municipalities"], row["White spots"], row["Others"]) for row in rows} == {
        ("–", "–", "0 (0)"),
        ("–", "–", "–"),
    }


def test_the_page_asks_as_many_queries_for_many_areas_as_for_few(member):
    desk = Desk(member.user)

    def asked() -> int:
        desk.get("portal-areas", member.provider.pk, on=ON, q="Norrstad")  # what is kept with the data is read once
        with CaptureQueriesContext(connection) as queries:
            desk.get("portal-areas", member.provider.pk, on=ON, q="Norrstad")
        return len(queries)

    make.make_agreement(provider=member.provider, area=make.make_area([make.make_municipality()]))
    few = asked()
    for place in make.make_municipalities(8):
        make.make_agreement(provider=member.provider, area=make.make_area([place]), **ENDING)

    many = asked()
    assert many == few <= 12


# --- A place ----------------------------------------------------------------------------------------------------------


def test_an_address_leads_to_the_areas_of_its_municipality_and_their_rules(member, places, stom):
    make.make_office(agreement=stom, municipality=places[1])
    new = make.make_area(places, service=make.make_service("rom"), name="Nya området")

    page = served(member, "portal-areas", q="Storgatan 3, 123 45 Söderby")

    found = of_class(page, "found-place")
    assert [each.one("h3").text.split(" ")[0] for each in found] == ["Söderby"]
    told = [each.text for each in of_class(found[0], "found-areas")[0].all("li")]
    assert told == [
        "STOM Norra området you have an agreement in force Rules for STOM here",
        "RoM Nya området you have no agreement Rules for RoM here",
    ]
    assert "STOM open, notice given" in found[0].text
    assert "1 office of yours" in found[0].text
    assert any(f"/omraden/{new.pk}/" in each and each.endswith("#rules") for each in links(found[0]))


def test_a_post_town_leads_to_the_municipality_of_an_office_there(member, places, stom):
    make.make_office(agreement=stom, municipality=places[0], post_town="Byhamn")

    page = served(member, "portal-areas", q="Hamngatan 1, Byhamn")

    assert "an office in Byhamn lies here" in of_class(page, "found-place")[0].text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Ingenstans", "No municipality and no post town is called that."),
        ("x" * (LONGEST + 1), "That is too long for an address."),
        ("<script>alert(1)</script>", "No municipality and no post town is called that."),
    ],
)
def test_what_is_not_found_is_told_and_shown_as_text(member, words, told):
    page = served(member, "portal-areas", q=words)

    assert told in of_class(page, "found-places")[0].text
    assert words in page.one("h2", id="found-title").text


# --- One area ---------------------------------------------------------------------------------------------------------


def test_an_area_tells_its_municipalities_with_days_own_offices_and_others(member, places, stom):
    make.make_office(agreement=stom, municipality=places[0])
    make.make_office(agreement=make.make_agreement(area=stom.area), municipality=places[0])

    page = served(member, "portal-area", stom.area_id)

    rows = table(page, "The municipalities of the area")
    assert [(row["Municipality"], row["My offices"], row["Others with an office"]) for row in rows] == [
        ("Norrstad 9001", "1", "1"),
        ("Söderby 9002", "0", "×No provider"),
    ]
    assert {row["Last referral day"] for row in rows} == {"2021-09-28"}
    assert {row["New service starts"] for row in rows} == {"2021-09-29"}
    assert {row["Last contract day"] for row in rows} == {"2021-12-29"}


def test_an_area_tells_what_the_provider_has_there_and_when_it_was_confirmed(member, places, stom):
    make.make_office(agreement=stom, municipality=places[0], street="Nygatan 1", last_confirmed_on=date(2019, 5, 1))
    make.make_office(agreement=make.make_agreement(area=stom.area), municipality=places[0], street="Främlingsgatan 7")

    own = section(served(member, "portal-area", stom.area_id), "What you have here")

    (row,) = table(own, "Your agreements")
    assert (row["Agreement number"], row["On the day"]) == ("KA-1", "in force, notice given")
    assert "Nygatan 1, Exempelstad Norrstad confirmed 2019-05-01 to confirm" in own.text
    assert "Främlingsgatan" not in own.text


def test_the_rules_come_with_what_they_mean_in_the_area_and_their_source(member, stom):
    make.make_source(key="af-2021-07", title="Nyhet om uppsägning")

    rules = of_class(served(member, "portal-area", stom.area_id), "area-rules")[0]

    told = [each.text for each in rules.all("li")]
    assert len(told) == 6
    assert "Here RoM starts on 29 September 2021." in told[0]
    assert "Here it was decided to be sent on 28 September 2021, and the last contract day to be 29 Dec" in told[1]
    assert "Here the last referral day is 28 September 2021." in told[2]
    assert "Whoever is referred on the last day starts by 12 October 2021." in told[3]
    assert "Here until 29 December 2021." in told[4]
    assert all("Nyhet om uppsägning" in each for each in told[1:])


def test_for_a_service_without_published_rules_that_is_said(member):
    area = make.make_area(service=make.make_service("rom2"))

    rules = section(served(member, "portal-area", area.pk), "Rules that hold here")

    assert "No rules of notice are published for Rusta och matcha 2" in rules.text


def test_an_area_where_the_provider_has_nothing_can_be_read_all_the_same(member, places):
    area = make.make_area(places, name="Andras område")

    page = served(member, "portal-area", area.pk)

    assert "You have no agreement here." in page.text


def test_the_areas_of_other_services_that_hold_the_same_municipalities_are_named(member, places, stom):
    make.make_area([places[0]], service=make.make_service("rom"), name="Nya området")

    told = section(served(member, "portal-area", stom.area_id), "The same municipalities").text

    assert "RoM Nya området 1 of them · you have no agreement" in told


@pytest.mark.parametrize("number", [0, 999_999])
def test_an_area_that_does_not_exist_is_not_found(member, number):
    assert Desk(member.user).get("portal-area", member.provider.pk, number).status_code == 404


# --- The file ---------------------------------------------------------------------------------------------------------


def as_csv(member, **query) -> list[dict[str, str]]:
    answer = Desk(member.user).get("portal-areas-listed", member.provider.pk, "kommuner", "csv", **{"on": ON, **query})
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_has_a_row_for_each_municipality_with_days_and_counts(member, places, stom):
    make.make_office(agreement=stom, municipality=places[0])

    rows = as_csv(member)

    assert [row["Municipality code"] for row in rows] == ["9001", "9002"]
    assert rows[0] == {
        "Service": "STOM",
        "Delivery area": "Norra området",
        "Agreement number": "KA-1",
        "First day": "2019-01-01",
        "Last contract day": "2021-12-29",
        "Municipality code": "9001",
        "Municipality": "Norrstad",
        "Phase": "Etapp 2",
        "Service status": "Notice given",
        "Last referral day, by the plan": "2021-09-28",
        "New service starts, by the plan": "2021-09-29",
        "Last contract day, by the plan": "2021-12-29",
        "Offices of ours in the municipality": "1",
        "Other providers with an office in the municipality": "0",
        "White spot": "no",
        "Other providers with an agreement in the area": "0",
        "Day": "2021-09-28",
        "Data": "Registered data",
    }
    assert (rows[1]["Offices of ours in the municipality"], rows[1]["White spot"]) == ("0", "yes")


def test_the_file_leaves_out_what_has_ended_and_keeps_an_area_without_known_municipalities(member):
    make.make_agreement(provider=member.provider, area=make.make_area(name="Slut"), ends_on=date(2021, 9, 27))
    make.make_agreement(provider=member.provider, area=make.make_area(name="Okända"))

    (row,) = as_csv(member)

    assert (row["Delivery area"], row["Municipality code"], row["White spot"]) == ("Okända", "", "")


def test_the_workbook_says_whose_areas_they_are_and_on_which_day(member, stom):
    answer = Desk(member.user).get("portal-areas-listed", member.provider.pk, "kommuner", "xlsx", on=ON)

    _rows, about = load_workbook(BytesIO(answer.content)).worksheets
    told = {label.value: words.value for label, words in about.iter_rows()}
    assert (told["Provider"], told["Day"]) == ("Norrbolaget", "28 September 2021")


# --- Whose they are ---------------------------------------------------------------------------------------------------


def test_another_provider_s_areas_are_not_there_by_any_address(member, stom):
    stranger = Desk(make.make_membership(role="editor").user)

    file = ("kommuner", "csv")
    for name, more in (("portal-areas", ()), ("portal-area", (stom.area_id,)), ("portal-areas-listed", file)):
        assert stranger.get(name, member.provider.pk, *more).status_code == 404
        assert Desk(None).get(name, member.provider.pk, *more).status_code == 302


def test_a_kind_of_file_that_does_not_exist_is_not_found(member):
    assert Desk(member.user).get("portal-areas-listed", member.provider.pk, "kommuner", "exe").status_code == 404
