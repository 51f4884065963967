"""Files in the shape of AF's, made up for the tests: provider search, results, ratings, counts per municipality.

Each function fills in all but what the test is about. Names are plainly examples; nothing is taken from a real file.
"""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import override_settings
from openpyxl import Workbook

from tests.factories import make_municipality, make_service

STOCKHOLM, UPPSALA, LUND = ("59.3293", "18.0686"), ("59.8586", "17.6389"), ("55.7047", "13.1910")
QUAY_IN_STOCKHOLM = ("59.3252", "18.1000")  # outside every polygon, 245 m from that of Stockholm
COPENHAGEN = ("55.6761", "12.4683")

RESULT_HEADERS = [
    "PERIOD",
    "LEVERANSOMRÅDE",
    "LEVERANTÖRNAMN",
    "KA-NUMMER",
    "STARTDATUM AVTAL",
    "AVTAL HAR VARIT AKTIVT I 22 MÅNADER",
    "BETYG",
    "BETYG 1 ELLER SAKNAR BETYG",
    "VIKTAT RESULTATMÅTT",
    "VIKTAT RESULTATMÅTT LÄGRE ÄN 0,2",
    "RISKERAR HÄVNING",
    "ANTAL DELTAGARE",
    *[f"ANTAL DELTAGARE NIVÅ {level}" for level in "ABC"],
    *[f"ANTAL RR{number} NIVÅ {level}" for level in "ABC" for number in (1, 2)],
]
RATING_HEADERS = ["Leverantörsnamn", "Leveransområde", "Af Region", "Ka-Nummer"]


def listed_office(address_id: Any = "500001", point: tuple[Any, Any] | None = STOCKHOLM, **values: Any) -> dict:
    """An address of the provider search."""
    address = {
        "adressid": address_id,
        "adressrad": "Exempelgatan 1",
        "postnummer": "12345",
        "postort": "Exempelstad",
        **values,
    }
    if point is not None:
        address["koordinater"] = {"latitud": point[0], "longitud": point[1], "north": "6580822", "east": "674032"}
    return address


def listed(number: Any = 90000001, *offices: dict, **values: Any) -> dict:
    """An agreement of the provider search; unrated, so without `rating`."""
    return {"id": number, "namn": "Exempelbolaget AB", "nyval_tillatet": True, "adresser": list(offices), **values}


def search_answer(*agreements: dict, **values: Any) -> dict:
    """One answer of the provider search."""
    return {"total_count": len(agreements), "leverantorer": list(agreements), **values}


def write_search(path: Path, *agreements: dict) -> Path:
    """A saved provider search with these agreements, on one page."""
    return write_json(path, [search_answer(*agreements)])


def write_json(path: Path, content: Any) -> Path:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def result_row(number: Any = 90000001, **values: Any) -> dict[str, Any]:
    """A row of the result follow-up of January 2026, sound in all its columns."""
    counts = {f"ANTAL DELTAGARE NIVÅ {level}": count for level, count in (("A", 10), ("B", 20), ("C", 30))}
    row = {
        "PERIOD": "2026-01",
        "LEVERANSOMRÅDE": "Exempelområdet",
        "LEVERANTÖRNAMN": "Exempelbolaget AB",
        "KA-NUMMER": number,
        "STARTDATUM AVTAL": "2023-04-17",
        "AVTAL HAR VARIT AKTIVT I 22 MÅNADER": "Ja",
        "BETYG": 3,
        "BETYG 1 ELLER SAKNAR BETYG": "Nej",
        "VIKTAT RESULTATMÅTT": 0.276,
        "VIKTAT RESULTATMÅTT LÄGRE ÄN 0,2": "Nej",
        "RISKERAR HÄVNING": "Nej",
        "ANTAL DELTAGARE": 60,
    }
    return {**row, **counts, **dict.fromkeys(RESULT_HEADERS[15:], 5), **values}


def write_results(
    path: Path,
    *rows: dict[str, Any],
    headers: list[str] = RESULT_HEADERS,
    sheet: str = "Resultat 2026-01",
    blank_rows: int = 0,
) -> Path:
    """A result follow-up: prose on the first sheet, the table on the second, and blank but formatted rows below it."""
    book = Workbook()
    book.active.title = "Beskrivning 2026-01"
    book.active.append(["KA-NUMMER: Unik identifierare"])
    _fill(book.create_sheet(sheet), headers, [[row.get(header) for header in headers] for row in rows], blank_rows)
    book.save(path)
    return path


def write_ratings(path: Path, headers: list[Any], *rows: list[Any], preamble: int = 0) -> Path:
    """Ratings over time: some lines of prose, the headers, the rows."""
    book = Workbook()
    book.active.title = "Betyg"
    for line in range(preamble):
        book.active.append([f"Exempelrad {line}"])
    _fill(book.active, [*RATING_HEADERS, *headers], list(rows), 0)
    book.save(path)
    return path


def _fill(sheet: Any, headers: list[Any], rows: list[list[Any]], blank_rows: int) -> None:
    sheet.append(headers)
    for row in rows:
        sheet.append(row)
    for blank in range(blank_rows):
        sheet.cell(row=len(rows) + 2 + blank, column=len(headers)).number_format = "0.00"


UNEMPLOYMENT_HEADERS = ["PERIOD", "LÄN", "KOMMUN", "ARBETSLÖSA"]
PARTICIPANTS_HEADERS = ["PERIOD", "LÄN", "KOMMUN", "TJÄNST", "DELTAGARE"]


def count_row(**values: Any) -> dict[str, Any]:
    """A row of unemployment or participants per municipality in January 2026, of the municipality with code 0180."""
    place = {"PERIOD": "2026-01", "LÄN": "Exempellän 01", "KOMMUN": "Exempelkommun 0180"}
    return {**place, "TJÄNST": "RoM 2", "ARBETSLÖSA": 500, "DELTAGARE": 70, **values}


def write_counts(path: Path, *rows: dict[str, Any], headers: list[str] = UNEMPLOYMENT_HEADERS) -> Path:
    """Counts per municipality as AF publishes them: four lines of prose, the headers, the rows. CSV by its name."""
    prose = [[f"Exempelrad {line}"] for line in range(4)]
    lines = [*prose, headers, *([row.get(header) for header in headers] for row in rows)]
    if path.suffix == ".csv":
        text = "\n".join(";".join("" if cell is None else str(cell) for cell in line) for line in lines)
        path.write_text(text, encoding="utf-8")
        return path
    book = Workbook()
    for line in lines:
        book.active.append(line)
    book.save(path)
    return path


def make_ground() -> None:
    """What must be there before an import: the service, and the municipalities in which the invented offices lie."""
    make_service("rom", starts_on=date(2020, 3, 30))
    make_service("rom2", starts_on=date(2023, 4, 17))
    for code in ("0180", "0380", "1281"):
        make_municipality(code)


def run(command: str, path: Path, **options: Any) -> str:
    """What an import command writes, in English. Raises CommandError with all of it where nothing was saved."""
    out = StringIO()
    try:
        with override_settings(LANGUAGE_CODE="en"):
            call_command(command, str(path), stdout=out, stderr=out, verbosity=2, skip_checks=True, **options)
    except CommandError as error:
        raise CommandError(f"{out.getvalue()}{error}") from error
    return out.getvalue()


def every_row() -> str:
    """Every row of the apps' tables, as text: two equal ones mean that nothing has changed."""
    models = [model for label in ("municipalities", "providers") for model in apps.get_app_config(label).get_models()]
    return "\n".join(f"{model.__name__} {row}" for model in models for row in model.objects.order_by("pk").values())
