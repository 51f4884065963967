"""The country as the demonstration sees it, read from the files without a database, and its rows in one hash.

Knows the files and the pure part of the demonstration: a Python without settings can build the rows.
"""

import csv
import hashlib
import tomllib
from pathlib import Path

from rollout.demo.country import Country, PhaseDays, Place
from rollout.demo.rows import World
from rollout.demo.world import build

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


def read(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def country() -> Country:
    """All municipalities by code, and the days of the four phases."""
    points = {row["code"]: row for row in read("points.csv")}
    counties = {row["code"]: row for row in read("counties.csv")}
    memberships = [row for row in read("class_memberships.csv") if row["classification"] == "skr-2023"]
    groups = {row["municipality"]: row["class"] for row in memberships}
    switches = {row["code"]: row for row in read("rollout_municipalities.csv")}
    places = [
        Place(
            code=row["code"],
            name=row["name"],
            county=row["county"],
            county_name=counties[row["county"]]["name"],
            part=counties[row["county"]]["part_of_country"],
            group=groups[row["code"]],
            population=int(row["population"]),
            latitude=float(points[row["code"]]["latitude"]),
            longitude=float(points[row["code"]]["longitude"]),
            phase=int(switches[row["code"]]["phase"]),
            area=switches[row["code"]]["delivery_area"],
        )
        for row in read("municipalities.csv")
    ]
    return Country(tuple(sorted(places, key=lambda place: place.code)), phases())


def phases() -> dict[int, PhaseDays]:
    """The days of the phases, by number."""
    told = tomllib.loads((FIXTURES / "rollout.toml").read_text(encoding="utf-8"))["phase"]
    return {row["number"]: PhaseDays(**{name: day["day"] for name, day in row["days"].items()}) for row in told}


def fingerprint(world: World) -> str:
    """One hash of every value of every row."""
    return hashlib.sha256(repr(world).encode()).hexdigest()


if __name__ == "__main__":
    print(fingerprint(build(country())))
