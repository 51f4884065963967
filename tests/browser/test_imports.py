"""An import in the browser: a file is chosen, looked at and saved; a long one goes on while its page is closed."""

import pytest
from playwright.sync_api import Page, expect

from providers.models import Office
from rollout.imports.pulse import Pulse
from rollout.models import Import
from tests.browser.test_portal_members import is_clean, sign_in
from tests.desks import make_person
from tests.import_addresses import make_imports
from tests.import_files import listed, listed_office, write_search
from tests.sheets import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def heard_of(row: Import, done: int) -> None:
    """Let a job be heard of that has come so far."""
    pulse = Pulse(row)
    pulse.what, pulse.done, pulse.total = "Sparar", done, 100_000
    pulse.beat()


def test_a_file_is_looked_at_and_saved_and_a_long_job_goes_on_while_its_page_is_closed(page: Page, server, tmp_path):
    listing = write_search(tmp_path / "sok.json", listed(90000001, listed_office("500001"), listed_office("500002")))
    sign_in(page, make_person("admin", is_staff=True), server.url)
    page.goto(address("import-home", language="sv"))
    is_clean(page)
    page.get_by_role("link", name="AF:s leverantörssök").click()
    page.get_by_label("Fil (JSON)").set_input_files(listing)
    page.get_by_label("Filens dag").fill("2025-03-01")
    is_clean(page)
    page.get_by_role("button", name="Förhandsgranska filen").press("Enter")
    expect(page.get_by_role("heading", name="Vad den skulle ändra")).to_be_visible()
    is_clean(page)
    row = Import.objects.get()

    Import.objects.filter(pk=row.pk).update(state="running", step="save", run="provkorning")
    row.refresh_from_db()
    heard_of(row, 31_000)
    page.reload()
    expect(page.locator(".import-running [data-words]")).to_have_text("Sparar: 31 000 av 100 000")
    heard_of(row, 32_000)
    expect(page.locator(".import-running [data-words]")).to_have_text("Sparar: 32 000 av 100 000")
    is_clean(page)
    page.goto(address("import-log", language="sv"))
    is_clean(page)
    heard_of(row, 99_000)
    page.get_by_role("link", name="sok.json").click()
    expect(page.locator("progress")).to_have_js_property("value", 99_000)
    Import.objects.filter(pk=row.pk).update(state="ready", run="")

    page.get_by_role("button", name="Spara allt").press("Enter")
    expect(page.get_by_role("heading", name="Vad den ändrade")).to_be_visible()
    is_clean(page)
    assert Office.objects.filter(origin="listing").count() == 2
    for other in (each for each in make_imports() if each.state in ("faulty", "stopped", "undone")):
        page.goto(address("import-detail", other.pk, language="sv"))
        is_clean(page)
