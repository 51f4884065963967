"""The reference of the API: its lists, parameters and fields, read off its own description, and examples to copy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator

JSON = "application/json"
FIRST_SHOWN = ("municipalities", "coverage")


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter or a field: its name, its kind in words, and what it means."""

    name: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An address that can be asked, with the parameters that mean something there."""

    method: str
    path: str
    words: str
    parameters: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class List:
    """A list of the API: its addresses, and the fields of its rows."""

    name: str
    answers: tuple[Answer, ...]
    fields: tuple[Row, ...]


def reference_page(base: str) -> dict:
    """The context of `rollout/api_reference.html`. base: the address of this server. No query."""
    return {
        "lists": lists(get_language()),
        "examples": [{**each, "code": each["code"].replace("{base}", base)} for each in examples()],
        "root": base + reverse("api-root"),
        "schema": reverse("api-schema"),
        "keys": reverse("api-keys"),
    }


@lru_cache(maxsize=4)
def lists(language: str) -> tuple[List, ...]:
    """Everything there is to ask, in a language; made once a process."""
    with override(language):
        told = SchemaGenerator().get_schema(request=None, public=True)
    found: dict[str, list[tuple[str, str, Mapping]]] = {}
    for path, actions in told["paths"].items():
        for method, action in actions.items():
            found.setdefault(action["tags"][0], []).append((path, method.upper(), action))
    ordered = [*FIRST_SHOWN, *sorted(set(found) - set(FIRST_SHOWN))]
    return tuple(_list(name, found[name], told["components"]["schemas"]) for name in ordered)


def _list(name: str, asked: list[tuple[str, str, Mapping]], schemas: Mapping) -> List:
    asked = sorted(asked, key=lambda each: len(each[0]))
    answers = tuple(
        Answer(method, path, told["description"], (*_parameters(told["parameters"]), *_sent(told, schemas)))
        for path, method, told in asked
    )
    return List(name, answers, _fields(asked, schemas))


def _parameters(told: Iterable[Mapping]) -> tuple[Row, ...]:
    return tuple(
        Row(each["name"], kind_words(each["schema"]), each.get("description", ""))
        for each in told
        if each["in"] == "query"
    )


def _sent(told: Mapping, schemas: Mapping) -> tuple[Row, ...]:
    """The fields of what is sent along, where something is."""
    if "requestBody" not in told:
        return ()
    body = schemas[told["requestBody"]["content"][JSON]["schema"]["$ref"].rpartition("/")[2]]
    return tuple(Row(name, kind_words(each), _said(each, schemas)) for name, each in body["properties"].items())


def _fields(asked: list[tuple[str, str, Mapping]], schemas: Mapping) -> tuple[Row, ...]:
    """The fields of the rows that the first address gives."""
    schema = asked[0][2]["responses"]["200"]["content"][JSON]["schema"]
    row = schemas[schema["$ref"].rpartition("/")[2]]["properties"]["results"]["items"]
    fields = schemas[row["$ref"].rpartition("/")[2]]["properties"]
    return tuple(Row(name, kind_words(each), _said(each, schemas)) for name, each in fields.items())


def _said(field: Mapping, schemas: Mapping) -> str:
    return field.get("description") or field.get("title") or ""


def kind_words(schema: Mapping) -> str:
    """What a value is, in words: "text", "number", "one of a, b", "several of a, b"."""
    if schema.get("type") == "array":
        return _("several: %(kind)s") % {"kind": kind_words(schema["items"])}
    if choices := schema.get("enum"):
        return _("one of %(choices)s") % {"choices": ", ".join(str(each) for each in choices)}
    kinds = schema.get("type", "object")
    kind = next((each for each in kinds if each != "null"), "") if isinstance(kinds, list) else kinds
    return _formats().get(schema.get("format", "")) or _kinds().get(kind, _kinds()["object"])


def _kinds() -> dict[str, str]:
    return {
        "string": _("text"),
        "integer": _("whole number"),
        "number": _("number"),
        "boolean": _("true or false"),
        "object": _("object"),
    }


def _formats() -> dict[str, str]:
    return {"date": _("day"), "date-time": _("moment")}


def examples() -> list[dict]:
    """Ways to ask the same thing, to copy; {base} stands for the address of this server."""
    path = "{base}/api/v1/municipalities/?on=2021-10-15&rural=yes&format=csv"
    return [
        {"name": "curl", "code": f'curl "{path}"'},
        {
            "name": "Python, pandas",
            "code": "import pandas as pd\n\n"
            f'rows = pd.read_csv("{path}",\n                   dtype={{"code": str, "county": str}})\n'
            'print((rows["providers"] == 0).mean())',
        },
        {
            "name": "R",
            "code": f'rows <- read.csv("{path}",\n'
            '                 colClasses = c(code = "character", county = "character"))\n'
            "mean(rows$providers == 0)",
        },
        {
            "name": "Power Query (Excel, Power BI)",
            "code": f'let\n    File = Web.Contents("{path}"),\n'
            '    Rows = Csv.Document(File, [Delimiter = ",", Encoding = 65001]),\n'
            "    Table = Table.PromoteHeaders(Rows)\nin\n    Table",
        },
    ]
