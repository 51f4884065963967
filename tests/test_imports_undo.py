"""Undoing an import puts every row back as it was, whatever came before it; and nothing, where it cannot be whole."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.apps import apps
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from providers.models import Agreement, Correction, Office, Service
from rollout import actions
from rollout.imports import jobs
from rollout.models import Import
from tests import factories as make
from tests.import_files import listed, listed_office, make_ground, result_row, run, write_results, write_search
from tests.import_pages import Importer
from tests.plans import make_world

pytestmark = pytest.mark.django_db
DAYS = [date(2025, 1, 1), date(2025, 3, 1), date(2025, 6, 1)]
POINTS = [("59.3293", "18.0686"), ("59.8586", "17.6389"), None]


def rows_now() -> dict[str, list[dict[str, Any]]]:
    """Every row of the tables that imports write, without what was kept of them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for label in ("municipalities", "providers"):
        for model in apps.get_app_config(label).get_models():
            if hasattr(model, "history"):
                found[model.__name__] = list(model._base_manager.order_by("pk").values())
    return found


@pytest.fixture
def karin(client):
    make_ground()
    return Importer(client)


def saved(karin: Importer, path, kind: str = "offices-listed", **answers) -> Import:
    row = karin.save(karin.send_in(kind, path, **answers))
    assert row.state == "saved", row.message
    return row


OFFICES = st.dictionaries(st.sampled_from(["50000", "50001", "50002"]), st.sampled_from(POINTS), max_size=3)
LISTING = st.tuples(st.sampled_from(DAYS), st.dictionaries(st.integers(90000001, 90000003), OFFICES, min_size=1))


class AnyListings(TestCase):
    """A class, since hypothesis rolls the database back between its examples only here."""

    @settings(max_examples=settings.default.max_examples * 2 // 3)
    @given(before=st.lists(LISTING, max_size=3), last=LISTING)
    def test_of_which_the_last_is_undone_leave_every_row_as_it_was_before_that(self, before, last):
        make_ground()
        for listing in before:
            imported(*listing)
        rows = rows_now()

        row = imported(*last)
        jobs.begin(row, Import.Step.UNDO)

        row.refresh_from_db()
        assert row.state == "undone", row.message
        assert rows_now() == rows


def imported(day: date, content: dict[int, dict[str, Any]]) -> Import:
    """Import a listing by command; its row in the log."""
    agreements = [
        listed(number, *(listed_office(f"{key}{number % 10}", point) for key, point in offices.items()))
        for number, offices in content.items()
    ]
    with TemporaryDirectory() as folder:
        run("import_offices", write_search(Path(folder) / "sok.json", *agreements), on=day)
    return Import.objects.latest("pk")


def test_rows_that_an_import_made_changed_and_took_away_are_all_put_back_and_kept_so(karin, tmp_path):
    offices = [listed_office(key) for key in ("500001", "500002")]
    saved(karin, write_search(tmp_path / "a.json", listed(90000001, *offices)), on="2025-03-01")
    correction = make_closing(Office.objects.get(address_id="500002"))
    before = rows_now()
    corrected = write_search(tmp_path / "b.json", listed(90000001, offices[0], rating=3), listed(90000002))
    row = saved(karin, corrected, on="2025-03-01")
    assert Correction.objects.get().office is None

    karin.undo(row, "Fel fil.")

    assert (rows_now(), Correction.objects.get().office_id) == (before, correction.office_id)
    last = Agreement.history.filter(number="90000002").first()
    assert (last.history_type, last.history_user) == ("-", karin.user)
    assert last.history_change_reason == "Undone: import of b.json. Fel fil."
    assert "Undone on" in karin.page(row).text


def make_closing(office: Office) -> Correction:
    """A request to close an office."""
    return make.make_correction(kind="close", office=office, agreement=office.agreement, last_on=date(2026, 1, 1))


def test_a_row_that_was_changed_since_keeps_the_whole_import_from_being_undone_and_is_named(karin, tmp_path):
    row = saved(karin, write_search(tmp_path / "a.json", listed(90000001, listed_office())), on="2025-03-01")
    office = Office.objects.get()
    office.street = "Annangatan 2"
    office.save()
    before = rows_now()

    karin.undo(row)

    assert (row.state, rows_now()) == ("saved", before)
    told = karin.page(row).text
    assert "Annangatan 2, Exempelstad" in told
    assert "street address: Exempelgatan 1 → Annangatan 2" in told


def test_a_row_that_others_refer_to_by_now_keeps_the_import_from_being_undone(karin, tmp_path):
    row = saved(karin, write_search(tmp_path / "a.json", listed(90000001)), on="2025-03-01")
    make.make_office(agreement=Agreement.objects.get(), street="Egengatan 3")
    before = rows_now()

    karin.undo(row)

    assert (row.state, rows_now()) == ("saved", before)
    assert "is in use by: office Egengatan 3" in karin.page(row).text


def test_agreements_that_changed_places_in_time_change_back(karin):
    area = make.make_area(service=Service.objects.get(code="rom2"), is_example=False)
    provider = make.make_provider(is_example=False)
    spans = [("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31")]
    for number, (first, last) in zip(("90000001", "90000002"), spans, strict=True):
        make.make_agreement(number=number, provider=provider, area=area, starts_on=first, ends_on=last)
    before = rows_now()
    lines = [
        f"9000000{2 - at};{provider.name};rom2;{area.name};{first};{last}" for at, (first, last) in enumerate(spans)
    ]
    heads = "KA-NUMMER;LEVERANTÖR;TJÄNST;LEVERANSOMRÅDE;FÖRSTA DAG;SISTA DAG"

    row = saved(karin, ("avtal.csv", "\n".join([heads, *lines]).encode()), kind="agreements")
    assert rows_now() != before
    karin.undo(row)

    assert (row.state, row.message, rows_now()) == ("undone", "", before)


def test_imports_upon_each_other_are_undone_in_the_opposite_order(karin, tmp_path):
    before = rows_now()
    first = saved(karin, write_search(tmp_path / "a.json", listed(90000001, listed_office())), on="2025-03-01")
    second = saved(karin, write_results(tmp_path / "b.xlsx", result_row()), kind="results", service="rom2")

    assert karin.undo(first).state == "saved"
    assert karin.undo(second).state == "undone"
    assert karin.undo(first).state == "undone"
    assert rows_now() == before
    assert karin.undo(first).state == "undone"


def test_rows_of_a_plan_are_undone_act_by_act_unless_the_plan_was_edited_since(client):
    karin, world = Importer(client), make_world()
    code = min(world.codes(world.first))
    before = world.codes(world.first)
    row = saved(karin, ("plan.csv", f"KOMMUNKOD;ETAPP\n{code};2\n".encode()), kind="plan", plan=world.plan.pk)
    assert world.codes(world.first) == before - {code}

    actions.move(world.plan, {code: None}, by=world.editor)
    assert karin.undo(row).state == "saved"
    assert "has been changed since, by" in karin.page(row).text

    actions.undo(world.plan.changes.latest("number"), by=world.editor)
    assert karin.undo(row).state == "undone"
    assert world.codes(world.first) == before
