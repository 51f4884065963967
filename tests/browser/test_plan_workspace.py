"""The workspace in Chromium: choosing on the map and in the list, saving in place, two editors in two browsers."""

import pytest
from playwright.sync_api import Page, expect

from rollout import actions
from rollout.models import Plan
from tests.browser.axe import faults
from tests.desks import Desk, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

PLACES = """codes => codes.map((code) => {
  const svg = document.querySelector('#map svg');
  const paths = [...svg.querySelectorAll('.municipalities > path')];
  const place = paths.findIndex((each) => each.dataset.code === code);
  const [x, y] = svg.querySelector('.signs').dataset.points.split(' ')[place].split(',');
  const point = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
  return [point.x, point.y];
})"""
UNFOLD = "document.querySelectorAll('article details:not(.step)').forEach((each) => { each.open = true; })"


@pytest.fixture
def draft(db) -> Plan:
    """A draft of the published plan: the four phases of 290 municipalities."""
    published = Plan.objects.get(stage=Plan.Stage.PUBLISHED)
    return actions.draft_from(published, by=make_person("editor"))


@pytest.fixture
def at_desk(page: Page, server, draft) -> Page:
    """An editor's browser with the draft open and its script running."""
    enter(page, server, make_person("editor", username="redaktor-i-webblasare"))
    open_plan(page, draft)
    return page


def enter(page: Page, server, user) -> None:
    cookie = Desk(user).client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": server.url}])


def open_plan(page: Page, plan: Plan) -> None:
    page.goto(f"/en/plan/{plan.pk}/")
    expect(page.locator("[data-chosen]")).to_have_text("Nothing chosen")


def chosen(page: Page) -> set[str]:
    return set(page.eval_on_selector_all('input[name="code"]:checked', "all => all.map((each) => each.value)"))


def point(page: Page, code: str) -> tuple[float, float]:
    page.locator("#map").scroll_into_view_if_needed()
    return tuple(page.evaluate(PLACES, [code])[0])


def phase_number(plan: Plan, code: str) -> int:
    return plan.switches.get(municipality=code).phase.number


def move_to(page: Page, number: int) -> None:
    page.locator("#move-to").select_option(
        page.locator(f'#move-to option[data-number="{number}"]').get_attribute("value")
    )
    page.locator("[data-move]").click()
    expect(page.locator("[data-said]")).to_contain_text("moved")


def test_a_click_on_the_map_chooses_the_whole_area_and_moves_it(at_desk, draft):
    area = draft.to_service.areas.get(municipalities="2584")
    members = set(area.municipalities.values_list("code", flat=True))

    at_desk.mouse.click(*point(at_desk, "2584"))
    picked = chosen(at_desk)
    expect(at_desk.locator("[data-chosen]")).to_contain_text("1 area")
    move_to(at_desk, 1)

    assert picked == members
    assert {phase_number(draft, code) for code in members} == {1}
    assert chosen(at_desk) == set()
    assert "c-p1" in at_desk.locator('#map path[data-code="2584"]').get_attribute("class")
    expect(at_desk.locator('li[data-code="2584"] .k-swatch')).to_have_class("k-swatch k-p1")
    expect(at_desk.locator("[data-undo]")).to_contain_text("Undo: moved")


def test_municipalities_are_chosen_on_the_map_one_by_one_and_in_shapes_and_in_the_list_from_the_keyboard(at_desk):
    at_desk.locator("[data-whole-areas]").uncheck()
    one_by_one(at_desk)
    in_shapes(at_desk)
    at_desk.locator("[data-whole-areas]").check()
    from_the_keyboard(at_desk)


def one_by_one(at_desk: Page) -> None:
    at_desk.mouse.click(*point(at_desk, "2584"))
    at_desk.keyboard.down("Shift")
    at_desk.mouse.click(*point(at_desk, "2506"))
    at_desk.keyboard.up("Shift")
    both = chosen(at_desk)
    at_desk.mouse.click(*point(at_desk, "2523"))
    last = chosen(at_desk)
    at_desk.keyboard.press("Escape")
    assert (both, last, chosen(at_desk)) == ({"2584", "2506"}, {"2523"}, set())


def in_shapes(at_desk: Page) -> None:
    for mode in ("box", "lasso"):
        at_desk.locator(f'input[name="map-mode"][value="{mode}"]').check(force=True)
        drag_around(at_desk, mode, "2584", "2523")
        picked = chosen(at_desk)
        assert {"2584", "2523"} <= picked, mode
        assert len(picked) < 12, mode
        assert at_desk.locator(".drawn").get_attribute("d") == ""
        at_desk.keyboard.press("Escape")
        assert chosen(at_desk) == set()


def drag_around(page: Page, mode: str, *codes: str) -> None:
    """Draw a box, or a lasso of the same shape, close around some municipalities."""
    across, down = zip(*(point(page, code) for code in codes), strict=True)
    left, right, top, bottom = min(across) - 6, max(across) + 6, min(down) - 6, max(down) + 6
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    page.mouse.move(*corners[0])
    page.mouse.down()
    for corner in corners[1:] if mode == "lasso" else corners[2:3]:
        page.mouse.move(*corner, steps=5)
    page.mouse.up()


def from_the_keyboard(at_desk: Page) -> None:
    at_desk.locator("#narrow-q").fill("2584")
    expect(at_desk.locator("[data-shown]")).to_have_text("1")
    assert at_desk.locator("#places a[download]").first.get_attribute("href").endswith("/kommuner.csv?q=2584")
    at_desk.locator('input[value="2584"]').focus()
    at_desk.keyboard.press("Space")
    at_desk.keyboard.press("2")
    expect(at_desk.locator("[data-move]")).to_contain_text("Move 1 municipality")
    at_desk.locator("#narrow-q").fill("")
    expect(at_desk.locator("[data-shown]")).to_have_text("290")

    at_desk.locator("[data-clear]").click()
    boxes = at_desk.locator('li[data-code] input[name="code"]')
    boxes.nth(0).focus()
    for _step in range(3):
        at_desk.keyboard.press("Shift+ArrowDown")
    by_arrows = len(chosen(at_desk))
    at_desk.keyboard.press("Escape")
    boxes.nth(5).click()
    boxes.nth(9).click(modifiers=["Shift"])

    assert by_arrows >= 2  # the ticks of areas lie between
    assert len(chosen(at_desk)) == 5


def test_a_tap_adds_and_a_second_tap_takes_away(browser, server, draft):
    context = browser.new_context(base_url=server.url, viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    enter(page, server, make_person("editor"))
    open_plan(page, draft)
    page.locator("[data-whole-areas]").uncheck()

    page.touchscreen.tap(*point(page, "2584"))
    page.touchscreen.tap(*point(page, "2506"))
    both = chosen(page)
    page.touchscreen.tap(*point(page, "2506"))

    assert (both, chosen(page)) == ({"2584", "2506"}, {"2584"})
    context.close()


def test_a_line_is_saved_in_place_and_what_is_typed_elsewhere_stays(at_desk, draft):
    one, two = draft.phases.get(number=1), draft.phases.get(number=2)
    at_desk.locator(f"#phase-{one.pk}-name_en").fill("Not saved yet")
    before = at_desk.url

    at_desk.locator(f"#phase-{two.pk}-notice_sent_on").fill("2021-09-24")
    expect(at_desk.locator(f'#phase-{two.pk} [data-suggestion="notice_counts_from"]')).to_contain_text(
        "as the rule says"
    )
    at_desk.locator(f"#phase-{two.pk} .grid-save button").first.click()
    expect(at_desk.locator("[data-said]")).to_contain_text("is saved")

    two.refresh_from_db()
    assert two.notice_sent_on.isoformat() == "2021-09-24"
    assert at_desk.url == before
    assert at_desk.locator(f"#phase-{one.pk}-name_en").input_value() == "Not saved yet"
    expect(at_desk.locator("#outcome")).not_to_have_attribute("aria-busy", "true")
    at_desk.locator("[data-undo]").click()
    expect(at_desk.locator("[data-said]")).to_have_text("Undone.")
    assert at_desk.locator(f"#phase-{two.pk}-notice_sent_on").input_value() == "2021-09-28"
    at_desk.locator(f"#phase-{one.pk}-name_en").fill(one.name_en)  # nothing unsaved is left behind


def test_what_went_wrong_is_shown_where_it_was_sent_and_nothing_that_was_typed_is_lost(at_desk, draft):
    one, two = draft.phases.get(number=1), draft.phases.get(number=2)
    day = at_desk.locator(f"#phase-{one.pk}-new_service_starts_on")
    day.fill("2019-01-01")  # before the last referral day
    at_desk.locator(f"#phase-{one.pk} .grid-save button").first.click()
    expect(day).to_have_attribute("aria-invalid", "true")
    expect(day).to_be_focused()

    at_desk.locator("[data-move]").click()  # nothing is chosen

    expect(at_desk.locator('#move :is([aria-invalid="true"], .fault)').first).to_be_focused()
    expect(at_desk.locator("[data-move]")).to_be_in_viewport()
    assert day.input_value() == "2019-01-01"
    day.fill(one.new_service_starts_on.isoformat())

    name = at_desk.locator(f"#phase-{two.pk}-name")
    at_desk.route("**/etapper/**", lambda route: route.abort())  # the server does not answer
    name.fill("Skrivet")
    at_desk.locator(f"#phase-{two.pk} .grid-save button").first.click()
    expect(at_desk.locator("[data-said]")).to_contain_text("could not be saved")
    assert name.input_value() == "Skrivet"
    name.fill(two.name)


def test_two_editors_on_one_phase_in_two_browsers(at_desk, other_page, server, draft):
    second = other_page
    two = draft.phases.get(number=2)
    enter(second, server, make_person("editor", username="andra-redaktoren"))
    open_plan(second, draft)

    at_desk.locator(f"#phase-{two.pk}-name").fill("Första redaktörens")
    at_desk.locator(f"#phase-{two.pk} .grid-save button").first.click()
    expect(at_desk.locator("[data-said]")).to_contain_text("is saved")
    second.locator(f"#phase-{two.pk}-name").fill("Andra redaktörens")
    second.locator(f"#phase-{two.pk} .grid-save button").first.click()

    row = second.locator('.conflict tr[data-row="name"]')
    expect(row).to_contain_text("Etapp 2")
    expect(row).to_contain_text("Första redaktörens")
    expect(second.locator(".conflict")).to_contain_text("redaktor-i-webblasare")
    two.refresh_from_db()
    assert two.name == "Första redaktörens"

    row.locator('input[value="yours"]').check()
    second.get_by_role("button", name="Save my choices").click()
    expect(second.locator("[data-said]")).to_contain_text("is saved")
    two.refresh_from_db()
    assert two.name == "Andra redaktörens"


@pytest.mark.parametrize("theme, width, language", [("light", 1440, "sv"), ("dark", 390, "en")])
def test_axe_finds_nothing_on_list_and_workspace(page, server, draft, theme, width, language):
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    enter(page, server, make_person("editor", "approver"))

    found = {}
    for path in ("plan/", "plan/ny/", f"plan/{draft.pk}/"):
        page.goto(f"/{'en/' if language == 'en' else ''}{path}")
        page.evaluate(UNFOLD)
        wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[path] = [*faults(page), *(["wider than the window"] if wider else [])]

    assert {path: each for path, each in found.items() if each} == {}
