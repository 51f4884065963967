"""`manage.py load_facts`: the country and the published rollout into a database that lacks them."""

from django.core.management.base import BaseCommand

from rollout import facts


class Command(BaseCommand):
    help = (
        "Load counties, municipalities, classifications, services, areas and the published plan where they are missing."
    )

    def handle(self, *args, **options):
        made = facts.load()
        told = ", ".join(f"{count} {kind}" for kind, count in made.items())
        self.stdout.write(f"Loaded: {told}." if made else "Nothing to load: the facts are there.")
