"""Imports AF's result follow-up (xlsx)."""

from providers.importers import results
from providers.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Imports AF's result follow-up (xlsx): results and ratings of agreements in the month that the file is of."
    importer = results
