"""The same map as a small Dash app, made as somebody would who knows Dash: polygons in a file that browsers keep, the
first picture in the page, changes as patches, answers compressed. Runs in an environment of its own.

`PAGES=folder gunicorn dash_page:server`, with facts.json and municipalities.geojson in the folder.
"""

import json
import os
from bisect import bisect_right
from pathlib import Path

import plotly.graph_objects as go
from dash import Dash, Input, Output, Patch, dcc, html
from flask import Response, send_from_directory

FOLDER = Path(os.environ["PAGES"])
FACTS = json.loads((FOLDER / "facts.json").read_text())
KEYS = list(FACTS["fills"])

app = Dash(__name__, title="Map", update_title=None, compress=True)
server = app.server


@server.get("/municipalities.geojson")
def polygons() -> Response:
    return send_from_directory(FOLDER, "municipalities.geojson", mimetype="application/json", max_age=86_400)


@server.get("/topojson/<name>")
def no_world_map(name: str) -> Response:
    """plotly.js asks for one even where none is shown."""
    return Response("{}", mimetype="application/json", headers={"Cache-Control": "max-age=86400"})


def coverage(day: int) -> list[str]:
    past = ((changes, bisect_right(changes[::2], day)) for changes in FACTS["changes"])
    counts = (changes[2 * number - 1] if number else 0 for changes, number in past)
    return [("none", "one", "two", "few", "few", "many")[min(count, 5)] for count in counts]


def status(day: int) -> list[str]:
    now = [[key for since, key in each if since is None or since <= day][-1] for each in FACTS["patterns"]]
    return [now[number] for number in FACTS["of"]]


def values(day: int, layer: str, county: str | None) -> list[int]:
    """The number of the class of every municipality; what the filter leaves out has one of its own."""
    shown = (coverage if layer == "coverage" else status)(day)
    inside = [not county or each == county for each in FACTS["counties"]]
    return [KEYS.index(key if one else "left out") for key, one in zip(shown, inside, strict=True)]


def picture() -> go.Figure:
    scale = [[place / len(KEYS), FACTS["fills"][key]] for index, key in enumerate(KEYS) for place in (index, index + 1)]
    trace = go.Choropleth(
        geojson="/municipalities.geojson",
        locations=FACTS["codes"],
        z=values(FACTS["day"], "coverage", None),
        zmin=-0.5,
        zmax=len(KEYS) - 0.5,
        colorscale=scale,
        showscale=False,
        hoverinfo="none",
        marker_line_width=0.5,
    )
    geo = {
        "scope": "europe",
        "visible": False,
        "fitbounds": False,
        "projection": {"type": "conic conformal", "rotation": {"lon": 16.6}, "parallels": [57, 67]},
        "center": {"lon": 16.6, "lat": 62.35},
        "lonaxis": {"range": [10.9, 22.3]},
        "lataxis": {"range": [55.15, 69.2]},
    }
    return go.Figure(
        trace, {"margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "height": 720, "uirevision": "kept", "geo": geo}
    )


def layout() -> html.Div:
    counties = [{"label": name, "value": code} for code, name in FACTS["names"].items()]
    return html.Div(
        [
            dcc.Slider(FACTS["first"], FACTS["last"], 1, value=FACTS["day"], id="day", marks=None, updatemode="drag"),
            dcc.RadioItems(["coverage", "status"], "coverage", id="layer"),
            dcc.Dropdown(counties, id="county"),
            dcc.Graph(id="map", figure=picture(), config={"displayModeBar": False, "topojsonURL": "/topojson/"}),
        ]
    )


app.layout = layout


@app.callback(
    Output("map", "figure"),
    Input("day", "value"),
    Input("layer", "value"),
    Input("county", "value"),
    prevent_initial_call=True,
)
def repainted(day: int, layer: str, county: str | None) -> Patch:
    """What has changed, and nothing else."""
    patch = Patch()
    patch["data"][0]["z"] = values(day, layer, county)
    return patch
