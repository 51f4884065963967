"""Imports municipalities (xlsx or CSV)."""

from municipalities.importers import municipality_files
from providers.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Imports municipalities with inhabitants and points (xlsx or CSV); those that the file lacks stay."
    importer = municipality_files
    asks_for_service = False
