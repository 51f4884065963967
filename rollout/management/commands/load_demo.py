"""`manage.py load_demo`: invented providers, agreements and offices in the real country, and sign-ins to try.

Also the first dated files of the open data, which on a server `publish_data` keeps, day by day.
"""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from rollout.actions.editions import publish_editions
from rollout.clock import today
from rollout.demo import storage
from rollout.demo.reading import DemoError


class Command(BaseCommand):
    help = "Load the example data and the demonstration users, unless they are there."

    def add_arguments(self, parser):
        parser.add_argument(
            "--once",
            action="store_true",
            help="only where they have never been, so that a later start does not bring back what was cleared",
        )

    def handle(self, *args, once, **options):
        try:
            loaded = storage.load(once=once)
        except DemoError as error:
            raise CommandError(str(error)) from None
        if loaded is None:
            self.stdout.write(_("Nothing to load: the example data is there, or was there and has been removed."))
            return
        self.stdout.write(
            _("Example data loaded: %(providers)d providers, %(agreements)d agreements, %(offices)d offices.")
            % loaded.counts
        )
        if kept := publish_editions(on=today()):
            self.stdout.write(_("Dated files of open data: %(files)d.") % {"files": len(kept)})
        for name in loaded.taken:
            self.stderr.write(_("There is a user %(name)s already: no demonstration user was made.") % {"name": name})
