"""Styles put together out of those parts of Designsystemet that the pages use and our own, so that a page asks for one.

The whole package of Designsystemet is four times as much to send, and its selectors cost a browser a third of a second
a page. The map page gets a style of its own with nothing but what it can show: until it is there, nothing is seen.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from rollout import lean_styles
from rollout.lean_styles import lean

PACKAGE = settings.NODE_MODULES / "@digdir" / "designsystemet-css" / "dist" / "src"
THEME = settings.NODE_MODULES / "@digdir" / "designsystemet-theme" / "src" / "themes" / "designsystemet.css"
STYLES, SCRIPTS, TEMPLATES = (settings.BASE_DIR / folder for folder in ("static/css", "static/js", "templates"))
# The components in the order of the package's own bundle, by layer: what comes later wins.
COMPONENTS = {
    "base": ("base", "paragraph", "validation-message"),
    "components": (
        *("link", "heading", "button", "input", "field", "fieldset", "alert", "skip-link", "list", "details"),
        *("pagination", "toggle-group", "table", "breadcrumbs", "label"),
    ),
}
APPS = ("rollout", "providers", "municipalities")
WORD = re.compile(r"[\w-]+")
DRAWS_ON = re.compile(r"""{% (?:extends|include) "([^"]+)" """)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A style: our own parts of it in their order, and the page that has it; "" for every page that has no other."""

    own: tuple[str, ...]
    page: str = ""


OF_EVERY_PAGE = ("theme.css", "palette.css", "app.css", "print.css")
SITE, MAP_PAGE = "vendor/site.css", "vendor/map-page.css"
BUNDLES = {
    SITE: Bundle(OF_EVERY_PAGE),
    MAP_PAGE: Bundle((*OF_EVERY_PAGE, "map.css", "map-page.css", "plotly-global.css"), page="rollout/map.html"),
}


def sources(name: str) -> list[Path]:
    """The files on which one of `BUNDLES` depends: its parts, and what writes the pages that have it."""
    package = [PACKAGE / f"{each}.css" for names in COMPONENTS.values() for each in names]
    return [THEME, *package, *own_parts(name), *_writers(name), Path(lean_styles.__file__)]


def bundle(name: str) -> str:
    """One of `BUNDLES`, without what none of its pages can need."""
    return lean(whole(name), frozenset(word for path in _writers(name) for word in WORD.findall(_read(path))))


def whole(name: str) -> str:
    """One of `BUNDLES` with all that its parts hold: the chosen components, then their theme and our own."""
    return "\n".join([components(), *(_read(path) for path in (THEME, *own_parts(name)))])


def components() -> str:
    """The style sheets of the chosen components, each in its layer."""
    layers = ("theme", *COMPONENTS)
    pieces = [f"@layer {', '.join(f'ds.{layer}' for layer in layers)};"]
    for layer, names in COMPONENTS.items():
        pieces += [f"@layer ds.{layer}{{{_read(PACKAGE / f'{name}.css')}}}" for name in names]
    return "\n".join(pieces)


def own_parts(name: str) -> list[Path]:
    """The files of ours that one of `BUNDLES` consists of."""
    return [STYLES / each for each in BUNDLES[name].own]


def _writers(name: str) -> Iterator[Path]:
    """What writes the pages that have a bundle, or reads its custom properties: templates, scripts, modules, styles."""
    page = BUNDLES[name].page
    yield from templates_of(page) if page else TEMPLATES.rglob("*.html")
    yield from SCRIPTS.glob("*.js")
    for app in APPS:
        yield from (settings.BASE_DIR / app).rglob("*.py")
    if not page:  # which has further styles beside this one
        yield from set(STYLES.glob("*.css")) - set(own_parts(name))


def templates_of(page: str) -> list[Path]:
    """A template with those that it extends and includes, and that these do."""
    found, waiting = [], [page]
    while waiting:
        path = TEMPLATES / waiting.pop()
        if path not in found:
            found.append(path)
            waiting += DRAWS_ON.findall(_read(path))
    return found


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8").removeprefix('@charset "UTF-8";')
