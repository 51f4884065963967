"""The datasets: the files as they are now, those of past days, which never change, and the catalogue of both."""

import csv
import io
import json
from base64 import b64decode
from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.core.management import call_command
from shapely.geometry import shape

from municipalities.models import Municipality
from rollout import actions
from rollout.actions.editions import publish_editions
from rollout.clock import today
from rollout.datasets import FILES
from rollout.models import Edition, EditionContent, Plan
from tests import factories as make
from tests.pages import read
from tests.sheets import links, sheet
from tests.tables import told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

BEFORE, AFTER = date(2026, 1, 2), date(2026, 1, 9)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def latest(client, file: str):
    return client.get(f"/data/latest/{file}")


def kept(client, on: date, file: str):
    return client.get(f"/data/{on.isoformat()}/{file}")


# --- The files --------------------------------------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.parametrize(
    "file, listed",
    [("kommuner", "municipalities"), ("kontor", "offices"), ("avtal", "agreements"), ("etapper", "phases")],
)
def test_a_file_holds_the_rows_that_the_api_gives(client, file, listed):
    asked = client.get(f"/api/v1/{listed}/", {"format": "csv"}).content

    found = rows_of(latest(client, f"{file}.csv").content)

    own = rows_of(asked)
    assert len(found) == len(own) > 0
    assert [{name: row[name] for name in own[0]} for row in found] == own


@pytest.mark.once
def test_the_months_say_what_the_municipalities_do_on_the_first_day_of_one(client):
    on = "2021-12-01"
    asked = rows_of(client.get("/api/v1/municipalities/", {"format": "csv", "on": on}).content)

    months = [row for row in rows_of(latest(client, "manader.csv").content) if row["on"] == on]

    names = ("code", "status", "phase", "providers")
    assert [[row[name] for name in names] for row in months] == [[row[name] for name in names] for row in asked]
    assert sum(int(row["providers"]) for row in months) > 0


@pytest.mark.once
@pytest.mark.parametrize("file", ["kommuner.geojson", "kontor.geojson"])
def test_a_file_of_geography_has_valid_shapes_and_says_whose_rows_it_has(client, file):
    made = json.loads(latest(client, file).content)

    assert made["about"]["is_example"] is True
    shapes = [shape(each["geometry"]) for each in made["features"] if each["geometry"]]
    assert len(shapes) > 280
    assert all(each.is_valid for each in shapes)


def test_nothing_of_a_draft_is_in_any_file(client):
    published = Plan.objects.get(stage=Plan.Stage.PUBLISHED, is_example=False)
    before = {file: latest(client, file).content for file in ("etapper.csv", "vaxlingar.csv", "planer.csv")}

    draft = actions.draft_from(published, by=make.make_user())
    phase = draft.phases.first()
    actions.edit_phase(phase, expected_revision=phase.revision, by=make.make_user(), name="Hemlig etapp")

    assert {file: latest(client, file).content for file in before} == before


# --- Now and then -----------------------------------------------------------------------------------------------------


def test_a_correction_shows_in_the_latest_file_at_once_and_never_in_a_dated_one(client):
    publish_editions(on=BEFORE)
    was = kept(client, BEFORE, "kommuner.csv").content

    Municipality.objects.filter(code="2580").update(name="Rättad")

    assert "Rättad" in latest(client, "kommuner.csv").content.decode()
    assert kept(client, BEFORE, "kommuner.csv").content == was
    assert publish_editions(on=BEFORE) == []
    assert kept(client, BEFORE, "kommuner.csv").content == was


def test_the_command_keeps_every_file_of_today_once():
    first, second = told("publish_data"), told("publish_data")

    assert set(Edition.objects.filter(on=today()).values_list("file", flat=True)) == set(FILES)
    assert len(first.splitlines()) == len(FILES)
    assert "already kept" in second or "redan" in second


@pytest.mark.once
def test_what_is_the_same_on_two_days_is_kept_once():
    publish_editions(on=BEFORE)
    number = EditionContent.objects.count()

    publish_editions(on=AFTER)

    of_the_day = Edition.objects.filter(on=AFTER).values_list("content", flat=True)
    unchanged = set(Edition.objects.filter(on=BEFORE).values_list("content", flat=True)) & set(of_the_day)
    assert len(unchanged) >= 6  # all but those that say the day
    assert EditionContent.objects.count() == number + len(FILES) - len(unchanged)


def test_content_that_is_no_longer_what_was_kept_is_never_sent(client):
    edition = make.make_edition(b"ett", on=BEFORE, file="avtal.csv")
    EditionContent.objects.filter(pk=edition.content_id).update(packed=EditionContent.of("två".encode()).packed)

    with pytest.raises(ValueError, match="something else"):
        kept(client, BEFORE, "avtal.csv")


# --- What is said to programs -----------------------------------------------------------------------------------------


@pytest.mark.once
def test_a_dated_file_may_be_kept_for_good_and_leads_to_those_beside_it(client):
    for on in (BEFORE, BEFORE + timedelta(days=3), AFTER):
        make.make_edition(b"kod\r\n", on=on, file="avtal.csv")

    answer = kept(client, BEFORE + timedelta(days=3), "avtal.csv")

    assert "immutable" in answer["Cache-Control"]
    assert b64decode(answer["Repr-Digest"].removeprefix("sha-256=:").rstrip(":")) == sha256(b"kod\r\n").digest()
    assert dict(reversed(each.split("; ")) for each in answer["Link"].split(", ")) == {
        'rel="predecessor-version"': f"</data/{BEFORE.isoformat()}/avtal.csv>",
        'rel="successor-version"': f"</data/{AFTER.isoformat()}/avtal.csv>",
        'rel="latest-version"': "</data/latest/avtal.csv>",
        'rel="collection"': "</data/>",
    }


@pytest.mark.once
def test_who_has_the_file_already_is_told_so(client):
    answer = latest(client, "etapper.csv")

    again = client.get("/data/latest/etapper.csv", headers={"If-None-Match": answer["ETag"]})
    other = client.get("/data/latest/etapper.csv", headers={"If-None-Match": '"x"'})

    assert (again.status_code, again.content, other.status_code) == (304, b"", 200)
    assert "no-cache" in answer["Cache-Control"]


@pytest.mark.once
@pytest.mark.parametrize(
    "path, near",
    [
        (f"/data/{BEFORE.isoformat()}/avtal.csv", {f"/data/{AFTER.isoformat()}/avtal.csv"}),
        ("/data/2026-01-20/avtal.csv", {f"/data/{AFTER.isoformat()}/avtal.csv"}),
        ("/data/2026-01-20/", {f"/data/{AFTER.isoformat()}/"}),
        ("/data/2026-02-30/avtal.csv", set()),
        ("/data/latest/x.csv", set()),
        ("/data/latest/avtal.exe", set()),
    ],
)
def test_where_nothing_was_kept_the_nearest_days_are_named(client, path, near):
    make.make_edition(on=AFTER, file="avtal.csv")

    answer = client.get(path)

    assert answer.status_code == 404
    assert {each for each in links(read(answer.content).one("main")) if each.startswith("/data/2")} == near


# --- The page and the catalogue ---------------------------------------------------------------------------------------


@pytest.mark.once
def test_the_page_leads_to_every_file_now_and_on_the_last_day(client):
    call_command("publish_data", stdout=io.StringIO())
    on = today().isoformat()

    led_to = links(sheet(client, "datasets"))

    for where in ("latest", on):
        assert {f"/data/{where}/{file}" for file in FILES} <= led_to
    day = sheet(client, "dataset-day", on)
    assert {f"/data/{on}/{file}" for file in FILES} <= links(day)


@pytest.mark.once
def test_the_catalogue_describes_every_file_with_addresses_that_answer(client, settings):
    settings.DATA_PUBLISHER, settings.DATA_CONTACT = "Exempelmyndigheten", "mailto:data@example.se"
    settings.DATA_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
    publish_editions(on=BEFORE)

    made = json.loads(client.get("/data/katalog.jsonld").content)

    assert made["dcterms:publisher"]["foaf:name"] == "Exempelmyndigheten"
    sets = made["dcat:dataset"]
    for name in ("dcterms:title", "dcterms:description", "dcterms:publisher", "dcat:contactPoint", "dcat:theme"):
        assert all(each[name] for each in sets)
    files = [each for dataset in sets for each in dataset["dcat:distribution"]]
    addresses = [each["dcat:downloadURL"]["@id"].removeprefix("http://testserver") for each in files]
    assert len(set(addresses)) == len(files) == 2 * len(FILES)
    dated = {each["dcat:downloadURL"]["@id"]: each for each in files if "spdx:checksum" in each}
    for address, each in dated.items():
        content = client.get(address.removeprefix("http://testserver")).content
        assert sha256(content).hexdigest() == each["spdx:checksum"]["spdx:checksumValue"]["@value"]
        assert str(len(content)) == each["dcat:byteSize"]["@value"]


@pytest.mark.once
def test_who_answers_for_the_data_is_not_made_up(client):
    made = json.loads(client.get("/data/katalog.jsonld").content)

    assert not {"dcterms:publisher", "dcterms:license"} & made.keys()
