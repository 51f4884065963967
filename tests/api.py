"""Asking the API as a program does. Knows addresses and formats, nothing of what is asked."""

import csv
import io

from django.test import Client

from tests.policy import violations  # noqa: F401  (kept beside the pages' own way of asking)

API = "/api/v1/"


def ask(client: Client, path: str, *, status: int = 200, language: str = "en", accept: str = "", **query):
    """An answer, which must have the status."""
    headers = {"accept-language": language} | ({"accept": accept} if accept else {})
    answer = client.get(API + path, query, headers=headers)
    assert answer.status_code == status, (answer.status_code, answer.content[:500])
    return answer


def rows(client: Client, path: str, **query) -> list[dict]:
    """All rows of a list, page by page."""
    told = ask(client, path, **query).json()
    found = told["results"]
    while told["next"]:
        told = client.get(told["next"]).json()
        found += told["results"]
    assert len(found) == told["count"]
    return found


def csv_rows(client: Client, path: str, **query) -> list[dict[str, str]]:
    """The rows of the file."""
    text = ask(client, path, format="csv", **query).content.decode()
    return list(csv.DictReader(io.StringIO(text)))


def faults(client: Client, path: str, **query) -> dict[str, str]:
    """What is said to be wrong, by parameter."""
    answer = ask(client, path, status=400, **query)
    assert answer["Content-Type"] == "application/problem+json"
    return {fault["parameter"]: fault["detail"] for fault in answer.json()["errors"]}
