"""The shape of the product: three apps, arrows to the left only, pure modules without Django, and the top level."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parent.parent
# WHERE <- WHO <- WHEN: an app knows itself and those before it.
ORDER = ("municipalities", "providers", "rollout")
PURE = (
    "rollout/alerts.py",
    "municipalities/ages.py",
    "municipalities/boundaries.py",
    "municipalities/geography.py",
    "municipalities/swedish.py",
    "providers/correcting.py",
    "rollout/breaches.py",
    "rollout/calendars.py",
    "rollout/compare.py",
    "rollout/coverage.py",
    "rollout/datasets/rdf_xml.py",
    "rollout/evidence.py",
    "rollout/figures.py",
    "rollout/linechart.py",
    "rollout/mail_settings.py",
    "rollout/measures/cells.py",
    "rollout/measures/folding.py",
    "rollout/measures/ground.py",
    "rollout/measures/measure.py",
    "rollout/measures/months.py",
    "rollout/measures/nearest.py",
    "rollout/follow_up.py",
    "rollout/monthchart.py",
    "rollout/notice.py",
    "rollout/palette.py",
    "rollout/pasting.py",
    "rollout/place_search.py",
    "rollout/plan_facts.py",
    "rollout/portal.py",
    "rollout/readiness.py",
    "rollout/reports/document.py",
    "rollout/reports/drawing.py",
    "rollout/status.py",
    "rollout/subscribed.py",
    "rollout/svg_file.py",
    "rollout/svg_legend.py",
    "rollout/svg_text.py",
    "rollout/svgdots.py",
    "rollout/svggantt.py",
    "rollout/svgmap.py",
    "rollout/through_months.py",
    "rollout/timeline.py",
    "rollout/trendchart.py",
    "rollout/undo_stack.py",
    "rollout/white_spots.py",
)
DESIGN = {
    "manage.py",
    "rollout",
    "municipalities",
    "providers",
    "templates",
    "static",
    "fixtures",
    "tests",
    "pyproject.toml",
    "README.md",
}
TOOLS = {"dev.py", "package.json", "package-lock.json"}
# Made by running the product, named in .gitignore.
MADE = {"node_modules", "db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm", "__pycache__"}


def modules(app: str) -> list[Path]:
    return sorted((ROOT / app).rglob("*.py"))


def imported(tree: ast.AST, package: tuple[str, ...]) -> Iterator[str]:
    """Every module that a file imports, at the top, inside functions, for type checkers, or by name; dots resolved."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            before = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*before, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}".lstrip(".") for alias in node.names)
        elif isinstance(node, ast.Call) and called(node) in {
            "import_module",
            "__import__",
            "get_model",
            "get_app_config",
        }:
            yield from (
                arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            )


def called(node: ast.Call) -> str:
    return getattr(node.func, "attr", None) or getattr(node.func, "id", "")


def package_of(path: Path) -> tuple[str, ...]:
    return path.relative_to(ROOT).parent.parts


def imports_of(path: Path) -> set[str]:
    return set(imported(ast.parse(path.read_text(encoding="utf-8")), package_of(path)))


def apps_to_the_right(app: str) -> tuple[str, ...]:
    return ORDER[ORDER.index(app) + 1 :]


def strings_of(path: Path) -> set[str]:
    """The strings of a file that could name a model or a module of an app, docstrings and sentences left out."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    found = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in found if text.replace(".", "").replace("_", "").isalnum() and "." in text}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import rollout.models", "rollout.models"),
        ("from rollout import models", "rollout.models"),
        ("def late():\n    from rollout.models import Plan", "rollout.models"),
        ("if TYPE_CHECKING:\n    from rollout.models import Plan", "rollout.models"),
        ("from ..rollout import models", "rollout.models"),
        ("from .. import rollout", "rollout"),
        ("import_module('rollout.models')", "rollout.models"),
        ("apps.get_model('rollout', 'Plan')", "rollout"),
        ("apps.get_model('rollout.Plan')", "rollout.Plan"),
    ],
)
def test_an_import_is_seen_however_it_is_written(source, expected):
    assert expected in set(imported(ast.parse(source), ("providers",)))


@pytest.mark.parametrize("app", ORDER)
def test_no_import_points_to_the_right(app):
    arrows = {
        f"{path.relative_to(ROOT)} -> {name}"
        for path in modules(app)
        for name in imports_of(path)
        if name.split(".")[0] in apps_to_the_right(app)
    }

    assert arrows == set()


@pytest.mark.parametrize("app", ORDER)
def test_no_string_names_a_model_or_module_to_the_right(app):
    arrows = {
        f"{path.relative_to(ROOT)} -> {text}"
        for path in modules(app)
        for text in strings_of(path)
        if text.split(".")[0] in apps_to_the_right(app)
    }

    assert arrows == set()


@pytest.mark.parametrize("app", ORDER)
def test_no_foreign_key_points_to_the_right(app):
    arrows = {
        f"{field} -> {field.related_model._meta.label}"
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model._meta.app_label in apps_to_the_right(app)
    }

    assert arrows == set()


@pytest.mark.parametrize("app", ORDER)
def test_no_migration_depends_on_one_to_the_right(app):
    migrations = MigrationLoader(None).disk_migrations

    arrows = {
        (name, needed)
        for (label, name), migration in migrations.items()
        for needed, _ in [*migration.dependencies, *migration.run_before]
        if label == app and needed in apps_to_the_right(app)
    }

    assert any(label == app for label, _ in migrations)
    assert arrows == set()


@pytest.mark.parametrize("name", PURE)
def test_a_pure_module_knows_no_django_not_even_through_another_module(name):
    reached, waiting = set(), [name]
    while waiting:
        path = waiting.pop()
        reached.add(path)
        waiting += [own for own in map(file_of, imports_of(ROOT / path)) if own and own not in reached]

    with_django = {
        path for path in reached if any(module.split(".")[0] == "django" for module in imports_of(ROOT / path))
    }
    assert with_django == set()


def file_of(module: str) -> str | None:
    """The file of a module of the three apps; None for a package, a name in a module, or somebody else's."""
    path = f"{module.replace('.', '/')}.py"
    return path if module.split(".")[0] in ORDER and (ROOT / path).is_file() else None


def test_the_top_level_holds_what_the_design_names_and_what_tools_insist_on():
    names = {path.name for path in ROOT.iterdir()}

    unknown = {
        name
        for name in names - DESIGN - TOOLS - MADE
        if not name.startswith(".") and not (name.startswith("requirements") and name.endswith(".txt"))
    }
    assert unknown == set()


def test_no_app_of_the_product_is_missing_from_the_rule():
    own = {config.name for config in apps.get_app_configs() if Path(config.path).parent == ROOT}

    assert own == set(ORDER)


@pytest.mark.parametrize("app", ORDER)
def test_a_module_says_what_it_is_for_unless_it_is_empty_or_a_migration(app):
    silent = {
        str(path.relative_to(ROOT))
        for path in modules(app)
        if path.read_text(encoding="utf-8").strip()
        and "migrations" not in path.parts
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    }

    assert silent == set()
