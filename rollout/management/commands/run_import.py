"""Does the work of an import that was begun on a page; started by the page (`rollout/imports/jobs.py`), not by hand."""

from django.core.management.base import BaseCommand, CommandParser

from rollout.imports import running


class Command(BaseCommand):
    help = "Check, save or undo an import that was begun on a page. Started by the page itself."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pk", type=int, help="the key of the import")
        parser.add_argument("run", help="the run of its job")

    def handle(self, *, pk: int, run: str, **options) -> None:
        running.run(pk, run)
