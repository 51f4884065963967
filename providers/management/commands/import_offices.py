"""Imports a saved provider search (JSON) as the listing of a service on a day."""

from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from municipalities.importers.reading import Problem
from providers.importers import offices
from providers.importers.agreements import choose_service
from providers.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Imports AF's provider search, saved as JSON: agreements and their offices, as listed on a day."
    importer = offices

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--on", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD", help="the day the file was saved"
        )

    def find_problems(self, rows: Any, options: dict[str, Any]) -> list[Problem]:
        return offices.find_problems(rows, on=options["on"], today=timezone.localdate())

    def compare(self, rows: Any, options: dict[str, Any]) -> Any:
        service = choose_service(options["service"], on=options["on"])
        return offices.compare(rows, service=service, on=options["on"])
