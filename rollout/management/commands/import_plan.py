"""Imports rows of a plan (xlsx or CSV) into a draft."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError, CommandParser

from providers.management.importing import ImportCommand
from rollout.importers import plan_files
from rollout.models import Plan


class Command(ImportCommand):
    help = "Imports which municipality or area switches in which phase, and the days of phases, into a draft."
    importer = plan_files
    asks_for_service = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--plan", type=int, required=True, metavar="NUMBER", help="the draft, by its number")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="whose acts it is kept as")

    def compare(self, rows: Any, options: dict[str, Any]) -> Any:
        plan = Plan.objects.select_related("from_service", "to_service").filter(pk=options["plan"]).first()
        if plan is None:
            raise CommandError(f"There is no plan with the number {options['plan']}.")
        return plan_files.compare(rows, plan=plan)

    def save(self, changes: Any, options: dict[str, Any]) -> None:
        user = get_user_model().objects.filter(username=options["by"]).first()
        if user is None:
            raise CommandError(f"There is no user “{options['by']}”.")
        plan_files.save(changes, self._track, by=user)
