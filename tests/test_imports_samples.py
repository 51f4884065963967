"""The real files go through the pages of imports too: checked, saved, told as known the second time, undone."""

import pytest

from providers.models import Agreement, Office, Result
from tests.import_files import every_row
from tests.import_pages import Importer

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.samples, pytest.mark.usefixtures("country")]
OFFICES, RESULTS = "af_sokleverantor_2025-03-01.json", "af_rom_results_2026_01.xlsx"


def test_the_real_files_are_imported_in_the_browser_once_and_undone_again(client, samples, settings):
    settings.IMPORTS_IN_PLACE_BYTES = 10**9
    karin = Importer(client)

    offices = karin.save(karin.send_in("offices-listed", samples / OFFICES, on="2025-03-01"))
    results = karin.save(karin.send_in("results", samples / RESULTS))
    assert (Office.objects.count(), Result.objects.count(), Agreement.objects.count()) == (1743, 925, 1063)
    assert results.counts["remarks"] == 76

    before = every_row()
    again = karin.send_in("offices-listed", samples / OFFICES, on="2025-03-01")
    assert "no row would be changed" in karin.page(again).text
    karin.save(again)
    assert every_row() == before

    assert [karin.undo(row).state for row in (results, offices)] == ["undone", "undone"]
    assert (Office.objects.count(), Result.objects.count(), Agreement.objects.count()) == (0, 0, 0)
