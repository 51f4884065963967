"""Places points in municipalities and measures distances. Pure: knows nothing of Django, offices or files to import.

Where an office lies is *derived* here: the municipality whose polygon the point lies in, else the nearest one within
NEAREST_WITHIN_M, since the polygons are generalised and many a harbour town lies outside every one of them.
`shapely` is imported only when points are placed, so that a web request that places none never loads it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from math import radians, sin, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from shapely import STRtree

BOUNDARIES = Path(__file__).resolve().parent.parent / "static" / "geo" / "municipalities.geojson"

# Of the 1 743 offices on Arbetsförmedlingen's provider search of 2025-03-01, 110 lie outside every polygon, the
# furthest 2 276 m away (Kalmar). Helsingør, the foreign town of any size nearest to a Swedish one across water, lies
# more than 5 km from the polygon of Helsingborg. 4 km is between the two, with room for new offices on the coast.
# A town at a land border (Halden, Tornio) lies nearer than that and is placed in Sweden: distance cannot tell.
NEAREST_WITHIN_M = 4_000

INSIDE, NEAREST, OUTSIDE, MISSING = "inside", "nearest", "outside", "missing"

# GRS 80, the ellipsoid of SWEREF 99 (and within a tenth of a millimetre that of WGS 84).
_SEMI_MAJOR_M = 6_378_137.0
_FLATTENING = 1 / 298.257222101
_ECCENTRICITY_2 = _FLATTENING * (2 - _FLATTENING)

# Gauss's mean radius of curvature at 62° N, in the middle of Sweden.
_MEAN_RADIUS_M = _SEMI_MAJOR_M * sqrt(1 - _ECCENTRICITY_2) / (1 - _ECCENTRICITY_2 * sin(radians(62)) ** 2)

# SWEREF 99 TM: transverse Mercator around 15° E.
_CENTRAL_MERIDIAN = radians(15)
_SCALE = 0.9996
_FALSE_EASTING_M = 500_000.0

# Degrees around the polygons within which a point is looked at: 4 km is 0.036° of latitude and, in Treriksröset, 0.1°
# of longitude. Further away the projection is not meant to be used.
_MARGIN_DEGREES = 0.2


@dataclass(frozen=True)
class Shapes:
    """The municipalities in SWEREF 99 TM, ready to be searched: `codes` in step with the geometries of `tree`."""

    codes: np.ndarray
    tree: STRtree
    bounds: tuple[float, float, float, float]  # west, south, east, north in degrees


def place(points: pd.DataFrame, shapes: Shapes | None = None) -> pd.DataFrame:
    """The municipality of each point.

    points: `latitude` and `longitude` in degrees (WGS 84 or SWEREF 99, which differ by less than a metre), any index.
    Returns the same index and order with `code` (four-digit text, None where there is none), `how` and `distance_m`:
      inside   in the polygon of `code`; 0 metres. On a border between two: the lower code.
      nearest  in no polygon; `code` is the nearest within NEAREST_WITHIN_M, so many metres away (0.2 % at most wrong).
      outside  in no polygon and near none; no code, no distance.
      missing  a coordinate is absent or not finite; no code, no distance.
    Raises KeyError where a column is missing, ValueError where a coordinate is not a number.
    """
    shapes = shapes or read_shapes()
    latitude = points["latitude"].to_numpy(dtype=float, na_value=np.nan)
    longitude = points["longitude"].to_numpy(dtype=float, na_value=np.nan)
    known = np.isfinite(latitude) & np.isfinite(longitude)
    position, distance = np.full(len(points), -1), np.full(len(points), np.nan)
    near = np.flatnonzero(known & _within(shapes.bounds, latitude, longitude))
    position[near], distance[near] = _search(shapes.tree, *sweref99tm(latitude[near], longitude[near]))
    how = np.select([~known, position < 0, distance == 0], [MISSING, OUTSIDE, INSIDE], default=NEAREST)
    codes = np.append(shapes.codes, None)[position]  # position -1, nowhere, is the None at the end
    return pd.DataFrame({"code": pd.Series(codes, points.index, dtype=object), "how": how, "distance_m": distance})


def distance_km(a: Any, b: Any) -> np.ndarray:
    """Straight-line distance over ground between points, in kilometres (0.001 % at most wrong within Sweden).

    a, b: arrays or frames whose last axis is latitude and longitude in degrees; the other axes are paired or broadcast
    as numpy does, so `distance_km(a[:, None], b)` is the table of every a to every b. Missing coordinates give NaN.
    The chord through the ellipsoid, bent to an arc of the ellipsoid's mean radius in the middle of Sweden.
    """
    return arc_km(np.linalg.norm(geocentric(a) - geocentric(b), axis=-1))


def arc_km(chord_m: Any) -> np.ndarray:
    """Kilometres over ground between points that lie so many metres apart in a straight line through the ground."""
    return 2 * _MEAN_RADIUS_M * np.arcsin(np.minimum(np.asarray(chord_m) / (2 * _MEAN_RADIUS_M), 1)) / 1000


def geocentric(points: Any) -> np.ndarray:
    """Metres from the middle of the earth, x, y and z on the last axis, of latitudes and longitudes in degrees."""
    degrees = np.radians(np.asarray(points, dtype=float))
    latitude, longitude = degrees[..., 0], degrees[..., 1]
    normal_radius = _SEMI_MAJOR_M / np.sqrt(1 - _ECCENTRICITY_2 * np.sin(latitude) ** 2)
    across = normal_radius * np.cos(latitude)
    up = (1 - _ECCENTRICITY_2) * normal_radius * np.sin(latitude)
    return np.stack([across * np.cos(longitude), across * np.sin(longitude), up], axis=-1)


def sweref99tm(latitude: np.ndarray, longitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """North and east in metres in SWEREF 99 TM of geodetic latitudes and longitudes in degrees; to the millimetre.

    Krüger's series for the transverse Mercator projection, to the third power of the third flattening.
    """
    third = _FLATTENING / (2 - _FLATTENING)
    rectifying_radius = _SEMI_MAJOR_M / (1 + third) * (1 + third**2 / 4 + third**4 / 64)
    north, east = _gauss_schreiber(np.radians(latitude), np.radians(longitude) - _CENTRAL_MERIDIAN)
    series = (
        third / 2 - 2 / 3 * third**2 + 5 / 16 * third**3,
        13 / 48 * third**2 - 3 / 5 * third**3,
        61 / 240 * third**3,
    )
    terms = [(2 * order, factor) for order, factor in enumerate(series, start=1)]
    corrected_north = north + sum(f * np.sin(k * north) * np.cosh(k * east) for k, f in terms)
    corrected_east = east + sum(f * np.cos(k * north) * np.sinh(k * east) for k, f in terms)
    metres = _SCALE * rectifying_radius
    return metres * corrected_north, metres * corrected_east + _FALSE_EASTING_M


@lru_cache(maxsize=1)
def read_shapes(path: Path = BOUNDARIES) -> Shapes:
    """The polygons of a GeoJSON file whose features have the municipality code as `id`; read once per process.

    Raises FileNotFoundError, ValueError (no GeoJSON) or KeyError (a feature without id).
    """
    import shapely

    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    features.sort(key=lambda feature: feature["id"])
    degrees = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    codes = np.array([feature["id"] for feature in features], dtype=object)
    return Shapes(codes, shapely.STRtree(shapely.transform(degrees, _projected)), tuple(shapely.total_bounds(degrees)))


def _search(tree: STRtree, north: np.ndarray, east: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Position in the tree of the polygon each point lies in or near, -1 where none is near, and the metres to it."""
    import shapely

    position, distance = np.full(len(north), -1), np.full(len(north), np.nan)
    points = shapely.points(east, north)
    # The polygons look for the points, not these for them: so each polygon is made ready once, for all its points.
    polygon, found = shapely.STRtree(points).query(tree.geometries, predicate="intersects")
    _note(position, polygon, found)
    distance[found] = 0
    left = np.flatnonzero(position < 0)
    (found, polygon), metres = tree.query_nearest(points[left], max_distance=NEAREST_WITHIN_M, return_distance=True)
    _note(position, polygon, left[found])
    distance[left[found]] = metres
    return position, distance


def _note(position: np.ndarray, polygon: np.ndarray, found: np.ndarray) -> None:
    """Put the polygon of each point that was found in its place; of two for one point the lower."""
    order = np.argsort(-polygon, kind="stable")  # what is written last stays
    position[found[order]] = polygon[order]


def _within(bounds: tuple[float, float, float, float], latitude: np.ndarray, longitude: np.ndarray) -> np.ndarray:
    west, south, east, north = bounds
    in_latitude = (latitude > south - _MARGIN_DEGREES) & (latitude < north + _MARGIN_DEGREES)
    return in_latitude & (longitude > west - _MARGIN_DEGREES) & (longitude < east + _MARGIN_DEGREES)


def _projected(degrees: np.ndarray) -> np.ndarray:
    north, east = sweref99tm(degrees[:, 1], degrees[:, 0])
    return np.column_stack([east, north])


def _gauss_schreiber(latitude: np.ndarray, longitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The transverse Mercator of the sphere of conformal latitudes; radians in, unit sphere out."""
    eccentricity = sqrt(_ECCENTRICITY_2)
    sine = np.sin(latitude)
    tangent = np.sinh(np.arctanh(sine) - eccentricity * np.arctanh(eccentricity * sine))  # of the conformal latitude
    north = np.arctan2(tangent, np.cos(longitude))
    return north, np.arcsinh(np.sin(longitude) / np.hypot(tangent, np.cos(longitude)))
