"""What stands beside the product: its files, its servers, and Dash with its packages where these can be had."""

import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import dev
from tests.bench.peers import bare_pages
from tests.bench.rounds import Measured
from tests.bench.servers import ServerError, serving
from tests.bench.targets import BARE_DJANGO, BARE_PLOTLY, BARE_SVG, DASH
from tests.services.locks import BENCH
from tests.services.stages import clean_environment

PEERS = Path(__file__).parent / "peers"
BOUNDARIES = dev.ROOT / "static" / "geo" / "municipalities.geojson"
PLOTLY = dev.NODE_MODULES / "plotly.js-geo-dist-min" / "plotly-geo.min.js"
DASH_FOLDER = dev.BUILD / "bench-dash"
SERVER = ["gunicorn", "--bind", f"{dev.HOST}:{{port}}", "--log-level=warning", "--no-control-socket", *dev.GUNICORN]


def write_pages(folder: Path, svg: str, state: Mapping) -> None:
    """Make the files of every peer of the product's map and facts."""
    polygons = BOUNDARIES.read_bytes()
    bare_pages.write(folder / "svg", {"index.html": bare_pages.svg_page(svg, state)})
    bare_pages.write(
        folder / "plotly",
        {
            "index.html": bare_pages.plotly_page(state),
            "plotly.js": PLOTLY.read_bytes(),
            "municipalities.geojson": polygons,
        },
    )
    facts = json.dumps(bare_pages.facts(state))
    bare_pages.write(folder / "dash", {"facts.json": facts, "municipalities.geojson": polygons})


def dash_python() -> Path | None:
    """The Python that has Dash, made now where it is not there; None where its packages cannot be had."""
    python = DASH_FOLDER / "bin" / "python"
    stamp = dev.Stamp(DASH_FOLDER / "stamp", [BENCH, sys.version], made=python)
    if stamp.holds():
        return python
    shutil.rmtree(DASH_FOLDER, ignore_errors=True)
    uv = [sys.executable, "-m", "uv"]
    install = ["pip", "install", "--quiet", "--require-hashes", "-r", BENCH, "--python", python]
    try:
        with stamp.renewed():
            made = [*uv, "venv", "--quiet", "--python", sys.executable, DASH_FOLDER]
            dev.take("Dash, for the bench alone", [made, [*uv, *install]], hint=dev.INDEX_HINT)
    except dev.DevError:
        return None
    return python


@contextmanager
def served(folder: Path) -> Iterator[list[Measured]]:
    """All peers that can be had, each by gunicorn as the product is."""
    with ExitStack() as stack:

        def up(target, python, application, pages, cwd=dev.ROOT) -> Measured:
            env = clean_environment() | {"PAGES": str(folder / pages)}
            command = [python, "-m", *SERVER, application]
            log = folder / f"{target.name}.log"
            return Measured(target, stack.enter_context(serving(command, log, env, cwd)))

        found = [
            up(BARE_SVG, sys.executable, "tests.bench.peers.plain_server:application", "svg"),
            up(BARE_PLOTLY, sys.executable, "tests.bench.peers.plain_server:application", "plotly"),
            up(BARE_DJANGO, sys.executable, "tests.bench.peers.django_page:application", "svg"),
        ]
        try:
            if python := dash_python():
                found.append(up(DASH, python, "dash_page:server", "dash", PEERS))
            else:
                print("  Dash cannot be had here: its column is missing", flush=True)
        except ServerError as error:
            print(f"  Dash does not start, its column is missing: {error}", flush=True)
        yield found
