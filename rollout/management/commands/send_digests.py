"""Sends the news by e-mail that are due. For cron or a systemd timer, once a day or more often; see the README."""

from django.core.management.base import BaseCommand

from rollout import digests
from rollout.clock import today


class Command(BaseCommand):
    help = "Notice what has changed for everybody who follows something, and send the e-mail that is due."

    def handle(self, *args, **options) -> None:
        done = digests.send_due(today=today())
        told = ", ".join(f"{word}: {done[word]}" for word in (digests.SENT, digests.UNCHANGED, digests.FAILED))
        self.stdout.write(told)
        if done[digests.NO_ADDRESS]:
            self.stdout.write(f"without an e-mail address: {done[digests.NO_ADDRESS]}")
        if done[digests.FAILED]:
            raise SystemExit(1)
