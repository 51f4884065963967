"""Publishes the plans whose moment has come. For cron or a systemd timer, as often as is wanted; see the README."""

from django.core.management.base import BaseCommand

from rollout.actions import publish_due
from rollout.models import PublicationRun


class Command(BaseCommand):
    help = "Publish every approved plan whose scheduled moment has come, after checking it anew."

    def handle(self, *args, **options) -> None:
        runs = publish_due()
        for run in runs:
            self.stdout.write(f"{run.plan}: {run.get_outcome_display()} {run.reason}".rstrip())
        if any(run.outcome == PublicationRun.Outcome.STOPPED for run in runs):
            raise SystemExit(1)
