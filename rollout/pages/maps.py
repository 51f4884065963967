"""The static map of a page: some municipalities in their colours, the rest faint; the whole country or a part of it."""

import re
from collections.abc import Collection, Mapping

from rollout.svgmap import HEIGHT, WIDTH, Window, draw_map, shapes

NUMBER = re.compile(r"[MlzZ]|-?\d+")
MARGIN = 0.12
SMALLEST = 420  # units: a small municipality is still shown among its neighbours


def page_map(
    classes: Mapping[str, str],
    *,
    shown: Collection[str],
    title: str,
    words: str,
    near: bool = False,
    labels: Mapping[str, str] | None = None,
) -> str:
    """The map with all but `shown` dimmed; empty where not every shape has a class. near: cut to the surroundings.

    labels: words by code that a pointer brings up.
    """
    known = shapes().outlines
    if not set(known) <= set(classes):
        return ""
    dimmed = [code for code in known if code not in set(shown)]
    return draw_map(
        {code: classes[code] for code in known},
        title=title,
        description=words,
        dimmed=dimmed if len(dimmed) < len(known) else [],
        window=window(shown) if near and set(shown) & set(known) else None,
        labels=labels or {},
    )


def window(codes: Collection[str]) -> Window:
    """The part of the view box around some municipalities, with a margin. Raises ValueError where none has a shape."""
    corners = [point for code in codes if code in shapes().outlines for point in corners_of(shapes().outlines[code])]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    size = max((max(xs) - min(xs)) * (1 + 2 * MARGIN), (max(ys) - min(ys)) * (1 + 2 * MARGIN), SMALLEST)
    left, top = (max(xs) + min(xs) - size) / 2, (max(ys) + min(ys) - size) / 2
    top = max(0, min(top, HEIGHT - size))
    left = max(0, min(left, WIDTH - size)) if size < WIDTH else (WIDTH - size) / 2
    return left, top, size, size


def corners_of(outline: str) -> list[tuple[int, int]]:
    """The points of an outline as `svgmap.py` writes it: a start in whole units, then relative steps."""
    found, x, y, relative = [], 0, 0, False
    parts = iter(NUMBER.findall(outline))
    for part in parts:
        if part.isalpha():
            relative = part == "l"
            continue
        step_x, step_y = int(part), int(next(parts))
        x, y = (x + step_x, y + step_y) if relative else (step_x, step_y)
        found.append((x, y))
    return found
