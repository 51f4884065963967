"""Corrections in Chromium: an editor of one provider asks, another provider's sees nothing, a reviewer decides."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from providers.models import Correction, Membership, Office
from rollout.correction_reading import offices_not_shut
from tests import factories as make
from tests.browser.axe import OF_COLOURS, faults
from tests.browser.map_page import PHONE, WIDE
from tests.browser.test_plan_workspace import enter
from tests.correction_world import make_reviewer

# A file of 20 MB, made where it is chosen: to bring it there costs ten seconds.
CHOOSE_LARGE = """() => {
  const chosen = new DataTransfer();
  chosen.items.add(new File([new Uint8Array(20_000_000).fill(120)], "kontor.csv", { type: "text/csv" }));
  const field = document.querySelector("input[type=file]");
  field.files = chosen.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}"""

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


@pytest.fixture
def office(db) -> Office:
    """One of the offices of the largest invented provider that are open today."""
    member = Membership.objects.get(user__username="leverantor")
    rows = offices_not_shut(member.provider, on=timezone.localdate())
    return rows.filter(opens_on__lt=timezone.localdate(), on_site=True, closes_on=None).first()


@pytest.fixture
def editor(page: Page, server, office) -> Page:
    """The browser of an editor of that provider."""
    enter(page, server, make.make_membership(provider=office.agreement.provider, role="editor").user)
    return page


def test_an_office_moves_from_a_provider_s_wish_to_the_public_page(editor, other_page, server, office):
    provider = office.agreement.provider_id
    editor.goto(f"/en/portal/{provider}/kontor/")
    row = editor.locator("tr", has=editor.locator(f'input[value="{office.pk}"]'))
    row.get_by_role("button", name="Confirm today").click()
    expect(editor.get_by_text("1 office is confirmed.")).to_be_visible()
    row.get_by_role("link", name="Move or correct").click()
    editor.get_by_label("Street address").fill("Flyttgatan <b>1</b>")
    editor.get_by_label("Moves on").fill(timezone.localdate().isoformat())
    editor.get_by_role("button", name="Request the new address").click()
    expect(editor.get_by_text("Waits to be reviewed")).to_be_visible()

    enter(other_page, server, make.make_membership(role="editor").user)
    answer = other_page.goto(editor.url)
    reviewer = other_page
    enter(reviewer, server, make_reviewer())
    reviewer.goto("/en/rattelser/")
    reviewer.get_by_role("link", name=f"Office moves: {office.street}").click()
    reviewer.get_by_role("button", name="Take it into review").click()
    expect(reviewer.get_by_role("button", name="Apply the correction")).to_be_visible()
    reviewer.goto(f"/en/leverantorer/{provider}/")
    before = reviewer.locator("main").inner_text()
    reviewer.go_back()
    reviewer.get_by_role("button", name="Apply the correction").click()
    expect(reviewer.get_by_text("The correction is applied")).to_be_visible()
    reviewer.goto(f"/en/leverantorer/{provider}/")

    assert answer.status == 404
    assert "Flyttgatan" not in before
    assert "Flyttgatan <b>1</b>" in reviewer.locator("main").inner_text()
    assert Correction.objects.get(kind="move").state == "applied"


def test_a_file_is_looked_at_and_asked_for_without_script(still_page, server, office):
    page = still_page
    enter(page, server, make.make_membership(provider=office.agreement.provider, role="editor").user)
    page.goto(f"/en/portal/{office.agreement.provider_id}/kontor/fil/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    lines = waiting.value.path().read_text("utf-8-sig").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{office.pk},"))
    lines[at] += "2026-12-24"

    page.set_input_files(
        "input[type=file]", {"name": "kontor.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    )
    page.get_by_role("button", name="Preview the file").click()
    page.get_by_role("button", name="Request 1 correction").click()

    page.wait_for_url("**/rattelser/")
    expect(page.locator("main").get_by_text("Waits to be reviewed")).to_have_count(1)
    assert str(Correction.objects.get(upload__file_name="kontor.csv").last_on) == "2026-12-24"


def test_a_file_that_is_too_large_is_told_before_it_is_sent_and_by_the_server(editor, office):
    where = f"/en/portal/{office.agreement.provider_id}/kontor/fil/"
    editor.goto(where)

    editor.evaluate(CHOOSE_LARGE)
    expect(editor.locator("[data-too-large]")).to_be_visible()
    editor.get_by_role("button", name="Preview the file").click()
    assert editor.url.endswith(where)

    editor.evaluate("document.querySelector('.ask-form').submit()")
    expect(editor.get_by_role("heading", name="What you sent is too large")).to_be_visible()


def test_axe_finds_nothing_and_no_page_is_wider_than_the_window(editor, other_page, server, office):
    provider = office.agreement.provider_id
    correction = make.make_correction(kind="close", agreement=office.agreement, office=office)
    enter(other_page, server, make_reviewer())
    ends = ["kontor/", "kontor/nytt/", f"kontor/{office.pk}/flytta/", "kontor/fil/", "rattelser/"]
    mine = [f"/portal/{provider}/{end}" for end in [*ends, f"rattelser/{correction.pk}/"]]
    reviewed = ["/rattelser/", f"/rattelser/{correction.pk}/"]
    pages = [*((editor, url) for url in mine), *((other_page, url) for url in reviewed)]

    found = {}
    for page, url in pages:
        page.goto(url)
        found[url] = faults(page)
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size(PHONE)
        found[url] += faults(page, only=OF_COLOURS)
        if page.evaluate("document.querySelector('main').scrollWidth > innerWidth"):
            found[url].append("wider than the window")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(WIDE)

    assert found == {url: [] for _page, url in pages}
