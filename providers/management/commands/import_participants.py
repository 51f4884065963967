"""Imports participants per municipality (xlsx or CSV)."""

from providers.importers import participants
from providers.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Imports participants per municipality (xlsx or CSV): PERIOD, LÄN, KOMMUN, TJÄNST, DELTAGARE."
    importer = participants
    asks_for_service = False
