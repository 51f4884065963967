"""The follow-up page over AF's own result follow-up, beside the same file read by pandas."""

import csv
import io

import pandas as pd
import pytest

from providers.models import Result
from rollout.pages.follow_up_results import PAGE
from tests.import_files import run
from tests.sheets import address, of_class, sheet, table

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.samples, pytest.mark.usefixtures("imported")]
SAMPLE, SHEET = "af_rom_results_2026_01.xlsx", "Resultat 2026-01"
RESULTS = "Results by delivery area"


@pytest.fixture(scope="module")
def told(samples) -> pd.DataFrame:
    """The file as pandas reads it: numbers as numbers, "-" as missing."""
    frame = pd.read_excel(samples / SAMPLE, sheet_name=SHEET, na_values=["-"], dtype={"KA-NUMMER": str})
    return frame[frame["KA-NUMMER"].notna()]


@pytest.fixture(scope="module")
def imported(country, django_db_blocker, samples) -> None:
    """The file, imported once for the tests of this one."""
    with django_db_blocker.unblock():
        run("import_results", samples / SAMPLE)


def test_the_key_figures_are_those_that_pandas_counts_in_the_file(client, told):
    page = sheet(client, "follow-up", on="2026-03-01")

    figures = {
        each.one("dt").text: of_class(each, "key-value")[0].text for each in of_class(page, "key-figures")[0].all("div")
    }
    weights, results = told["ANTAL DELTAGARE"], told["VIKTAT RESULTATMÅTT"].round(4)
    known = weights.notna() & results.notna()
    mean = (weights * results)[known].sum() / weights[known].sum()
    rated = told["BETYG"].dropna()
    risk = told["RISKERAR HÄVNING"].dropna().str.casefold()
    assert figures["Weighted result"] == f"{100 * mean:.1f}%"
    assert figures["Rated 3 or 4"] == f"{int((rated >= 3).sum())} of {len(rated)}"
    assert figures["Participants"].replace(",", "") == str(int(weights.sum()))
    assert figures["At risk of termination"] == f"{int((risk == 'ja').sum())} of {len(risk)}"


def test_each_area_has_the_agreements_participants_and_result_that_pandas_counts_in_the_file(client, told):
    answer = client.get(address("follow-up-table-file", "csv"), {"on": "2026-03-01"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    told = told.assign(weighed=told["ANTAL DELTAGARE"] * told["VIKTAT RESULTATMÅTT"].round(4))
    known = told[told["weighed"].notna()]
    groups, weighed = told.groupby("LEVERANSOMRÅDE"), known.groupby("LEVERANSOMRÅDE")
    means = weighed["weighed"].sum() / weighed["ANTAL DELTAGARE"].sum()
    assert {row["Delivery area"]: int(row["Agreements"]) for row in rows} == groups.size().to_dict()
    assert {row["Delivery area"]: float(row["Participants"]) for row in rows} == groups[
        "ANTAL DELTAGARE"
    ].sum().to_dict()
    assert {
        row["Delivery area"]: float(row["Weighted result"]) for row in rows if row["Weighted result"]
    } == pytest.approx(means[means.notna()].to_dict())


def test_925_agreements_stand_on_ten_pages_each_once_and_nothing_is_called_example(client):
    query = {"by": "agreement", "on": "2026-03-01"}
    first = sheet(client, "follow-up", **query)
    pages = [sheet(client, "follow-up", page=number, **query) for number in range(1, 11)]

    numbers = [row["Provider"].rsplit(" ", 1)[-1] for page in pages for row in table(page, RESULTS)]
    assert len(numbers) == len(set(numbers)) == Result.objects.count() == 925
    assert len(table(first, RESULTS)) == PAGE
    assert not of_class(first.one("main"), "example-mark")
