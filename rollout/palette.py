"""The one table of map colours, by meaning: figures, static maps, legends and stylesheets all take theirs from here.

Knows nothing of municipalities, services, days, words or Django; the words for a class belong to the page showing it.

Every class carries a colour per theme, the colour of text that stands on it, a *sign* (a character beside the word in a
legend or table) and, where colour alone cannot carry the meaning, a *mark* drawn on the map itself:

ring    a dot with a rim at the label point        stripe  two tones in diagonal bands over the whole shape
dot     a plain dot at the label point             hatch   grey with diagonal lines: outside every scale

What is promised, and kept by `tests/test_palette.py` on both themes:
- every colour has a contrast of at least 3:1 against the ground of the page, and text on it at least 4.5:1;
- two classes of one layer with the same mark differ by at least 8 (CIEDE2000) for normal sight, protanopia,
  deuteranopia and tritanopia (Machado, Oliveira and Fernandes 2009, severity 1), and by at least 6.5 in grey;
- coverage gets steadily farther from the ground in lightness, so that it can be ordered in a black-and-white print.
Six classes cannot all have 3:1 against each other between one ground and one ink: between neighbours on the map that is
the work of the border, which has the colour of the ground and so has 3:1 against both.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Literal

Theme = Literal["light", "dark"]
Layer = Literal["status", "coverage", "phase", "difference", "measure", "scale", "own"]
Mark = Literal["", "ring", "dot", "stripe", "hatch"]

THEMES: tuple[Theme, ...] = ("light", "dark")
LAYERS: tuple[Layer, ...] = ("status", "coverage", "phase", "difference", "measure", "scale", "own")
POINT_MARKS: frozenset[Mark] = frozenset({"ring", "dot"})
TEXTURE_MARKS: frozenset[Mark] = frozenset({"stripe", "hatch"})


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies under and between the classes: page, municipalities left out of the picture, borders, outlines."""

    page: str
    land: str
    border: str
    county: str
    outline: str


@dataclass(frozen=True, slots=True)
class Tone:
    """One class in one theme: its fill, text that stands on it, and the second tone of a texture."""

    fill: str
    text: str
    second: str = ""


@dataclass(frozen=True, slots=True)
class MapClass:
    """A class of a layer. `key` is unique over all layers; the table's order is the order of legend and scale."""

    key: str
    layer: Layer
    sign: str
    mark: Mark
    light: Tone
    dark: Tone

    def tone(self, theme: Theme) -> Tone:
        """The class's colours in a theme."""
        return self.light if theme == "light" else self.dark


WHITE = "#ffffff"
INK = "#10151b"

GROUNDS = MappingProxyType(
    {
        "light": Ground(page=WHITE, land="#e3e7eb", border=WHITE, county=WHITE, outline=INK),
        "dark": Ground(page="#14181d", land="#2b333c", border="#14181d", county="#14181d", outline=WHITE),
    }
)

NO_ANSWER = (Tone("#8c8e91", INK, "#d5d8db"), Tone("#686b6e", WHITE, "#2b333c"))

_CLASSES = (
    # Which service is open for referral.
    MapClass("old", "status", "■", "", Tone("#344f74", WHITE), Tone("#516e98", WHITE)),
    MapClass("notice", "status", "◉", "ring", Tone("#233353", WHITE), Tone("#a3bde2", INK)),
    MapClass("gap", "status", "×", "dot", Tone("#d53d08", WHITE), Tone("#ed5123", INK)),
    MapClass("winding", "status", "◐", "stripe", Tone("#c58703", INK, "#a56f00"), Tone("#fed169", INK, "#dfa83a")),
    MapClass("new", "status", "▲", "", Tone("#066e64", WHITE), Tone("#46b1a2", INK)),
    MapClass("unknown", "status", "▒", "hatch", *NO_ANSWER),
    # Providers with an office on site: none, 1, 2, 3–4, 5 or more.
    MapClass("none", "coverage", "×", "dot", Tone("#f85f1d", INK), Tone("#cf4000", WHITE)),
    MapClass("one", "coverage", "1", "", Tone("#258090", WHITE), Tone("#6b8fbd", INK)),
    MapClass("two", "coverage", "2", "", Tone("#196181", WHITE), Tone("#7ab0d6", INK)),
    MapClass("few", "coverage", "3", "", Tone("#12426e", WHITE), Tone("#8cd4e3", INK)),
    MapClass("many", "coverage", "5", "", Tone("#15224f", WHITE), Tone("#bff9ef", INK)),
    MapClass("nodata", "coverage", "▒", "hatch", *NO_ANSWER),
    # Phases 0–3 are told apart by lightness alone; 4–7 take the same steps once more, with a ring.
    MapClass("p0", "phase", "0", "", Tone("#401a58", WHITE), Tone("#8a52b0", WHITE)),
    MapClass("p1", "phase", "1", "", Tone("#274785", WHITE), Tone("#5c8ecd", INK)),
    MapClass("p2", "phase", "2", "", Tone("#077570", WHITE), Tone("#54c1bb", INK)),
    MapClass("p3", "phase", "3", "", Tone("#bb8016", INK), Tone("#fcda7b", INK)),
    MapClass("p4", "phase", "4", "ring", Tone("#60241b", WHITE), Tone("#ae5f43", WHITE)),
    MapClass("p5", "phase", "5", "ring", Tone("#2e6531", WHITE), Tone("#68ad6a", INK)),
    MapClass("p6", "phase", "6", "ring", Tone("#c14789", WHITE), Tone("#f9a9d6", INK)),
    MapClass("p7", "phase", "7", "ring", Tone("#479bcd", INK), Tone("#d4f3fd", INK)),
    MapClass("nophase", "phase", "▒", "hatch", *NO_ANSWER),
    # What differs between two states: losses warm with a dot, gains cool, changes of the plan with rings and stripes.
    MapClass("gapopened", "difference", "×", "dot", Tone("#d53d08", WHITE), Tone("#cf4000", WHITE)),
    MapClass("gapclosed", "difference", "✓", "", Tone("#15224f", WHITE), Tone("#bff9ef", INK)),
    MapClass("lost", "difference", "−", "dot", Tone("#5a1704", WHITE), Tone("#ffdcc8", INK)),
    MapClass("got", "difference", "+", "", Tone("#196181", WHITE), Tone("#7ab0d6", INK)),
    MapClass("moved", "difference", "→", "ring", Tone("#401a58", WHITE), Tone("#8a52b0", WHITE)),
    MapClass("redated", "difference", "±", "stripe", Tone("#c58703", INK, "#a56f00"), Tone("#fed169", INK, "#dfa83a")),
    MapClass("white", "difference", "○", "dot", Tone("#f2682a", INK), Tone("#f58350", INK)),
    MapClass("covered", "difference", "●", "", Tone("#12426e", WHITE), Tone("#8cd4e3", INK)),
    MapClass("fewer", "difference", "▼", "dot", Tone("#9c2c06", WHITE), Tone("#ffb08a", INK)),
    MapClass("more", "difference", "▲", "", Tone("#258090", WHITE), Tone("#6b8fbd", INK)),
    MapClass("otherwise", "difference", "≠", "ring", Tone("#c14789", WHITE), Tone("#f9a9d6", INK)),
    MapClass("same", "difference", "=", "", Tone("#8c8e91", INK), Tone("#686b6e", WHITE)),
    # What a measure finds in a municipality: the bad and the rest; or how much, in four steps from little to much.
    MapClass("hit", "measure", "×", "dot", Tone("#f85f1d", INK), Tone("#cf4000", WHITE)),
    MapClass("miss", "measure", "○", "", Tone("#196181", WHITE), Tone("#7ab0d6", INK)),
    MapClass("s1", "scale", "1", "", Tone("#258090", WHITE), Tone("#6b8fbd", INK)),
    MapClass("s2", "scale", "2", "", Tone("#196181", WHITE), Tone("#7ab0d6", INK)),
    MapClass("s3", "scale", "3", "", Tone("#12426e", WHITE), Tone("#8cd4e3", INK)),
    MapClass("s4", "scale", "4", "", Tone("#15224f", WHITE), Tone("#bff9ef", INK)),
    # Where one provider is, where its time there runs out or has yet to come, and where nobody is.
    MapClass("own", "own", "●", "", Tone("#12426e", WHITE), Tone("#8cd4e3", INK)),
    MapClass("ending", "own", "◐", "stripe", Tone("#c58703", INK, "#a56f00"), Tone("#fed169", INK, "#dfa83a")),
    MapClass("ahead", "own", "○", "", Tone("#258090", WHITE), Tone("#6b8fbd", INK)),
    MapClass("bare", "own", "◉", "ring", Tone("#d53d08", WHITE), Tone("#ed5123", INK)),
    MapClass("beside", "own", "×", "dot", Tone("#f85f1d", INK), Tone("#cf4000", WHITE)),
    MapClass("elsewhere", "own", "=", "", Tone("#8c8e91", INK), Tone("#686b6e", WHITE)),
)

CLASSES: MappingProxyType[str, MapClass] = MappingProxyType({each.key: each for each in _CLASSES})


def layer_classes(layer: Layer) -> list[MapClass]:
    """The classes of a layer in the order of its legend. Raises ValueError for a layer that does not exist."""
    if layer not in LAYERS:
        raise ValueError(f"no such layer: {layer!r}")
    return [each for each in CLASSES.values() if each.layer == layer]


def as_table() -> dict[str, object]:
    """The palette as plain dictionaries, ready for JSON: what `map.js` is given.

    `{"classes": [{key, layer, sign, mark, light: {fill, text, second}, dark: {…}}, …], "grounds": {"light": {…}, …}}`
    """
    return {
        "classes": [asdict(each) for each in CLASSES.values()],
        "grounds": {theme: asdict(ground) for theme, ground in GROUNDS.items()},
    }


def stylesheet() -> str:
    """The palette as CSS: custom properties per theme, `.c-KEY` for shapes on a map, `.k-KEY` for keys in a legend.

    The dark theme holds where `data-color-scheme="dark"` is set, and where the reader's system asks for it and the page
    has not chosen light. Print is always light.
    """
    light, dark = list(_properties("light")), list(_properties("dark"))
    parts = [
        "/* Made by `manage.py build_palette` from rollout/palette.py: change that, not this. */",
        _block(":root", light),
        _block('[data-color-scheme="dark"]', dark),
        "@media (prefers-color-scheme: dark) {",
        _block(':root:not([data-color-scheme="light"])', dark, indent="  "),
        "}",
        "@media print {",
        _block(":root, :root[data-color-scheme]", light, indent="  "),
        "}",
        *(rule for each in CLASSES.values() for rule in _rules(each)),
    ]
    return "\n".join(parts) + "\n"


def _properties(theme: Theme) -> Iterator[str]:
    for name, value in asdict(GROUNDS[theme]).items():
        yield f"--map-{name}: {value};"
    for each in CLASSES.values():
        tone = each.tone(theme)
        yield f"--c-{each.key}: {tone.fill};"
        yield f"--c-{each.key}-text: {tone.text};"
        if tone.second:
            yield f"--c-{each.key}-second: {tone.second};"


def _block(selector: str, lines: list[str], indent: str = "") -> str:
    body = "".join(f"\n{indent}  {line}" for line in lines)
    return f"{indent}{selector} {{{body}\n{indent}}}"


def _rules(each: MapClass) -> Iterator[str]:
    key, fill, text = each.key, f"var(--c-{each.key})", f"var(--c-{each.key}-text)"
    yield f".c-{key} {{ fill: {fill}; }}"
    yield f".k-{key} {{ background-color: {fill}; color: {text}; }}"
    if each.mark in TEXTURE_MARKS:
        second = f"var(--c-{key}-second)"
        yield f".m.c-{key} {{ fill: url(#map-{key}); }}"
        yield f".plotted .m.c-{key} {{ fill: url(#plotted-{key}); }}"
        yield f".t-{key} {{ stroke: {second}; }}"
        bands = f"{fill} 0 0.2em, {second} 0.2em 0.4em"
        yield f".k-{key} {{ background-image: repeating-linear-gradient(-45deg, {bands}); }}"
    if each.mark in POINT_MARKS:
        yield f".s-{key} {{ stroke: {text}; }}"
        yield f".s-{key}.core {{ stroke: {fill}; }}"
