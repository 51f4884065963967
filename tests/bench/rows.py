"""The rows of the tables with their goals. Knows no way of measuring."""

from tests.bench.table import Goal, Row

FRAME = 17  # milliseconds, a frame of a screen of 60 Hz

PAGES = (
    Row("cold visible", "cold: map visible", "ms", (Goal(1.3, "bare svg"), Goal(1 / 6, "dash"))),
    Row("cold requests", "cold: requests", "number"),
    Row("cold longest", "cold: longest task before the map", "ms", (Goal(50),)),
    Row("cold blocked", "cold: blocking time before the map", "ms"),
    Row("cold shift", "cold: layout shift", "score", (Goal(0),)),
    Row("cold placed", "cold: Plotly in place", "ms", (Goal(1.3, "bare plotly"),)),
    Row("line visible", "10 Mbit/s, 40 ms: map visible", "ms", (Goal(250),)),
    Row("line placed", "10 Mbit/s, 40 ms: Plotly in place", "ms"),
    Row("line before", "10 Mbit/s, 40 ms: kB before the map is visible", "kB", (Goal(60),)),
    Row("line bytes", "cold: bytes in all", "kB", (Goal(520, steady=True),)),
    Row("warm visible", "warm: map visible", "ms", (Goal(1.3, "bare svg"),)),
    Row("warm requests", "warm: requests", "number", (Goal(3, steady=True),)),
    Row("warm bytes", "warm: bytes", "kB", (Goal(3, steady=True),)),
    Row("day took", "new day: map recoloured", "ms", (Goal(FRAME),)),
    Row("day requests", "new day: requests", "number", (Goal(0, steady=True),)),
    Row("day bytes", "new day: bytes", "kB", (Goal(0, steady=True),)),
    Row("layer took", "new layer: map recoloured", "ms", (Goal(FRAME),)),
    Row("layer requests", "new layer: requests", "number", (Goal(0, steady=True),)),
    Row("layer bytes", "new layer: bytes", "kB", (Goal(0, steady=True),)),
    Row("filter took", "new filter: map recoloured", "ms", (Goal(FRAME),)),
    Row("filter requests", "new filter: requests", "number", (Goal(0, steady=True),)),
    Row("recount took", "new filter that has to ask: recoloured", "ms", (Goal(60),)),
    Row("recount requests", "new filter that has to ask: requests", "number", (Goal(1, steady=True),)),
    Row("recount bytes", "new filter that has to ask: bytes", "kB"),
)
REQUESTS = (
    Row("page rate", "page, finished", "1/s", (Goal(4000, at_least=True), Goal(0.8, "bare django", at_least=True))),
    Row("page p50", "page, finished: median", "ms"),
    Row("page p99", "page, finished: 99th percentile", "ms", (Goal(10),)),
    Row("facts rate", "facts as JSON, finished", "1/s", (Goal(4000, at_least=True),)),
    Row("facts p99", "facts as JSON, finished: 99th percentile", "ms"),
    Row("any rate", "facts on any day, never the same twice", "1/s", (Goal(800, at_least=True),)),
    Row("any p50", "facts on any day: median", "ms"),
    Row("any p99", "facts on any day: 99th percentile", "ms"),
)
GROWTH = (
    Row("memory", "memory of two workers and their master", "MB", (Goal(300),)),
    Row("page kB", "page: bytes by brotli", "kB"),
    Row("more kB", "page: more than without any office", "kB", (Goal(70, steady=True),)),
    Row("day took", "new day: map recoloured", "ms", (Goal(1.4, "1 ×"),)),
)


def country(name: str) -> Row:
    """A function's time in a country of ten times the size: as many times as long, and a tenth more for chance."""
    return Row(name, name, "ms", (Goal(11, "290"),))
