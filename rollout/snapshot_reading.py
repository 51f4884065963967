"""Reads the frames of a snapshot from the database: places, offices, agreements. Knows the models, keeps nothing."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

import pandas as pd
from django.db.models import QuerySet

from municipalities.models import ClassMembership, Municipality, RuralDefinition, Unemployment
from providers.models import Agreement, AreaMembership, ObservedPresence, Office, Participants
from rollout.coverage import ALWAYS, FOREVER, day_numbers

OFFICE_COLUMNS = ["code", "provider", "agreement", "service", "on_site", "example", "town", "latitude", "longitude"]
OFFICE_DAYS = ["opens_on", "closes_on", "agreement__starts_on", "agreement__ends_on", "last_confirmed_on"]
PIECE = 5_000  # rows


def municipalities() -> pd.DataFrame:
    """The municipalities in Swedish order, with a column for each classification; index `code`. Two queries."""
    columns = ["code", "name", "sort_key", "search_key", "county", "part", "population", "latitude", "longitude"]
    rows = Municipality.objects.order_by("sort_key").values_list(
        "code",
        "name",
        "sort_key",
        "search_key",
        "county_id",
        "county__part_of_country",
        "population",
        "latitude",
        "longitude",
    )
    frame = pd.DataFrame(list(rows), columns=columns).set_index("code")
    classes = defaultdict(dict)
    for code, key, name in ClassMembership.objects.values_list(
        "municipality_id", "classification__key", "municipality_class__code"
    ):
        classes[key][code] = name
    for key, members in sorted(classes.items()):
        frame[key] = pd.Series(members, dtype=object).reindex(frame.index).fillna("")
    return frame


def rural(definitions: list[RuralDefinition]) -> dict[str, frozenset[str]]:
    """The municipalities that each definition calls rural, by its key. One query."""
    members = defaultdict(set)
    for key, code in RuralDefinition.objects.values_list("key", "classes__memberships__municipality"):
        if code is not None:
            members[key].add(code)
    return {definition.key: frozenset(members[definition.key]) for definition in definitions}


def has_counts() -> bool:
    """Whether real numbers of unemployed or participants per municipality have been imported. Two queries at most."""
    by_place = {"is_example": False, "municipality__isnull": False}
    return any(model.objects.filter(**by_place).exists() for model in (Unemployment, Participants))


def offices() -> tuple[pd.DataFrame, dict[bool, int]]:
    """The offices in a municipality with their days; and how many others there are, invented or not. One query."""
    rows = Office.objects.values_list(
        "municipality_id",
        "agreement__provider_id",
        "agreement_id",
        "agreement__service_id",
        "on_site",
        "agreement__provider__is_example",
        "post_town",
        "latitude",
        "longitude",
        *OFFICE_DAYS,
    )
    known: dict[str, str] = {}
    frames, unplaced = [], {True: 0, False: 0}
    for piece in _pieces(rows):
        frame = _offices_of(piece, known)
        placed = frame["code"].notna()
        for example in frame["example"][~placed]:
            unplaced[example] += 1
        frames.append(frame[placed])
    return pd.concat(frames, ignore_index=True), unplaced


def _pieces(rows: QuerySet) -> Iterator[list[tuple]]:
    """The rows some at a time, an empty piece where there is none: all at once they take many times what is kept."""
    answers = rows.iterator(chunk_size=PIECE)
    yield list(islice(answers, PIECE))
    while piece := list(islice(answers, PIECE)):
        yield piece


def _offices_of(piece: list[tuple], known: dict[str, str]) -> pd.DataFrame:
    """A piece of the offices, their days as numbers. known: the words met so far, each kept once for all its rows."""
    frame = pd.DataFrame(piece, columns=[*OFFICE_COLUMNS, *OFFICE_DAYS])
    opens, starts = (day_numbers(frame[name], missing=ALWAYS) for name in ("opens_on", "agreement__starts_on"))
    closes, ends = (day_numbers(frame[name], missing=FOREVER) for name in ("closes_on", "agreement__ends_on"))
    frame["first"] = opens.clip(min=starts) if len(frame) else opens
    frame["last"] = closes.clip(max=ends) if len(frame) else closes
    frame["confirmed"] = day_numbers(frame["last_confirmed_on"], missing=ALWAYS)
    for name in ("code", "service", "town"):
        frame[name] = pd.array([known.setdefault(word, word) for word in frame[name]], dtype="str")
    return _typed(frame.drop(columns=OFFICE_DAYS))


def agreements() -> pd.DataFrame:
    """The agreements with their days; area <NA> where it is not known. One query."""
    columns = ["agreement", "provider", "service", "area", "example", "starts_on", "ends_on"]
    rows = Agreement.objects.values_list(
        "id", "provider_id", "service_id", "area_id", "provider__is_example", "starts_on", "ends_on"
    )
    frame = pd.DataFrame(list(rows), columns=columns)
    frame["first"] = day_numbers(frame["starts_on"], missing=ALWAYS)
    frame["last"] = day_numbers(frame["ends_on"], missing=FOREVER)
    frame["area"] = frame["area"].astype("Int64")
    return _typed(frame.drop(columns=["starts_on", "ends_on"]))


def members() -> pd.DataFrame:
    """The municipalities of the delivery areas: area, service, code. One query."""
    rows = AreaMembership.objects.values_list("area_id", "service_id", "municipality_id")
    return pd.DataFrame(list(rows), columns=["area", "service", "code"])


def observed() -> pd.DataFrame:
    """What AF's provider search listed in each municipality on a day, as counts. One query."""
    columns = ["code", "service", "on", "offices", "providers"]
    rows = ObservedPresence.objects.order_by("on").values_list(
        "municipality_id", "service_id", "on", "offices", "providers"
    )
    frame = pd.DataFrame(list(rows), columns=columns)
    frame["on"] = day_numbers(frame["on"], missing=ALWAYS)
    return frame.astype({"offices": int, "providers": int})


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Truth values as such also in an empty frame, so that `~` and `&` mean what they say; degrees as numbers."""
    truths = [name for name in ("on_site", "example") if name in frame]
    points = [name for name in ("latitude", "longitude") if name in frame]
    return frame.astype(dict.fromkeys(truths, bool) | dict.fromkeys(points, float))
