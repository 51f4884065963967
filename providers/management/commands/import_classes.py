"""Imports classifications of municipalities (xlsx or CSV)."""

from municipalities.importers import class_files
from providers.management.leaving import RemovingCommand


class Command(RemovingCommand):
    help = "Imports classifications: a row for each municipality and its class (xlsx or CSV)."
    importer = class_files
