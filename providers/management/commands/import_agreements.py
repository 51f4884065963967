"""Imports agreements (xlsx or CSV)."""

from providers.importers import agreement_files
from providers.management.leaving import EndingCommand


class Command(EndingCommand):
    help = "Imports agreements with their providers and days (xlsx or CSV)."
    importer = agreement_files
