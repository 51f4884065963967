"""Of Designsystemet the pages get the components that they use, and no page uses one that they do not get."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template import Context, Template

from rollout.staticfiles import BUNDLE, OWN, PACKAGE, THEME, components, imported

ROOT = Path(__file__).resolve().parent.parent
# Names of the package that are no component: words for scripts, and the parts of a colour's name.
CLASS = re.compile(r"""(?<![\w-])ds-[a-z]+(?:-[a-z]+)*(?![\w-]*\()""")


def used_classes() -> set[str]:
    """Every class of the package that stands in a template, a script or a page."""
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "js").glob("*.js")]
    files += [*(ROOT / "rollout").rglob("*.py")]
    found = {name for file in files for name in CLASS.findall(file.read_text(encoding="utf-8"))}
    return {name for name in found if not name.startswith("ds-color-")}


def test_the_bundle_holds_every_class_that_the_pages_use():
    bundle = components()

    missing = {name for name in used_classes() if not re.search(rf"\.{name}(?![\w-])", bundle)}

    assert missing == set()


def test_the_bundle_is_less_than_half_of_the_package():
    bundle = components()
    whole = (PACKAGE / "index.css").read_text(encoding="utf-8")

    assert ".ds-combobox" not in bundle
    assert len(bundle) < len(whole) / 2


def test_the_bundle_keeps_the_order_of_the_package():
    bundle = components()

    first = [bundle.index(f".{name}{{") for name in ("ds-link", "ds-button", "ds-alert", "ds-table")]
    assert first == sorted(first)
    assert bundle.startswith("@layer ds.theme, ds.base, ds.components;")


def test_every_page_gets_the_components_their_theme_and_our_own_in_one_file():
    sent = Path(finders.find(BUNDLE)).read_text(encoding="utf-8")

    parts = [
        components(),
        *(path.read_text(encoding="utf-8").removeprefix('@charset "UTF-8";') for path in (THEME, *OWN)),
    ]
    assert sent == "\n".join(parts)
    assert "@import" not in sent
    assert "@charset" not in sent


def test_a_page_names_ahead_all_that_its_script_imports():
    page = Template("{% load scripts %}{% module 'js/map-page.js' %}").render(Context())

    ahead = set(re.findall(r'modulepreload" href="/static/js/([\w-]+\.js)"', page))
    assert ahead == set(imported("map-page.js"))
    assert {"map.js", "map-view.js", "choice.js"} <= ahead  # two and three levels away
    assert "search.js" not in ahead  # which is imported when somebody searches


def test_the_finder_knows_its_own_file_only():
    assert finders.find("vendor/designsystemet/index.css") is None
