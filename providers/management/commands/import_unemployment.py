"""Imports unemployment per municipality (xlsx or CSV)."""

from providers.importers import unemployment
from providers.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Imports AF's unemployment per municipality (xlsx or CSV); “<5” is kept as masked."
    importer = unemployment
    asks_for_service = False
