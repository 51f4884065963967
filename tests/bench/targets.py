"""What is measured: each target with its server's command, where its map is found, and how it is moved.

To add one: what its shapes are, what colours they show, and an act for each kind of move.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.bench.peers.bare_pages import fills

COUNT = 290
PLOTLY_SHAPES = "path.choroplethlocation"
STATIC_SHAPES = ".municipalities > path"
# What is read off the map, as one text: the fills that Plotly has set, in the order of the codes.
READ_FILLS = f"() => [...document.querySelectorAll('{PLOTLY_SHAPES}')].map((path) => path.getAttribute('fill')).join()"
# The bare picture's, by class, as they came or as its script has set them; in the order of the codes, too.
READ_BARE_CLASSES = """() => typeof paths !== 'undefined'
  && paths.map((path) => path.getAttribute('class').match(/left-out|(?<=c-)\\S+/)[0]).join()"""
# The product's shapes get their colour by class; they are read once Plotly's have taken the static ones' place.
READ_CLASSES = """() => document.querySelector('#map')?.dataset.drawn === 'plotly'
  && [...document.querySelectorAll('.plotted path[data-code]')]
    .map((path) => path.getAttribute('class').match(/c-(\\S+)/)[1] + (path.matches('.dim') ? ' dim' : '')).join()"""


@dataclass(frozen=True, slots=True)
class Target:
    """A page that shows the map.

    read: JavaScript that gives what the map shows, or falsehood while it cannot be moved; "" where it never can.
    acts: JavaScript by kind of move, with `{value}` in it.
    """

    name: str
    shapes: str
    read: str = ""
    acts: Mapping[str, str] = field(default_factory=dict)

    @property
    def plots(self) -> bool:
        """Whether Plotly's map comes into place in it some time after the first."""
        return bool(self.read) and self.read != READ_BARE_CLASSES

    def shown(self, keys: Sequence[str], inside: Sequence[bool], state: Mapping) -> str:
        """What `read` gives when the map shows these classes, and a filter leaves these municipalities in."""
        if self.read == READ_BARE_CLASSES:
            return ",".join(key if one else "left-out" for key, one in zip(keys, inside, strict=True))
        if self.read == READ_CLASSES:
            return ",".join(key if one else f"{key} dim" for key, one in zip(keys, inside, strict=True))
        colours = {key: _rgb(colour) for key, colour in fills(state).items()}
        return ",".join(colours[key if one else "left out"] for key, one in zip(keys, inside, strict=True))


def _rgb(colour: str) -> str:
    """#rrggbb as a browser tells it."""
    return "rgb({}, {}, {})".format(*(int(part, 16) for part in re.findall("..", colour.lstrip("#"))))


def _typed(element: str, event: str) -> str:
    """Give a control of a form a value, as a hand would."""
    return (
        f"() => {{ const control = document.querySelector('{element}'); control.value = '{{value}}';"
        f" control.dispatchEvent(new Event('{event}', {{ bubbles: true }})); }}"
    )


def _pressed(element: str) -> str:
    return f"() => document.querySelector('{element}').click()"


def _set(prop: str) -> str:
    return f"() => window.dash_clientside.set_props('{prop}', {{ value: '{{value}}' || null }})"


BARE_ACTS = {
    "day": _typed("#day", "input"),
    "layer": _pressed("[data-layer={value}]"),
    "filter": _typed("#county", "change"),
}
BARE_SVG = Target("bare svg", STATIC_SHAPES, READ_BARE_CLASSES, BARE_ACTS)
BARE_DJANGO = Target("bare django", STATIC_SHAPES)
BARE_PLOTLY = Target("bare plotly", PLOTLY_SHAPES, READ_FILLS, BARE_ACTS)
DASH = Target(
    "dash",
    PLOTLY_SHAPES,
    READ_FILLS,
    {
        "day": "() => window.dash_clientside.set_props('day', { value: Number('{value}') })",
        "layer": _set("layer"),
        "filter": _set("county"),
    },
)
PRODUCT = Target(
    "product",
    STATIC_SHAPES,
    READ_CLASSES,
    {
        "day": _typed("#day", "input"),
        "layer": _pressed('[data-layer="{value}"]'),
        "filter": "() => { document.querySelectorAll('input[name=county]').forEach((box) => {"
        " if (box.checked !== (box.value === '{value}')) box.click(); }); }",
        "recount": _typed("select[name=provider]", "change"),
    },
)
