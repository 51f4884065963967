"""`manage.py demo_signins`: who can sign in to the demonstration, for whoever starts the server.

Prints nothing where no demonstration sign-in works: none there, or `DEMO_SIGN_INS` off.
"""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from rollout.demo import people


class Command(BaseCommand):
    help = "Print the demonstration sign-ins that work here."
    requires_system_checks = []  # it only reads, and the server that starts beside it makes the checks

    def add_arguments(self, parser):
        parser.add_argument(
            "--renew",
            action="store_true",
            help="set the passwords anew first, as is needed after a change of the secret key",
        )

    def handle(self, *args, renew, **options):
        if renew:
            people.renew()
        if not settings.DEMO_SIGN_INS or not (known := people.known()):
            return
        self.stdout.write(_("Demonstration sign-ins, from this machine only:"))
        changed = _("(changed)")
        for sign_in, password in known:
            self.stdout.write(f"  {sign_in.username:<11} {password or changed:<15} {sign_in.purpose}")
        if any(password is None for _sign_in, password in known):
            self.stdout.write("  " + _("Passwords that were changed are set anew by: manage.py demo_signins --renew"))
