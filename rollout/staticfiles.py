"""Static files under hashed names, scripts included; the style of every page in one file, with those components of
Designsystemet that the pages use; and what a script imports.
"""

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

PACKAGE = settings.NODE_MODULES / "@digdir" / "designsystemet-css" / "dist" / "src"
BUNDLE = "vendor/site.css"  # asked for once by every page, where its parts would be five questions
THEME = settings.NODE_MODULES / "@digdir" / "designsystemet-theme" / "src" / "themes" / "designsystemet.css"
OWN = [settings.BASE_DIR / "static" / "css" / name for name in ("theme.css", "palette.css", "app.css")]
IMPORT = re.compile(r"""^import [^;]*?["']\./([\w-]+\.js)["'];""", re.MULTILINE)
# The components in the order of the package's own bundle, by layer: what comes later wins.
COMPONENTS = {
    "base": ("base", "paragraph", "validation-message"),
    "components": (
        *("link", "heading", "button", "input", "field", "fieldset", "alert", "skip-link", "list", "details"),
        *("pagination", "toggle-group", "table", "breadcrumbs", "label"),
    ),
}


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Also rewrites `import … from "./x.js";` in script modules. Every import has to end in a semicolon."""

    support_js_module_import_aggregation = True


class DesignFinder(BaseFinder):
    """Gives the style of every page, put together anew when a part of it or the choice of components is newer.

    The whole package of Designsystemet is twice as much to send, and its selectors cost a browser a third of a second
    a page.
    """

    def find(self, path: str, find_all: bool = False, **also) -> str | list[str]:
        """The place of the bundle, in the manner of Django's finders; empty for every other path."""
        if path != BUNDLE:
            return []
        place = str(_put_together())
        return [place] if find_all or also.get("all") else place

    def list(self, ignore_patterns: list[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """The bundle and the storage that it lies in."""
        yield BUNDLE, FileSystemStorage(location=_put_together().parents[1])


def _put_together() -> Path:
    made = settings.BUILD_DIR / "design" / BUNDLE
    sources = [*(PACKAGE / f"{name}.css" for names in COMPONENTS.values() for name in names), THEME, *OWN]
    newest = max(path.stat().st_mtime for path in (*sources, Path(__file__)))
    if not made.exists() or made.stat().st_mtime < newest:
        made.parent.mkdir(parents=True, exist_ok=True)
        half = made.with_suffix(f".{os.getpid()}")
        half.write_text(bundle(), encoding="utf-8")
        half.replace(made)
    return made


def bundle() -> str:
    """The chosen components, then their theme and our own."""
    own = [path.read_text(encoding="utf-8").removeprefix('@charset "UTF-8";') for path in (THEME, *OWN)]
    return "\n".join([components(), *own])


def components() -> str:
    """The style sheets of the chosen components, each in its layer."""
    layers = ("theme", *COMPONENTS)
    pieces = [f"@layer {', '.join(f'ds.{layer}' for layer in layers)};"]
    for layer, names in COMPONENTS.items():
        pieces += [f"@layer ds.{layer}{{{(PACKAGE / f'{name}.css').read_text(encoding='utf-8')}}}" for name in names]
    return "\n".join(pieces)


@cache
def imported(script: str) -> tuple[str, ...]:
    """The scripts of `static/js/` that one of them imports, and those that these import, the nearest first.

    script: its name, as `map-page.js`. What is imported later, by `import("./x.js")`, is not among them.
    """
    found: dict[str, None] = {}
    waiting = [script]
    while waiting:
        text = (settings.BASE_DIR / "static" / "js" / waiting.pop(0)).read_text(encoding="utf-8")
        new = [name for name in IMPORT.findall(text) if name not in found and name != script]
        found.update(dict.fromkeys(new))
        waiting += new
    return tuple(found)
