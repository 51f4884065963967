"""Lists of keys as one value of a statement, however many there are. Knows no table.

Thousands of placeholders take a driver longer to fill in than the database to find the rows.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection, models


def rows_of_keys(keys: Iterable[Any], field: models.Field) -> tuple[str, Any]:
    """A query whose rows are the keys with their places in the list, and its one value. field: what they are keys of.

    Returns SQL with one placeholder, and what stands for it.
    """
    if connection.vendor == "postgresql":
        return f"SELECT * FROM unnest(%s::{field.rel_db_type(connection)}[]) WITH ORDINALITY", list(keys)
    return "SELECT value, key FROM json_each(%s)", json.dumps(list(keys))
