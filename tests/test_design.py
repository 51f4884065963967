"""Of Designsystemet the pages get the components that they use, and no page uses one that they do not get."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template

from rollout.script_bundles import imported
from rollout.style_bundles import BUNDLES, MAP_PAGE, PACKAGE, SITE, components, own_parts, templates_of, whole

ROOT = Path(__file__).resolve().parent.parent
# Names of the package that are no component: words for scripts, and the parts of a colour's name.
CLASS = re.compile(r"""(?<![\w-])ds-[a-z]+(?:-[a-z]+)*(?![\w-]*\()""")


COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
OWN_CLASS = re.compile(r"\.([a-z][\w-]*)(?=[\s,.:{>+~\[)])")


def scripts() -> list[str]:
    return [file.read_text(encoding="utf-8") for file in (ROOT / "static" / "js").glob("*.js")]


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
    sent = Path(finders.find(SITE)).read_text(encoding="utf-8")

    places = [sent.index(part) for part in (".ds-link{", "--ds-color-accent-base-default", ".brand-sign{", "@page")]
    assert places == sorted(places)
    assert "@import" not in sent
    assert "@charset" not in sent


@pytest.mark.parametrize("name", BUNDLES)
def test_what_is_sent_has_every_class_that_its_pages_can_have(name):
    sent = Path(finders.find(name)).read_text(encoding="utf-8")
    page = BUNDLES[name].page
    templates = templates_of(page) if page else (ROOT / "templates").rglob("*.html")
    texts = [file.read_text(encoding="utf-8") for file in templates]

    ours = set(
        OWN_CLASS.findall(COMMENT.sub("", "".join(path.read_text(encoding="utf-8") for path in own_parts(name))))
    )
    written = {word for text in [*texts, *scripts()] for word in re.findall(r"[\w-]+", text)}
    offered = {each for each in used_classes() & written if re.search(rf"\.{each}(?![\w-])", whole(name))}
    missing = {each for each in (ours & written) | offered if not re.search(rf"\.{each}(?![\w-])", sent)}
    assert missing == set()
    assert len(sent) < len(whole(name))


def test_the_map_page_is_made_of_the_templates_that_its_own_names():
    names = {path.name for path in templates_of("rollout/map.html")}

    assert {"map.html", "base.html", "_filters.html", "_table.html", "_daybar.html", "standing.html"} <= names
    assert "page_base.html" not in names


def test_colours_that_no_page_chooses_are_not_sent():
    sent = Path(finders.find(SITE)).read_text(encoding="utf-8")

    assert '[data-color="brand1"]' in whole(SITE)
    assert "brand1" not in sent
    assert '[data-color="danger"]' in sent


def test_the_style_of_the_map_page_has_what_plotly_may_not_write_itself():
    assert ".js-plotly-plot .plotly .main-svg{" in Path(finders.find(MAP_PAGE)).read_text(encoding="utf-8")


def test_a_page_names_ahead_all_that_its_script_imports():
    page = Template("{% load scripts %}{% module 'js/map-page.js' %}").render(Context())

    ahead = set(re.findall(r'modulepreload" href="/static/js/([\w-]+\.js)"', page))
    assert ahead == set(imported("map-page.js"))
    assert {"map.js", "map-view.js", "choice.js"} <= ahead  # two and three levels away
    assert "search.js" not in ahead  # which is imported when somebody searches


def test_the_finder_knows_its_own_file_only():
    assert finders.find("vendor/designsystemet/index.css") is None


HEAD = re.compile(r"""<th scope="col"[^>]*>\{% translate "([^"]+)" %\}</th>""")
CELL = re.compile(r"""<t[dh][^>]*? data-word="\{% translate '([^']+)' %\}">""")


def stacked() -> dict[str, str]:
    """The templates whose table becomes blocks of lines on a phone, and whose heads stand in the template."""
    texts = {file.stem: file.read_text(encoding="utf-8") for file in (ROOT / "templates").rglob("*.html")}
    return {
        name: text
        for name, text in texts.items()
        if re.search(r'class="[^"]*\bstacks\b', text) and len(HEAD.findall(text)) == text.count('<th scope="col"')
    }


@pytest.mark.parametrize("text", stacked().values(), ids=stacked().keys())
def test_what_stands_before_a_cell_on_a_phone_is_the_head_of_its_column(text):
    heads, words = HEAD.findall(text), CELL.findall(text)

    assert words, "a table that becomes blocks of lines has a word before each"
    assert [word for word in words if word not in heads] == []
    assert words == sorted(words, key=heads.index)
