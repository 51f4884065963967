"""The home of a provider's portal: what changes next, what is to be done, where it is, and where nobody is."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from municipalities.models import Municipality
from rollout.models import Milestone
from tests import factories as make
from tests.desks import Desk
from tests.pages import read
from tests.policy import violations
from tests.sheets import address, links, of_class, section, table

pytestmark = [pytest.mark.once, pytest.mark.django_db]

ON = "2021-09-28"
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
    return make.make_membership(role="editor", provider=make.make_provider(name="Norrbolaget"))


def home(member, *, on=ON, **query):
    """The page as the member gets it, which must keep the content policy."""
    answer = Desk(member.user).get("portal-home", member.provider.pk, on=on, **query)
    assert answer.status_code == 200, answer.status_code
    assert violations(answer.content.decode()) == []
    return read(answer.content)


def make_own(member, *places: Municipality, service="stom", name="Luleå", **values):
    area = make.make_area(places, service=make.make_service(service), name=name)
    return make.make_agreement(provider=member.provider, area=area, **values)


def said(page) -> str:
    return of_class(page, "portal-lead")[0].text


def titles(page, name="change-title") -> list[str]:
    return [each.text for each in of_class(page, name)]


def task(page, kind: str) -> str:
    return next((each.text for each in of_class(page, "task") if each["data-kind"] == kind), "")


# --- What changes -----------------------------------------------------------------------------------------------------


def test_the_next_change_comes_first_with_its_days_and_how_far_off_they_are(member):
    make_own(member, **ENDING)
    make_own(member, service="rom", name="Boden", starts_on=date(2021, 9, 29))

    page = home(member)

    first = of_class(page, "is-lead")[0]
    assert titles(first) == ["STOM ends in Luleå"]
    assert [each.text for each in of_class(first, "step")] == [
        "Day of notice 28 Sep 2021 today",
        "Last referral day 28 Sep 2021 today",
        "Last contract day 29 Dec 2021 in 92 days",
    ]
    assert titles(page) == ["STOM ends in Luleå", "RoM begins in Boden"]
    assert "RoM begins in Boden First day 29 Sep 2021 in 1 day" in section(page, "What changes").text


def test_a_day_that_has_passed_stands_as_passed_beside_those_ahead(member):
    make_own(member, **ENDING)

    page = home(member, on="2021-10-01")

    states = [(each["data-state"], each.one("time")["datetime"]) for each in of_class(page, "step")]
    assert states == [("past", "2021-09-28"), ("past", "2021-09-28"), ("next", "2021-12-29")]


def test_areas_that_end_alike_are_told_together_and_lead_to_their_pages(member):
    rows = [make_own(member, name=name, **ENDING) for name in ("Luleå", "Boden")]

    page = home(member)

    assert titles(page) == ["STOM ends in 2 areas"]
    assert {address("portal-area", member.provider.pk, row.area_id) + "" for row in rows} <= {
        each.split("?")[0] for each in links(section(page, "What changes"))
    }


def test_an_agreement_without_a_last_day_is_told_by_the_plan(member):
    place = make.make_municipality()
    plan = make.make_plan(stage="published")
    make.make_switch(phase=make.make_phase(plan), municipality=place, **make.DAYS)
    make_own(member, place, service=plan.from_service_id, starts_on=date(2019, 1, 1))

    told = section(home(member), "What changes").text

    assert "Last contract day 29 Dec 2021 in 92 days" in told
    assert "By the published plan" in told


def test_what_is_more_than_a_year_off_is_folded_away(member):
    make_own(member, **ENDING)
    make_own(member, service="rom", name="Boden", starts_on=date(2022, 9, 29))

    page = home(member)

    assert "1 later change" in section(page, "What changes").one("summary").text


# --- The sentence, and the empty portal -------------------------------------------------------------------------------


def test_it_is_said_how_much_there_is_how_much_ends_and_where_nobody_is(member):
    own, other, beside = make.make_municipalities(3)
    other.neighbours.add(beside)
    agreement = make_own(member, own, other, **ENDING)
    make.make_office(agreement=agreement, municipality=own)

    page = home(member)

    assert said(page) == (
        "On 28 September 2021 you have 1 agreement in force, in 2 municipalities. "
        "In 2 of them an agreement of yours is ending. "
        "Nobody has an office in 1 of your municipalities and in 1 municipality next to yours."
    )
    nobody = [name for names in of_class(page, "place-list") for name in names.all("a")]
    assert {each.text for each in nobody} == {other.name, beside.name}


def test_where_somebody_has_an_office_everywhere_there_is_no_white_spot(member):
    place = make.make_municipality()
    make.make_office(agreement=make_own(member, place), municipality=place)

    assert "There is no white spot in your municipalities or next to them." in said(home(member))


@pytest.mark.parametrize(
    ("days", "words", "is_nowhere"),
    [
        (None, "No agreement of yours is registered here.", True),
        ({"starts_on": date(2019, 1, 1), "ends_on": date(2020, 6, 30)}, "Your last one ended on 30 June 2020.", True),
        ({"starts_on": date(2022, 1, 10)}, "Your next one begins on 10 January 2022.", False),
    ],
)
def test_a_provider_without_an_agreement_in_force_is_told_how_it_stands(member, days, words, is_nowhere):
    if days:
        make_own(member, make.make_municipality(), **days)

    page = home(member)

    assert words in said(page)
    assert page.one("h1").text == "Norrbolaget"
    assert ("there is no area to show" in section(page, "My areas").text) is is_nowhere
    assert "No office of yours is open on the day." in section(page, "Offices").text
    assert "No rating and no result" in section(page, "Ratings and results").text


def test_a_provider_with_only_ended_agreements_sees_what_ended_last(member):
    make_own(member, starts_on=date(2019, 1, 1), ends_on=date(2020, 6, 30))

    told = section(home(member), "What changes").text

    assert "Nothing ahead is decided" in told
    assert "Last ended: STOM, 30 June 2020, in Luleå." in told


# --- What is to be done -----------------------------------------------------------------------------------------------


def test_a_start_where_the_provider_has_no_agreement_is_to_be_seen_to(member):
    place = make.make_municipality()
    plan = make.make_plan(stage="published")
    make.make_switch(phase=make.make_phase(plan), municipality=place, **make.DAYS)
    make_own(member, place, service=plan.from_service_id, **ENDING)
    new = make.make_area([place], service=plan.to_service, name="Nya området")

    told = task(home(member), "opening")

    assert told.startswith("RoM starts 29 Sep 2021 in 1 area where you have no agreement for it in 1 day Nya området")
    make.make_agreement(provider=member.provider, area=new, starts_on=date(2021, 9, 29))
    assert task(home(member), "opening") == ""


@pytest.mark.parametrize(("confirmed", "told"), [("2020-09-28", False), ("2020-09-27", True), (None, True)])
def test_an_office_is_to_be_confirmed_when_twelve_months_have_passed(member, confirmed, told):
    office = make.make_office(agreement=make_own(member), last_confirmed_on=confirmed and date.fromisoformat(confirmed))

    page = home(member)

    assert (f"1 office has not been confirmed in the last 12 months {office}" in task(page, "confirm")) is told
    assert ("to confirm" in section(page, "Offices").text) is told


@pytest.mark.parametrize(("on_site", "told"), [(True, False), (False, True)])
def test_an_agreement_without_an_office_on_site_is_to_be_seen_to(member, on_site, told):
    make.make_office(agreement=make_own(member), on_site=on_site)

    assert ("1 agreement has no office on site STOM · Luleå" in task(home(member), "office")) is told


@pytest.mark.parametrize(("decided", "told"), [("2021-08-30", True), ("2021-08-29", False), ("2021-09-29", False)])
def test_a_correction_that_was_rejected_lately_is_to_be_seen_to(member, decided, told):
    moment = datetime.fromisoformat(decided).replace(hour=12, tzinfo=UTC)
    values = {"state": "rejected", "answer": "Adressen finns inte.", "decided_at": moment}
    make.make_correction(agreement=make_own(member), asked_at=datetime(2021, 8, 1, tzinfo=UTC), **values)
    make.make_correction(asked_at=datetime(2021, 8, 1, tzinfo=UTC), **values)

    assert ("1 correction of yours was rejected" in task(home(member), "rejected")) is told


@pytest.mark.parametrize(("until", "told"), [(date(2021, 9, 28), True), (date(2021, 9, 27), False)])
def test_a_dialogue_meeting_that_can_be_signed_up_for_is_to_be_seen_to(member, until, told):
    meeting = make.make_milestone(
        plan=make.make_plan(stage="published"), kind=Milestone.Kind.DIALOGUE, on=date(2021, 10, 5), sign_up_until=until
    )

    page = home(member)

    assert ("1 dialogue meeting to sign up for" in task(page, "meeting")) is told
    assert (address("meeting-detail", meeting.uid) in links(page)) is told


def test_without_anything_to_do_that_is_said(member):
    assert "Nothing needs your attention." in section(home(member), "To see to").text


# --- Agreements, results, offices -------------------------------------------------------------------------------------


def test_the_agreements_for_both_services_stand_on_one_chart(member):
    make_own(member, **ENDING)
    make_own(member, service="rom", name="Boden", starts_on=date(2021, 9, 29))

    chart = section(home(member), "Agreements through time")

    assert {row["Line"] for row in table(chart, "The agreements of")} == {"STOM · Luleå", "RoM · Boden"}


def test_ratings_and_results_are_told_with_what_came_before_and_missing_is_no_zero(member):
    agreement = make_own(member)
    for month, rating, result in ((5, 3, "0.30"), (6, 3, "0.25"), (7, None, "0.28")):
        make.make_result(
            agreement=agreement, period=date(2021, month, 1), rating=rating, weighted_result=Decimal(result)
        )
    make.make_result(agreement=agreement, period=date(2021, 10, 1), rating=1, weighted_result=Decimal("0.01"))

    page = home(member)

    (line,) = table(page, "The latest rating")
    assert line["Rating, 1 to 4"] == "unrated before that 3"
    assert (line["Weighted result"], line["Change, points"], line["Month"]) == ("28.0%", "+3.0", "2021-07")
    assert "Unrated is not bad" in section(page, "Ratings and results").text


def test_the_offices_come_with_the_longest_unconfirmed_first(member):
    agreement = make_own(member)
    for street, day in (("Nygatan 1", date(2021, 9, 1)), ("Aldrigatan 1", None), ("Gamlegatan 1", date(2019, 1, 1))):
        make.make_office(agreement=agreement, street=street, last_confirmed_on=day)
    make.make_office(agreement=agreement, street="Stängda gatan 1", closes_on=date(2021, 9, 27))

    rows = table(home(member), "The offices that are open")

    assert [row["Address"].split(",")[0] for row in rows] == ["Aldrigatan 1", "Gamlegatan 1", "Nygatan 1"]


# --- Whose it is ------------------------------------------------------------------------------------------------------


def test_another_provider_s_portal_is_not_there_and_none_of_its_rows_are_shown(member):
    stranger = make.make_membership()
    make.make_office(agreement=make.make_agreement(provider=stranger.provider), street="Främlingsgatan 7")
    make_own(member)

    page = home(member)

    assert "Främlingsgatan" not in page.text
    assert stranger.provider.name not in page.text
    assert Desk(stranger.user).get("portal-home", member.provider.pk).status_code == 404
    assert Desk(None).get("portal-home", member.provider.pk).status_code == 302


def test_a_look_shows_the_same_under_a_banner(member):
    make_own(member, **ENDING)
    admin = make.make_admin()
    desk = Desk(admin)
    desk.post("portal-look", provider=member.provider.pk, reason="Ett ärende")

    page = read(desk.get("portal-home", member.provider.pk, on=ON).content)

    assert "You see the portal as Norrbolaget’s members see it." in of_class(page, "look-banner")[0].text
    assert titles(page) == ["STOM ends in Luleå"]


@pytest.mark.parametrize(("is_example", "number"), [(False, "1"), (True, "2")])
def test_white_spots_are_counted_over_rows_of_the_provider_s_own_kind(is_example, number):
    """An invented office is no answer to a real provider, nor the other way round."""
    one, other = make.make_municipalities(2)
    kinds = {kind: make.make_provider(is_example=kind) for kind in (True, False)}
    member = make.make_membership(provider=kinds[is_example])
    make.make_office(agreement=make_own(make.make_membership(provider=kinds[False])), municipality=one)
    make.make_agreement(provider=kinds[True], area=make.make_area(name="Exempelområdet", is_example=True))
    make_own(member, one, other, name="Piteå")

    assert f"in {number} of your municipalities" in said(home(member))


def test_a_day_that_is_none_is_refused_with_a_page(member):
    assert Desk(member.user).get("portal-home", member.provider.pk, on="2021-02-30").status_code == 400


def test_the_page_asks_as_many_queries_for_many_rows_as_for_few(member):
    desk = Desk(member.user)

    def asked() -> int:
        desk.get("portal-home", member.provider.pk, on=ON)  # what is kept per version of the data is read once
        with CaptureQueriesContext(connection) as queries:
            desk.get("portal-home", member.provider.pk, on=ON)
        return len(queries)

    make.make_office(agreement=make_own(member, make.make_municipality()))
    few = asked()
    for number in range(8):
        make.make_office(agreement=make_own(member, make.make_municipality(), name=f"Område {number}", **ENDING))

    many = asked()
    assert many == few <= 16
