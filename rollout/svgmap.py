"""Draws the map of Sweden's municipalities as an SVG: the first map of a page, and the map of files, reports and print.

Pure: shapes and classes in, text out. Knows nothing of Django, the database, days or the words of a class; the colours
are those of `palette.py`, by class, which `svg_file.py` and `reports/drawing.py` write into a drawing that leaves its
page.

The projection is the one that the Plotly map uses (conic conformal, parallels 57° and 67°, around 16.6° E), and the
view box is the frame that Plotly fits into its element. So a static map and a Plotly map of the same size lie exactly
upon each other, and one can take the other's place without a jump. `static/js/map-plot.js` states the same numbers.
"""

import csv
import json
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from types import MappingProxyType

from rollout.palette import CLASSES, POINT_MARKS, TEXTURE_MARKS, MapClass

TOP = Path(__file__).resolve().parent.parent
MUNICIPALITIES = TOP / "static" / "geo" / "municipalities.geojson"
COUNTY_BORDERS = TOP / "static" / "geo" / "counties.geojson"
LABEL_POINTS = TOP / "fixtures" / "points.csv"

CENTRE = (16.6, 62.35)
PARALLELS = (57.0, 67.0)
LONGITUDES = (10.9, 22.3)
LATITUDES = (55.15, 69.2)
PLOTLY_CLIP_PAD = 1e-3  # Plotly draws its frame this much inside the ranges it is given

# One unit is about 400 m, a fifth of a pixel on a map of 800: fine enough to zoom eight times and still lie within a
# pixel of Plotly's unrounded shapes, and the whole map is 17 kB (brotli).
HEIGHT = 4000

Pair = tuple[int, int]
Window = tuple[float, float, float, float]  # left, top, width, height in units of the view box


def _cone() -> tuple[float, float]:
    first, second = (math.radians(each) for each in PARALLELS)
    ratio = math.log(math.cos(first) / math.cos(second))
    n = ratio / math.log(_half_tangent(second) / _half_tangent(first))
    return n, math.cos(first) * _half_tangent(first) ** n / n


def _half_tangent(latitude: float) -> float:
    return math.tan(math.pi / 4 + latitude / 2)


CONE_N, CONE_F = _cone()


def conic(longitude: float, latitude: float) -> tuple[float, float]:
    """A point in degrees on the plane of the map, in radians of the sphere, y downwards.

    Lambert's conformal conic projection; Snyder 1987, "Map Projections: A Working Manual", equations 15-1 to 15-3.
    """
    radius = CONE_F / _half_tangent(math.radians(latitude)) ** CONE_N
    angle = CONE_N * math.radians(longitude - CENTRE[0])
    return radius * math.sin(angle), radius * math.cos(angle)


def _frame() -> tuple[float, float]:
    """Width and height of the ranges on the plane: Plotly measures them at their corners and quarter points."""
    west, east = LONGITUDES[0] + PLOTLY_CLIP_PAD, LONGITUDES[1] - PLOTLY_CLIP_PAD
    south, north = LATITUDES[0] + PLOTLY_CLIP_PAD, LATITUDES[1] - PLOTLY_CLIP_PAD
    corners = [conic(west + (east - west) * quarter / 4, edge) for quarter in range(5) for edge in (south, north)]
    xs, ys = zip(*corners, strict=True)
    return max(xs) - min(xs), max(ys) - min(ys)


FRAME_WIDTH, FRAME_HEIGHT = _frame()
SCALE = HEIGHT / FRAME_HEIGHT
WIDTH = FRAME_WIDTH * SCALE
_MIDDLE = conic(*CENTRE)


def place(longitude: float, latitude: float) -> Pair:
    """A point in degrees as whole units of the view box (`WIDTH` by `HEIGHT`, y downwards)."""
    x, y = conic(longitude, latitude)
    return round((x - _MIDDLE[0]) * SCALE + WIDTH / 2), round((y - _MIDDLE[1]) * SCALE + HEIGHT / 2)


VIEW_BOX = f"0 0 {WIDTH:.2f} {HEIGHT}"


@dataclass(frozen=True, slots=True)
class Shapes:
    """The country, projected: outlines and label points by municipality code, in the order of the codes."""

    outlines: Mapping[str, str]
    points: Mapping[str, Pair]
    county_borders: str


@lru_cache(maxsize=1)
def shapes() -> Shapes:
    """The shapes of all municipalities, read and projected once a process."""
    features = _features(MUNICIPALITIES)
    outlines = {each["id"]: _outline(each["geometry"]) for each in sorted(features, key=lambda each: each["id"])}
    with LABEL_POINTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    points = {row["code"]: place(float(row["longitude"]), float(row["latitude"])) for row in rows}
    borders = "".join(_path(line, closed=False) for each in _features(COUNTY_BORDERS) for line in _lines(each))
    return Shapes(
        outlines=MappingProxyType(outlines),
        points=MappingProxyType({code: points[code] for code in outlines}),
        county_borders=borders,
    )


def draw_map(
    classes: Mapping[str, str],
    *,
    title: str,
    description: str,
    name: str = "map",
    dimmed: Collection[str] = (),
    window: Window | None = None,
    labels: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The map for a page: colours come from `palette.css` by class, so that it follows the reader's theme.

    classes: the key of a class (`palette.CLASSES`) for each of the municipalities, by 4-digit code; a dictionary or a
    pandas Series. title, description: what the picture shows, in words; title becomes its accessible name. name: prefix
    of the ids inside, so that two maps fit on one page; `palette.css` takes its textures from the one called "map".
    dimmed: codes that are drawn faintly, because they are not in the reader's selection. window: the part of the view
    box to show, by default the whole country. labels: words by code that are shown when a pointer rests on the shape.

    `<path class="m c-KEY" data-code="0180">` is a municipality. The element `.signs` holds, in `data-points`, the label
    point of every municipality in the order of the paths: `map.js` moves the marks without asking for anything.
    Raises KeyError for a municipality without a class, ValueError for a code or a class that does not exist.
    """
    classes = _checked(classes)
    faint = frozenset(dimmed)
    paths = "".join(
        f'<path class="m c-{classes[code]}{" dim" if code in faint else ""}" data-code="{code}" d="{outline}"'
        f"{_label(labels.get(code))}"
        for code, outline in shapes().outlines.items()
    )
    used = _used(classes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sweden" viewBox="{_view_box(window)}"'
        f" {_name_attributes(name)}>"
        f"{_words(name, title, description)}<defs>{''.join(_textures(name, CLASSES.values()))}</defs>"
        f'<g class="municipalities">{paths}</g><path class="counties" d="{shapes().county_borders}"/>'
        f'<g class="signs" data-points="{_all_points()}">{"".join(_signs(_shown(classes, faint), used))}</g></svg>'
    )


def draw_shared() -> str:
    """What the small maps of a page have in common: outlines, borders of counties and textures, drawn nowhere.

    It has to stand on the page once, before the first `draw_small_map`: twelve maps then cost one set of boundaries.
    """
    outlines = "".join(f'<path id="m{code}" class="edge" d="{each}"/>' for code, each in shapes().outlines.items())
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="shared-shapes" width="0" height="0" aria-hidden="true"><defs>'
        f"{''.join(_textures('map', CLASSES.values()))}{outlines}"
        f'<path id="county-borders" class="counties" d="{shapes().county_borders}"/></defs></svg>'
    )


def draw_small_map(
    classes: Mapping[str, str],
    *,
    title: str,
    description: str,
    name: str,
    dimmed: Collection[str] = (),
    window: Window | None = None,
) -> str:
    """One of several maps on a page, made of the shapes of `draw_shared`. Takes and raises what `draw_map` does."""
    classes, faint = _checked(classes), frozenset(dimmed)
    groups: dict[str, list[str]] = defaultdict(list)
    for code in shapes().outlines:
        groups[f"m c-{classes[code]}{' dim' if code in faint else ''}"].append(f'<use href="#m{code}"/>')
    paths = "".join(f'<g class="{looks}">{"".join(uses)}</g>' for looks, uses in groups.items())
    signs = "".join(_signs(_shown(classes, faint), _used(classes)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sweden" viewBox="{_view_box(window)}"'
        f" {_name_attributes(name)}>{_words(name, title, description)}"
        f'{paths}<use href="#county-borders"/><g class="signs">{signs}</g></svg>'
    )


def _label(words: str | None) -> str:
    """The end of a path, with the words that a pointer brings up."""
    return f"><title>{escape(words)}</title></path>" if words else "/>"


def _view_box(window: Window | None) -> str:
    return VIEW_BOX if window is None else " ".join(f"{each:.0f}" for each in window)


def _checked(classes: Mapping[str, str]) -> dict[str, str]:
    codes, given = shapes().outlines, dict(classes)
    missing = [code for code in codes if code not in given]
    if missing:
        raise KeyError(f"no class for {len(missing)} municipalities: {', '.join(missing[:5])}")
    strangers = [str(code) for code in given if code not in codes]
    if strangers:
        raise ValueError(f"no such municipality: {', '.join(strangers[:5])}")
    unknown = {str(key) for key in given.values() if key not in CLASSES}
    if unknown:
        raise ValueError(f"no such class: {', '.join(sorted(unknown))}")
    return given


def _used(classes: Mapping[str, str]) -> list[MapClass]:
    keys = {classes[code] for code in shapes().outlines}
    return [each for each in CLASSES.values() if each.key in keys]


def _shown(classes: Mapping[str, str], dimmed: frozenset[str]) -> dict[str, str]:
    return {code: classes[code] for code in shapes().outlines if code not in dimmed}


def _name_attributes(name: str) -> str:
    return (
        f'preserveAspectRatio="xMidYMid meet" role="img" aria-labelledby="{name}-title" aria-describedby="{name}-words"'
    )


def _words(name: str, title: str, description: str) -> str:
    return f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-words">{escape(description)}</desc>'


def _textures(name: str, classes: Iterable[MapClass]) -> Iterator[str]:
    """A pattern per class with a texture, coloured by the style sheet."""
    for each in classes:
        if each.mark not in TEXTURE_MARKS:
            continue
        period, band = (32, 14) if each.mark == "stripe" else (22, 6)
        yield (
            f'<pattern id="{name}-{each.key}" width="{period}" height="{period}" patternUnits="userSpaceOnUse"'
            f' patternTransform="rotate(45)"><path class="c-{each.key}" d="M0 0h{period}v{period}H0z"/>'
            f'<path class="t-{each.key}" stroke-width="{band}" d="M{period // 2} 0v{period}"/></pattern>'
        )


def _signs(classes: Mapping[str, str], used: Iterable[MapClass]) -> Iterator[str]:
    """The marks at label points: one path of dots per class, and one more for the core of a ring."""
    points = shapes().points
    for each in used:
        if each.mark not in POINT_MARKS:
            continue
        dots = "".join(f"M{points[code][0]} {points[code][1]}h0" for code in points if classes.get(code) == each.key)
        yield f'<path class="s s-{each.key} {each.mark}" d="{dots}"/>'
        if each.mark == "ring":
            yield f'<path class="s s-{each.key} core" d="{dots}"/>'


@lru_cache(maxsize=1)
def _all_points() -> str:
    return " ".join(f"{x},{y}" for x, y in shapes().points.values())


def _features(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["features"]


def _lines(feature: dict) -> list[list[Pair]]:
    return [_thin(line) for line in feature["geometry"]["coordinates"]]


def _outline(geometry: dict) -> str:
    """All rings of a polygon or multipolygon; an islet smaller than a unit is left out, unless nothing else is left."""
    coordinates = geometry["coordinates"]
    polygons = coordinates if geometry["type"] == "MultiPolygon" else [coordinates]
    rings = [_thin(ring) for polygon in polygons for ring in polygon]
    kept = [ring for ring in rings if len(ring) > 3] or rings[:1]
    return "".join(_path(ring[:-1], closed=True) for ring in kept)


def _thin(line: Iterable[tuple[float, float]]) -> list[Pair]:
    """A line in whole units, without the points that fall on the one before them."""
    thinned: list[Pair] = []
    for longitude, latitude in line:
        point = place(longitude, latitude)
        if not thinned or point != thinned[-1]:
            thinned.append(point)
    return thinned


def _path(points: list[Pair], *, closed: bool) -> str:
    """A path in relative steps, as short as it can be written: a minus sign needs no space before it."""
    (x, y), *rest = points
    parts = [f"M{x} {y}"]
    for index, (next_x, next_y) in enumerate(rest):
        step_x, step_y = next_x - x, next_y - y
        lead = "l" if index == 0 else "" if step_x < 0 else " "
        parts.append(f"{lead}{step_x}{'' if step_y < 0 else ' '}{step_y}")
        x, y = next_x, next_y
    return "".join(parts) + ("z" if closed else "")
