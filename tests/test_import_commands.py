"""How the import commands talk: in the language of the installation, of many rows a few, never with a traceback."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils.translation import get_language

from municipalities.importers.preview import Changes, differences, limited, told
from municipalities.importers.reading import ImportFault, Problem
from providers.management.importing import ImportCommand, _place
from tests.import_files import listed, make_ground, run, write_search


def command_that_meets(trouble) -> ImportCommand:
    """An import command whose importer has nothing but trouble."""

    def read(path, track):
        raise trouble() if callable(trouble) else trouble

    command = ImportCommand()
    command.importer = SimpleNamespace(read=read)
    return command


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_command_talks_in_the_language_of_the_installation(settings, language):
    settings.LANGUAGE_CODE = language

    with pytest.raises(CommandError, match=f"^spoken in {language} "):
        call_command(command_that_meets(lambda: ImportFault(f"spoken in {get_language()}")), "f", skip_checks=True)


@pytest.mark.parametrize("trouble", [ImportFault("trouble"), DatabaseError("trouble"), KeyboardInterrupt()])
def test_trouble_ends_a_command_in_one_line_that_says_that_nothing_was_saved(settings, trouble):
    settings.LANGUAGE_CODE = "en"

    with pytest.raises(CommandError, match=r"^[^\n]*Nothing was saved\.$"):
        call_command(command_that_meets(trouble), "file", skip_checks=True)


@pytest.mark.django_db
def test_of_many_rows_a_few_are_shown_unless_all_are_asked_for(tmp_path, capsys):
    make_ground()
    path = write_search(tmp_path / "e.json", *[listed(90000100 + n, namn=f"Exempel {n} AB") for n in range(30)])

    call_command("import_offices", str(path), on=date(2025, 3, 1), dry_run=True, skip_checks=True)
    few = capsys.readouterr().out
    everything = run("import_offices", path, on=date(2025, 3, 1), dry_run=True)

    assert few.count("  + ") == 30  # ten providers, ten agreements, ten listed ones
    assert everything.count("  + ") == 90


@pytest.mark.parametrize("at_most, expected", [(None, ["a", "b", "c"]), (3, ["a", "b", "c"]), (2, ["a", "b"])])
def test_lines_are_limited_and_the_rest_is_counted(at_most, expected):
    found = limited(["a", "b", "c"], at_most)

    assert found[: len(expected)] == expected
    assert len(found) == (3 if at_most == 2 else len(expected))


def test_a_kind_without_rows_is_not_told():
    assert list(told([Changes("Offices")])) == []


def test_only_what_differs_is_told_and_what_is_missing_is_said(settings):
    before, after = {"rating": None, "name": "Exempel", "open": True}, {"rating": 3, "name": "Exempel", "open": False}

    assert differences(before, before) == ""
    assert differences(before, after).count("→") == 2


def test_problems_are_told_in_the_order_of_the_file():
    rows = [Problem(f"row {number}", "", "", "x") for number in (10, 9, 100)]

    assert [problem.line for problem in sorted(rows, key=_place)] == ["row 9", "row 10", "row 100"]
