"""What the import commands share: reads a file, tells all problems and a preview, and saves all or nothing.

Knows how to talk in a terminal; what a file says and what it changes, the importers know.
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from tqdm import tqdm

from municipalities.importers import signals
from municipalities.importers.comparing import compared_ahead
from municipalities.importers.preview import limited
from municipalities.importers.preview import told as told_lines
from municipalities.importers.reading import ImportFault, Item, Problem, Severity, shown
from municipalities.kept import recording

LINES_SHOWN = 10


class ImportCommand(BaseCommand):
    """Base of the commands. A subclass names the importer module and hands it the options it needs."""

    importer: Any
    asks_for_service = True  # False where the file says itself what it is about

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file to import")
        if self.asks_for_service:
            parser.add_argument("--service", help="code of the service; decided from the day where it is not given")
        parser.add_argument("--dry-run", action="store_true", help="show what would change and save nothing")

    def handle(self, *, file: Path, dry_run: bool, verbosity: int, **options: Any) -> None:
        self.at_most = LINES_SHOWN if verbosity < 2 else None
        with translation.override(settings.LANGUAGE_CODE):
            try:
                self._carry_out(file, dry_run, options)
            except CommandError as error:
                if not dry_run:
                    told = {"path": file, "answers": options, "message": str(error)}
                    signals.refused.send(type(self), importer=self.importer, **told)
                raise

    def _carry_out(self, file: Path, dry_run: bool, options: dict[str, Any]) -> None:
        """Import a file; whatever goes wrong is one line that says that nothing was saved."""
        try:
            self._import(file, dry_run, options)
        except ImportFault as fault:
            raise CommandError(self._nothing_saved(str(fault))) from fault
        except DatabaseError as error:
            known = {"reason": shown(error, 300)}
            raise CommandError(self._nothing_saved(_("The database refused it: %(reason)s.") % known)) from error
        except KeyboardInterrupt as stop:
            raise CommandError(self._nothing_saved(_("Interrupted."))) from stop

    def find_problems(self, rows: Any, options: dict[str, Any]) -> list[Problem]:
        """What is wrong with the file by itself."""
        return self.importer.find_problems(rows, today=timezone.localdate())

    def compare(self, rows: Any, options: dict[str, Any]) -> Any:
        """What the file changes; called before it is saved or in the same transaction, or both. Writes nothing."""
        if not self.asks_for_service:
            return self.importer.compare(rows)
        return self.importer.compare(rows, service=self.importer.choose(rows, options["service"]))

    def save(self, changes: Any, options: dict[str, Any]) -> None:
        """Save what was compared; called in the same transaction."""
        self.importer.save(changes, self._track)

    def _import(self, file: Path, dry_run: bool, options: dict[str, Any]) -> None:
        rows = self.importer.read(file, self._track)
        problems = self.find_problems(rows, options)
        self._refuse(problems, unless=rows.rows)
        compare_now = compared_ahead(lambda: self.compare(rows, options))
        with transaction.atomic(), recording() as kept:
            changes = compare_now()
            changes.file_name = file.name
            problems += [problem for problem in changes.problems if problem not in problems]
            self._refuse(problems)
            if not dry_run:
                self.save(changes, options)
                told = {"answers": options, "changes": changes, "problems": problems, "kept": kept}
                signals.saved.send(type(self), importer=self.importer, path=file, **told)
        self._tell(changes, problems, dry_run)

    def _refuse(self, problems: list[Problem], *, unless: Any = None) -> None:
        """Tell all problems and end the command where there is an error, unless there is more to look into first."""
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        if not errors or unless:
            return
        self._tell_remarks(problems)
        for problem in sorted(errors, key=_place):
            self.stderr.write(_in_words(problem))
        raise CommandError(self._nothing_saved(_("%(errors)d errors.") % {"errors": len(errors)}))

    def _tell(self, changes: Any, problems: list[Problem], dry_run: bool) -> None:
        self._tell_remarks(problems)
        for line in [*changes.notes(), *told_lines(changes.preview(), at_most=self.at_most)]:
            self.stdout.write(line)
        if dry_run:
            self.stdout.write(_("A trial run: nothing was saved."))
        elif all(one.is_nothing for one in changes.preview()):
            self.stdout.write(_("Saved. Nothing was changed by it."))
        else:
            self.stdout.write(_("Saved."))

    def _tell_remarks(self, problems: list[Problem]) -> None:
        remarks = sorted((one for one in problems if one.severity is Severity.REMARK), key=_place)
        if remarks:
            self.stdout.write(_("%(remarks)d remarks:") % {"remarks": len(remarks)})
        for line in limited([f"  {_in_words(remark)}" for remark in remarks], self.at_most):
            self.stdout.write(line)

    def _nothing_saved(self, message: str) -> str:
        return f"{message} " + _("Nothing was saved.")

    def _track(self, items: Iterable[Item], description: str) -> Iterable[Item]:
        """A progress bar, where somebody looks."""
        return tqdm(items, description, file=sys.stderr, disable=not sys.stderr.isatty(), leave=False)


def _in_words(problem: Problem) -> str:
    """A problem on one line: where, agreement number and name, what."""
    where = " ".join(part for part in (problem.key, shown(problem.name)) if part)
    return ": ".join(part for part in (problem.line, where, problem.message) if part)


def _place(problem: Problem) -> list[tuple[int, str]]:
    """Sorts places as they stand in the file: row 9 before row 10."""
    parts = re.split(r"([0-9]+)", problem.line)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]
