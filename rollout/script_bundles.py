"""A page's script and the modules that it imports as one file: one question in place of sixteen, and fewer bytes.

Each module stays what it is: a scope of its own, of which only what it exports is seen. Nothing is renamed or made
shorter. What the sources may look like for that is said in `ScriptBundleError`.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

SCRIPTS = settings.BASE_DIR / "static" / "js"
BUNDLES = {"js/map-page.bundle.js": "map-page.js"}
APART = ("page.js",)  # every page asks for it by itself
IMPORT = re.compile(r"""^import (?P<names>[^;]*?) ?(?:from )?["']\./(?P<file>[\w-]+\.js)["'];\n""", re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:class|function|const)\s+(?P<name>[\w$]+))", re.MULTILINE)
NAMES = re.compile(r"\{[\w$,\s]*\}|")  # under the names that they have where they come from
ELSE = re.compile(r"^(?:export|import)\b.*", re.MULTILINE)


class ScriptBundleError(ValueError):
    """A script is not written as it has to be: imports of `{ names }` or of nothing from `./x.js`, each with a
    semicolon; exports of functions, classes and constants where they are declared, no name twice; no circles.
    """


def bundle(name: str) -> str:
    """One of `BUNDLES`: the modules, what is imported before what imports it, and the page's script last.

    Raises ScriptBundleError.
    """
    entry = BUNDLES[name]
    modules = [each for each in in_order(entry) if each not in APART]
    _refuse_doubles(modules)
    outside = dict.fromkeys(each[0] for module in modules for each in _imports(module) if each["file"] in APART)
    return "".join([*outside, *map(_scope, modules[:-1]), _body(entry)])


def sources(name: str) -> list[Path]:
    """The files that a bundle is made of."""
    return [SCRIPTS / each for each in in_order(BUNDLES[name])]


def in_order(script: str, above: tuple[str, ...] = ()) -> list[str]:
    """A script of `static/js/` after all that it imports. Raises ScriptBundleError for a circle."""
    if script in above:
        raise ScriptBundleError(f"{' imports '.join([*above, script])}: a circle")
    found: dict[str, None] = {}
    for each in _imports(script):
        found.update(dict.fromkeys(in_order(each["file"], (*above, script))))
    return [*found, script]


@cache
def imported(script: str) -> tuple[str, ...]:
    """The scripts of `static/js/` that one of them imports, and those that these import.

    script: its name, as `map-page.js`. What is imported later, by `import("./x.js")`, is not among them.
    """
    return tuple(in_order(script)[:-1])


def _imports(script: str) -> Iterator[re.Match]:
    for each in IMPORT.finditer(_read(script)):
        if not NAMES.fullmatch(each["names"]) or " as " in each["names"]:
            raise ScriptBundleError(f"{script} imports under another name: {each[0].strip()}")
        yield each


def _scope(script: str) -> str:
    """A module as a constant for each of its exports."""
    names = ", ".join(_exports(script))
    return f"const {{ {names} }} = (() => {{\n{_body(script)}return {{ {names} }};\n}})();\n"


def _body(script: str) -> str:
    """A module without its imports, and with its exports as plain declarations."""
    text = EXPORT.sub("", IMPORT.sub("", _read(script)))
    if odd := ELSE.search(text):
        raise ScriptBundleError(f"{script} has a line that cannot be put together with others: {odd[0]}")
    return text


def _exports(script: str) -> list[str]:
    return [each["name"] for each in EXPORT.finditer(_read(script))]


def _refuse_doubles(modules: list[str]) -> None:
    places: dict[str, str] = {}
    for module in modules:
        for name in _exports(module):
            if name in places:
                raise ScriptBundleError(f"{name} is exported by {places[name]} and by {module}")
            places[name] = module


def _read(script: str) -> str:
    return (SCRIPTS / script).read_text(encoding="utf-8")
