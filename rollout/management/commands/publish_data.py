"""Keeps today's files of the datasets at their dated addresses. For cron or a systemd timer, once a day."""

from django.core.management.base import BaseCommand

from rollout.actions.editions import publish_editions
from rollout.clock import today


class Command(BaseCommand):
    help = "Keep the files of the datasets as they are today, at addresses that never change."

    def handle(self, *args, **options) -> None:
        on = today()
        kept = publish_editions(on=on)
        for edition in kept:
            self.stdout.write(f"{edition} {edition.content_id[:12]}")
        if not kept:
            self.stdout.write(f"{on.isoformat()}: already kept, nothing is changed")
