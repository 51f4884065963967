"""The real history, replayed by clicks: the plan of July 2021 with notice on 24 September, revised in September to the
28th. From a country with areas and no plan to two versions that answer differently for two days.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rollout.models import Plan
from tests.browser.test_plan_workspace import enter
from tests.desks import make_person
from tests.services import databases

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country_facts")]

FACTS = Path(__file__).resolve().parents[2] / "fixtures" / "rollout_municipalities.csv"
# As planned in July 2021, in the order of the grid: notice sent, counts from, last referral, start, last contract day.
JULY = {
    0: ("Pilot", "2020-03-09", "2020-03-12", "2020-03-09", "2020-03-30", "2020-06-12"),
    1: ("Etapp 1", "2021-05-17", "2021-05-18", "2021-05-17", "2021-05-18", "2021-08-18"),
    2: ("Etapp 2", "2021-09-24", "2021-09-29", "2021-09-24", "2021-09-29", "2021-12-29"),
    3: ("Etapp 3", "2021-12-06", "2021-12-07", "2021-12-06", "2021-12-07", "2022-03-07"),
}
# Typing 290 lines, as Playwright would, takes Chromium seconds.
PASTE = "(field, rows) => { field.value = rows; field.dispatchEvent(new Event('input', { bubbles: true })); }"
FIELDS = ("notice_sent_on", "notice_counts_from", "last_referral_on", "new_service_starts_on", "last_contract_day_on")


@pytest.fixture(scope="module")
def country_facts(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The facts without the demonstration: nobody knows of any provider."""
    with django_db_blocker.unblock(), django_db_setup.standing_on(databases.COUNTRY):
        yield


@pytest.fixture
def no_plan(db) -> None:
    """The country and its areas as they are, and no plan from STOM to RoM."""
    Plan.objects.filter(to_service="rom").update(based_on=None)
    Plan.objects.filter(to_service="rom").delete()


@pytest.fixture
def editor(page: Page, server, no_plan) -> Page:
    enter(page, server, make_person("editor"))
    return page


@pytest.fixture
def approver(other_page: Page, server, no_plan) -> Page:
    enter(other_page, server, make_person("approver"))
    return other_page


def said(page: Page, words: str) -> None:
    expect(page.locator("[data-said]")).to_contain_text(words, timeout=30_000)


def add_phase(page: Page, number: int) -> None:
    name, *days = JULY[number]
    page.locator("details.add-phase").evaluate("fold => { fold.open = true; }")  # it is, where there is no phase yet
    page.locator("#new-phase-number").fill(str(number))
    page.locator("#new-phase-name").fill(name)
    page.get_by_role("button", name="Add the phase").click()
    said(page, f"{name} is added")
    line = page.locator("tbody[data-phase]").last
    for field, day in zip(FIELDS, days, strict=True):
        line.locator(f'input[name="{field}"]').fill(day)
    line.get_by_role("button", name="Save", exact=True).click()
    said(page, f"{name} is saved")


def paste_the_country(page: Page) -> None:
    with FACTS.open(encoding="utf-8", newline="") as file:
        rows = "\n".join(f"{row['code']}\t{row['phase']}" for row in csv.DictReader(file))
    page.locator("#paste-rows").evaluate(PASTE, f"Kommun\tEtapp\n{rows}")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.locator(".preview")).to_contain_text("290 municipalities would be moved")
    page.get_by_role("button", name="Move 290 municipalities").click()
    said(page, "290 municipalities are moved")


def waive_all(page: Page) -> None:
    """Waive what the rules warn of, rule by rule, each with a reason."""
    while (rule := page.locator("details.rule:has(.waive-fields)").first).count():
        key = rule.get_attribute("data-keep")
        fold = page.locator(f'[data-keep="{key}"]')
        fold.evaluate("each => { each.open = true; }")
        fold.locator('.waive-fields input[name="reason"]').fill("Så var det.")
        fold.locator(".waive-fields button").click()
        expect(page.locator(f'[data-keep="{key}"] .waive-fields')).to_have_count(0, timeout=30_000)


def step(page: Page, name: str, button: str, at: str = "") -> None:
    page.locator("details.step > summary", has_text=name).first.click()
    form = page.locator("details.step[open] form")
    if at:
        form.locator('input[name="at"]').fill(at)
    form.get_by_role("button", name=button).click()


def publish(editor: Page, approver: Page, *, at: str) -> None:
    """Waived and proposed by one, approved and published by another."""
    waive_all(editor)
    step(editor, "Propose", "Propose")
    said(editor, "The plan is proposed")
    approver.goto(editor.url)
    step(approver, "Approve", "Approve the plan")
    said(approver, "approved")
    step(approver, "Publish", "Publish the plan", at=at)
    said(approver, "The plan is published")


def test_the_real_history_is_replayed_by_clicks(editor, approver):
    editor.goto("/en/plan/")
    editor.get_by_role("link", name="New plan").click()
    editor.locator("#new-plan-from_service").select_option("stom")
    editor.locator("#new-plan-to_service").select_option("rom")
    editor.get_by_role("button", name="Make the plan").click()
    for number in JULY:
        add_phase(editor, number)
    paste_the_country(editor)
    expect(editor.locator("[data-sum]")).to_have_text("290 of 290 municipalities")
    publish(editor, approver, at="2021-07-05T09:00")

    editor.goto("/en/plan/")
    editor.get_by_role("button", name="Make a draft of version 1 STOM → RoM").click()
    line = editor.locator("tbody[data-phase]").nth(2)
    line.locator('input[name="notice_sent_on"]').fill("2021-09-28")
    line.locator('input[name="last_referral_on"]').fill("2021-09-28")
    line.get_by_role("button", name="Save", exact=True).click()
    said(editor, "Etapp 2 is saved")
    publish(editor, approver, at="2021-09-22T09:00")

    page, told = approver, {}
    page.context.clear_cookies()
    for as_of in ("2021-08-01", "2021-10-01"):
        page.goto(f"/en/etapper/stom-rom/2/?as_of={as_of}&on=2021-10-15")
        told[as_of] = page.locator("main").inner_text()
    assert "2021-09-24" in told["2021-08-01"]
    assert "2021-09-24" not in told["2021-10-01"]
    assert "2021-09-28" in told["2021-10-01"]
    page.goto("/en/jamfor/")
    expect(page.locator("main")).to_contain_text("101 of 290 municipalities differ")
    assert Plan.objects.filter(to_service="rom").count() == 2
