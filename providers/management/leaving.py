"""Bases of the import commands that ask what becomes of the rows that a file lacks. Without an answer they stay."""

from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from providers.management.importing import ImportCommand


class RemovingCommand(ImportCommand):
    """A command whose file says all that belongs to what it names, where the caller says so."""

    asks_for_service = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--remove-gone", action="store_true", help="take out what the file no longer has")

    def compare(self, rows: Any, options: dict[str, Any]) -> Any:
        return self.importer.compare(rows, remove_gone=options["remove_gone"])


class EndingCommand(ImportCommand):
    """A command that may give the rows which its file no longer has a last day."""

    asks_for_service = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        told = "the last day of what the file no longer has"
        parser.add_argument("--end-gone-on", type=date.fromisoformat, metavar="YYYY-MM-DD", help=told)

    def compare(self, rows: Any, options: dict[str, Any]) -> Any:
        return self.importer.compare(rows, end_gone_on=options["end_gone_on"])
