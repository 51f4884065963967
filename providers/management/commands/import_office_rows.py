"""Imports offices of any provider (xlsx or CSV)."""

from providers.importers import office_rows
from providers.management.leaving import EndingCommand


class Command(EndingCommand):
    help = "Imports offices of any provider, a row each (xlsx or CSV); for AF's provider search see import_offices."
    importer = office_rows
