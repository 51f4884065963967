"""Modules that are put together into one file stay modules: what they keep to themselves is not seen by the others."""

import pytest

from rollout import script_bundles
from rollout.script_bundles import APART, BUNDLES, ScriptBundleError, bundle, imported


@pytest.fixture
def put_together(tmp_path, monkeypatch):
    """The bundle of some files, of which the first one is the page's script."""

    def made(**files: str) -> str:
        for name, text in files.items():
            (tmp_path / f"{name}.js").write_text(text)
        monkeypatch.setattr(script_bundles, "SCRIPTS", tmp_path)
        monkeypatch.setattr(script_bundles, "BUNDLES", {"made": f"{next(iter(files))}.js"})
        return bundle("made")

    return made


def test_what_is_imported_comes_first_and_keeps_to_itself_what_it_does_not_export(put_together):
    found = put_together(
        a='import { two } from "./b.js";\nconst own = 1;\nshow(own + two);\n',
        b="const own = 2;\nexport const two = own;\n",
    )

    assert found == (
        "const { two } = (() => {\nconst own = 2;\nconst two = own;\nreturn { two };\n})();\n"
        "const own = 1;\nshow(own + two);\n"
    )


def test_a_module_that_two_import_is_there_once_and_before_both(put_together):
    found = put_together(
        a='import { b } from "./b.js";\nimport { c } from "./c.js";\n',
        b='import { c } from "./c.js";\nexport function b() { return c; }\n',
        c="export class c {}\n",
    )

    assert found.count("class c {}") == 1
    assert found.index("class c {}") < found.index("function b()")


def test_what_every_page_asks_for_by_itself_is_imported_once(put_together):
    line = 'import { theme } from "./page.js";\n'

    found = put_together(a='import { b } from "./b.js";\n' + line, b=line + "export const b = theme;\n", page="")

    assert found.count("page.js") == 1
    assert found.startswith(line)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a": 'import { b } from "./b.js";\n', "b": 'import { a } from "./a.js";\n'}, "a circle"),
        ({"a": "export default 1;\n"}, "export default 1"),
        ({"a": "export { a };\n"}, "export { a }"),
        ({"a": "export let a = 1;\n"}, "export let a"),  # which may change, and would not change for the others
        ({"a": 'import { b } from "./b.js"\n', "b": ""}, "import { b }"),
        ({"a": 'import { b as c } from "./b.js";\n', "b": "export const b = 1;\n"}, "b as c"),
        ({"a": 'import * as b from "./b.js";\n', "b": ""}, "import . as b"),
        ({"a": 'import b from "./b.js";\n', "b": ""}, "import b from"),
        (
            {
                "a": 'import { b } from "./b.js";\nimport { c } from "./c.js";\n',
                "b": "export const b = 1;\n",
                "c": "export const b = 2;\n",
            },
            "b is exported by b.js and by c.js",
        ),
    ],
    ids=["circle", "default", "list", "variable", "semicolon", "renamed", "all", "unnamed", "twice"],
)
def test_what_cannot_be_put_together_is_refused_with_the_place(put_together, files, said):
    with pytest.raises(ScriptBundleError, match=said.replace("{", r"\{")):
        put_together(**files)


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_of_ours_holds_all_that_its_script_imports(name):
    found = bundle(name)

    assert all(found.count(f"class {each}") == 1 for each in ("RolloutMap", "Choice", "PlotlyLayer", "Telling"))
    assert set(APART) <= set(imported(BUNDLES[name]))
    assert found.count("import ") == 1
