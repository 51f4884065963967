"""The menu leads everywhere, says where the reader is, and shows plans to those who may see drafts."""

import pytest

from rollout.models import Plan
from tests.desks import make_person
from tests.pages import Element, read
from tests.sheets import address, sheet

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("country")]


def parts(page: Element) -> list[Element]:
    """The menu, and the one within it where there is one."""
    return list(next(page.all("header")).all("nav"))


def marked(part: Element) -> list[tuple[str, str]]:
    """What a menu says of where the reader is."""
    return [(each.text, each["aria-current"]) for each in part.all("a", aria_current=None)]


@pytest.mark.parametrize(
    "name, args, section, within",
    [
        ("map", (), ("Map", "page"), [("Map", "page")]),
        ("compare", (), ("Map", "true"), [("Compare", "page")]),
        ("coverage", (), ("Coverage", "page"), [("Measures", "page")]),
        ("evidence", (), ("Coverage", "true"), [("Sources", "page")]),
        ("timeline", (), ("Plan", "true"), [("Time line", "page")]),
        ("municipality-detail", ("0180",), ("Municipalities", "true"), []),
        ("county-detail", ("01",), ("Municipalities", "true"), []),
        ("area-list", (), ("Providers", "true"), [("Delivery areas", "page")]),
        ("follow-up", (), ("Follow-up", "page"), []),
    ],
)
def test_the_menu_says_where_the_reader_is(client, name, args, section, within):
    whole, *inner = parts(sheet(client, name, *args))

    assert marked(whole) == [section]
    assert [said for part in inner for said in marked(part)] == within


def test_a_published_version_is_in_the_section_of_plans_for_those_who_do_not_see_the_list_of_them(client):
    published = Plan.objects.get(stage=Plan.Stage.PUBLISHED)

    whole, within = parts(sheet(client, "plan-workspace", published.pk))

    assert marked(whole) == [("Plan", "true")]
    assert marked(within) == []


def test_a_page_that_is_in_no_section_is_marked_nowhere(client):
    (whole,) = parts(sheet(client, "about"))

    assert marked(whole) == []


@pytest.mark.parametrize("role, there", [("planner", True), ("", False)])
def test_plans_stand_in_the_menu_for_those_who_may_see_drafts(client, role, there):
    client.force_login(make_person(*filter(None, [role])), backend="rollout.signin.LoopbackDemoBackend")

    links = {each["href"] for part in parts(sheet(client, "phase-list")) for each in part.all("a")}

    assert (address("plan-list") in links) is there


def test_every_link_of_the_whole_menu_leads_to_a_page_that_is_there(client):
    links = {each["href"] for each in parts(sheet(client, "about"))[0].all("a")}
    links |= {each["href"] for link in links for part in parts(read_at(client, link)) for each in part.all("a")}

    assert len(links) >= 13
    assert {client.get(link).status_code for link in links} == {200}


def read_at(client, link: str) -> Element:
    return read(client.get(link).content)
