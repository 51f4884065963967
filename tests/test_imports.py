"""Imports in the browser: all that is wrong is told at once, what was looked at is what is saved, and no more."""

from datetime import date
from hashlib import sha256

import pytest
from django.core.management import CommandError
from django.utils import timezone

from municipalities.importers.comparing import compared_ahead
from providers.models import Agreement, Office
from rollout.imports import lines, running
from rollout.models import Import
from tests.import_files import count_row, every_row, listed, listed_office, make_ground, run, write_counts, write_search
from tests.import_pages import Importer, lines_of

pytestmark = pytest.mark.django_db
MARCH, JUNE = "2025-03-01", "2025-06-01"


@pytest.fixture
def karin(client):
    make_ground()
    return Importer(client)


@pytest.fixture
def listing(tmp_path):
    return write_search(tmp_path / "sok.json", listed(90000001, listed_office("500001"), listed_office("500002")))


def test_a_file_is_shown_before_it_is_saved_and_then_saved_as_it_was_shown(karin, listing):
    before = every_row()

    row = karin.send_in("offices-listed", listing, on=MARCH, service="rom2")

    assert (row.state, every_row()) == ("ready", before)
    assert "Save all of it" in karin.page(row).text
    assert karin.save(row).state == "saved"
    assert (Office.objects.count(), Agreement.objects.get().service_id) == (2, "rom2")
    assert set(Office.history.values_list("history_user", flat=True)) == {karin.user.pk}
    assert not row.parts.exists()


def test_the_same_file_again_is_told_and_changes_nothing(karin, listing):
    karin.save(karin.send_in("offices-listed", listing, on=MARCH))
    before = every_row()

    again = karin.send_in("offices-listed", listing, on=MARCH)

    page = karin.page(again).text
    assert "This very file was imported on" in page
    assert "no row would be changed" in page
    assert karin.save(again).state == "saved"
    assert every_row() == before


def test_all_faults_are_told_with_line_key_and_name_and_nothing_is_saved(karin, tmp_path):
    listing = write_search(
        tmp_path / "sok.json",
        listed("x1", namn="Första AB"),
        listed(90000002, listed_office("500001", ("18.1", "59.3")), namn="Andra AB"),
    )
    before = every_row()

    row = karin.send_in("offices-listed", listing, on=MARCH)

    page = karin.page(row)
    assert (row.state, row.counts["errors"], every_row()) == ("faulty", 2, before)
    assert [(line.place, line.key, line.name) for line in lines.every(row, "error")] == [
        ("[0].leverantorer[0]", "x1", "Första AB"),
        ("[0].leverantorer[1].adresser[0]", "90000002", "Andra AB"),
    ]
    assert "seem to have been swapped" in page.text
    assert "Save all of it" not in page.text
    assert karin.save(row).state == "faulty"


@pytest.mark.once
def test_the_pages_of_a_long_list_open_at_the_list(karin, tmp_path):
    offices = [listed_office(f"{500000 + number}") for number in range(lines.A_PAGE + 1)]
    row = karin.send_in("offices-listed", write_search(tmp_path / "sok.json", listed(90000001, *offices)), on=MARCH)

    first, second = karin.page(row, "?show=new"), karin.page(row, "?show=new&page=2")

    (on,) = first.one("nav", class_="pager").all("a")
    (back,) = second.one("nav", class_="pager").all("a")
    assert (on["href"], back["href"]) == ("?show=new&page=2#lines", "?show=new&page=1#lines")
    assert first.one("h2", id="lines").text == second.one("h2", id="lines").text


@pytest.mark.once
def test_what_was_compared_ahead_of_the_lock_is_compared_anew_where_anything_was_written_since():
    compared = []
    compare_now = compared_ahead(lambda: compared.append("looked") or len(compared))

    assert (compare_now(), compare_now()) == (1, 1)
    make_ground()
    assert (compare_now(), compared) == (2, ["looked"] * 2)


@pytest.mark.once
def test_the_faulty_rows_come_as_a_file_that_says_what_is_wrong_with_them(karin, tmp_path):
    counts = write_counts(
        tmp_path / "antal.csv",
        count_row(),
        count_row(KOMMUN="Ingenstans"),
        count_row(KOMMUN="=1+1", PERIOD="2026-13"),
    )
    row = karin.send_in("unemployment", counts)

    found = lines_of(karin.get("import-faults-file", row.pk, "csv"))

    assert row.counts["errors"] == 2
    assert found[0] == ["PERIOD", "LÄN", "KOMMUN", "ARBETSLÖSA", "FAULTS", "LINE IN THE FILE"]
    assert [line[2] for line in found[1:]] == ["Ingenstans", "'=1+1"]
    assert "there is no municipality" in found[1][4]
    assert "2026-13" in found[2][4]
    assert [line[5] for line in found[1:]] == ["row 7", "row 8"]
    right = [*list(count_row().values())[:3], "500", *found[1][4:]]
    corrected = "\n".join(";".join(line) for line in (found[0], right)).encode()
    assert karin.send_in("unemployment", ("rättad.csv", corrected)).state == "ready"


@pytest.mark.once
@pytest.mark.parametrize(
    ("kind", "name", "content", "told"),
    [
        ("offices-listed", "tom.json", b"", "is empty"),
        ("offices-listed", "bruten.json", b'[{"total_count": 1, "leverantorer": [', "not JSON, or cut off"),
        ("results", "sok.xlsx", b'{"leverantorer": []}', "no table with the column KA-NUMMER"),
        ("results", "bruten.xlsx", b"PK\x03\x04" + b"\0" * 40, "damaged or cut off"),
        ("unemployment", "bild.csv", b"\x89PNG\0\0", "neither an Excel workbook"),
        ("ratings", "../../etc/" + "å" * 300 + ".xlsx", b"x", "no table with the column"),
    ],
)
def test_a_file_that_is_broken_or_of_another_kind_is_told_so_in_words(karin, kind, name, content, told):
    row = karin.send_in(kind, (name, content), **({"on": MARCH} if kind == "offices-listed" else {}))

    assert (row.state, "/" in row.file_name) == ("faulty", False)
    assert told in karin.page(row).text


@pytest.mark.once
def test_what_is_asked_beside_the_file_is_asked_for_again_where_it_is_missing(karin, listing):
    answer = karin.post("import-new", "offices-listed", on="igår")

    assert answer.status_code == 422
    assert b"Choose a file first." in answer.content
    assert b"Write the day as year-month-day" in answer.content
    assert not Import.objects.exists()


def test_what_has_changed_since_it_was_looked_at_is_shown_anew_and_not_saved(karin, listing, tmp_path):
    row = karin.send_in("offices-listed", listing, on=MARCH, service="rom2")
    other = write_search(tmp_path / "other.json", listed(90000001, listed_office("500001")))
    run("import_offices", other, on=date(2025, 3, 1))
    before = every_row()

    karin.save(row)

    assert (row.state, every_row()) == ("ready", before)
    assert "has changed since you looked" in row.message
    assert row.counts["rows"][-1] == {"about": "Offices", "new": 1, "changed": 0, "unchanged": 1, "gone": 0}
    assert karin.save(row).state == "saved"


def test_a_preview_that_is_not_the_latest_saves_nothing(karin, listing):
    row = karin.send_in("offices-listed", listing, on=MARCH)

    karin.save(row, seen="another")

    assert (row.state, Office.objects.count()) == ("ready", 0)


def test_a_file_that_is_discarded_is_gone_and_stays_in_the_log(karin, listing):
    row = karin.act("import-discard", karin.send_in("offices-listed", listing, on=MARCH))

    assert (row.state, row.parts.exists()) == ("discarded", False)
    assert karin.save(row).state == "discarded"
    assert "discarded" in str(karin.get("import-log").content)


def test_while_one_import_is_saved_another_waits_and_is_told_why(karin, listing):
    row = karin.send_in("offices-listed", listing, on=MARCH)
    first = Import.objects.create(kind="results", file_name="först.xlsx", size=1, step="save", beat_at=timezone.now())

    answer = karin.client.get(karin.post("import-save", row.pk, seen=row.fingerprint)["Location"])

    row.refresh_from_db()
    assert (row.state, Office.objects.count()) == ("ready", 0)
    assert "“först.xlsx” is being saved just now" in answer.content.decode()
    first.delete()
    assert karin.save(row).state == "saved"


@pytest.mark.parametrize(("step", "left"), [("check", "stopped"), ("save", "stopped"), ("undo", "saved")])
def test_a_job_of_which_nothing_is_heard_is_given_up_and_can_save_nothing_after_that(karin, listing, step, left):
    row = karin.send_in("offices-listed", listing, on=MARCH)
    before = every_row()
    Import.objects.filter(pk=row.pk).update(state="running", step=step, run="abc", beat_at="2026-01-01T00:00Z")
    row.refresh_from_db()

    told = karin.get("import-progress", row.pk).json()

    assert (told["running"], Import.objects.get().state) == (False, left)
    with pytest.raises(running.Overtaken):
        {"check": running.check, "save": running.save, "undo": running.undo}[step](row)
    assert every_row() == before


def test_after_a_stop_the_work_begins_anew(karin, listing):
    row = karin.send_in("offices-listed", listing, on=MARCH)
    Import.objects.filter(pk=row.pk).update(state="stopped")

    assert karin.act("import-again", row).state == "ready"


def test_what_a_command_imports_or_refuses_is_in_the_log_and_can_be_undone(karin, listing, tmp_path):
    empty = tmp_path / "tom.xlsx"
    empty.write_bytes(b"")
    run("import_offices", listing, on=date(2025, 3, 1))
    with pytest.raises(CommandError, match="is empty"):
        run("import_results", empty)

    saved, refused = Import.objects.order_by("pk")
    assert (saved.kind, saved.state, saved.origin, saved.asked["on"]) == ("offices-listed", "saved", "command", MARCH)
    assert (refused.kind, refused.state, refused.sha256) == ("results", "faulty", sha256(b"").hexdigest())
    log = lines_of(karin.get("import-log-file", "csv", query="?kind=results"))
    assert (len(log), log[1][5]) == (2, refused.sha256)
    assert karin.undo(saved, "Fel dag.").state == "undone"
    assert not Office.objects.exists()
