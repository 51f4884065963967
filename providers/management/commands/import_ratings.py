"""Imports AF's ratings over time (xlsx)."""

from providers.importers import ratings
from providers.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Imports AF's ratings over time (xlsx): a column a month, 1 to 4 or “Betyg saknas”."
    importer = ratings
