"""`manage.py write_reports FOLDER`: the status reports of a day as PDF, with an index of them."""

import sys
import time
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from tqdm import tqdm

from municipalities.versions import current_version
from rollout.reports import batch
from rollout.selection import InvalidSelection


class Command(BaseCommand):
    help = "Write the status reports of the country, its phases, counties, municipalities, areas and providers as PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("folder", type=Path, help="where they go; what is there is replaced")
        parser.add_argument("--kind", nargs="+", choices=list(batch.KINDS), default=list(batch.KINDS))
        parser.add_argument("--on", type=_day, help="the day that they show, such as 2021-09-29; without it today")
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE)

    def handle(self, *, folder: Path, kind: list[str], on: date | None, language: str, **options) -> None:
        with translation.override(language):
            try:
                self._write(folder, kind, on)
            except InvalidSelection as fault:
                raise CommandError(str(fault)) from fault
            except OSError as error:
                raise CommandError(_("Cannot write there: %(reason)s.") % {"reason": error}) from error

    def _write(self, folder: Path, kinds: list[str], on: date | None) -> None:
        version, started = current_version(), time.monotonic()
        orders = batch.orders(kinds, on=on)
        batch.sweep(folder)
        hidden = not sys.stderr.isatty()
        bar = tqdm(orders, _("Reports"), file=sys.stderr, disable=hidden, leave=False)
        written = [batch.write(order, folder) for order in bar]
        batch.write_index(written, folder, on=on)
        self._tell(written, time.monotonic() - started)
        if current_version() != version:
            self.stderr.write(_("The facts changed meanwhile: some reports show them as they were. Run it once more."))

    def _tell(self, written: list[batch.Written], seconds: float) -> None:
        told = {
            "number": len(written),
            "size": f"{sum(each.size for each in written) / 1e6:.1f}",
            "seconds": f"{seconds:.1f}",
            "speed": f"{len(written) / seconds:.1f}",
        }
        words = _(
            "%(number)s reports, %(size)s MB, in %(seconds)s s: %(speed)s a second. They are listed in index.csv."
        )
        self.stdout.write(words % told)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is no day; write it as 2021-09-29") from None
