"""A text column that sorts by its bytes, on every database."""

from django.db import models


class BytewiseCharField(models.CharField):
    """Text compared byte by byte: the sort keys put å, ä, ö after z by ASCII signs, which an ICU collation moves."""

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
