"""`manage.py clear_demo`: takes the example data and the demonstration users away, and nothing else."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from rollout.demo.clearing import RowsInTheWayError, clear

KINDS = {
    "providers": "providers.Provider",
    "agreements": "providers.Agreement",
    "offices": "providers.Office",
    "users": "auth.User",
    "log_entries": "admin.LogEntry",
    "editions": "rollout.Edition",
}


class Command(BaseCommand):
    help = "Remove the example data and the demonstration users, and nothing else."

    def add_arguments(self, parser):
        parser.add_argument(
            "--force",
            action="store_true",
            help="remove what was added to example rows too; agreements of real providers stay, without an area",
        )

    def handle(self, *args, force, **options):
        try:
            gone = clear(force=force)
        except RowsInTheWayError as error:
            advice = _("Move or remove them first, or give --force.")
            raise CommandError("\n".join([str(error), *(f"  {line}" for line in error.found), advice])) from None
        counts = {kind: gone[label] for kind, label in KINDS.items()}
        self.stdout.write(
            _("Removed: %(providers)d providers, %(agreements)d agreements, %(offices)d offices, %(users)d users.")
            % counts
        )
        if counts["editions"]:
            told = _(
                "Dated files of open data with example rows that are gone: %(editions)d. The others of those days stay."
            )
            self.stdout.write(told % counts)
        if counts["log_entries"]:
            self.stdout.write(_("Lines of the admin's log that went with the users: %(log_entries)d.") % counts)
