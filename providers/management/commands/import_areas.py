"""Imports delivery areas (xlsx or CSV)."""

from providers.importers import area_files
from providers.management.leaving import RemovingCommand


class Command(RemovingCommand):
    help = "Imports delivery areas: a row for each area and municipality (xlsx or CSV)."
    importer = area_files
