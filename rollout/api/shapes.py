"""The boundaries of the municipalities, as a file of geography has them."""

import json
from functools import lru_cache

from rollout.svgmap import MUNICIPALITIES


@lru_cache(maxsize=1)
def boundaries() -> dict[str, dict]:
    """The geometry of each municipality by code, exterior rings counter-clockwise (RFC 7946, 3.1.6).

    The map's own file has them the other way round, as Plotly needs them.
    """
    features = json.loads(MUNICIPALITIES.read_text(encoding="utf-8"))["features"]
    return {feature["id"]: _turned(feature["geometry"]) for feature in features}


def _turned(geometry: dict) -> dict:
    rings = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        return {**geometry, "coordinates": [ring[::-1] for ring in rings]}
    return {**geometry, "coordinates": [[ring[::-1] for ring in polygon] for polygon in rings]}
