"""After each test Django has SQLite look through the foreign keys of all rows; here it does so where some were written.

The demonstration has twenty thousand rows, and most tests on it only read. PostgreSQL knows by itself what to look at.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TestCase

_always = TestCase._should_check_constraints


def look_at_what_was_written() -> None:
    """Have all tests of this process end so."""
    TestCase._should_check_constraints = _where_rows_were_written


def _where_rows_were_written(test: TestCase, connection: BaseDatabaseWrapper) -> bool:
    return _always(test, connection) and (connection.vendor != "sqlite" or wrote(connection))


def wrote(connection: BaseDatabaseWrapper) -> bool:
    """Whether rows were written since this was last asked, rolled back or not; SQLite counts them."""
    link = connection.connection
    seen, connection.rows_seen_written = getattr(connection, "rows_seen_written", None), (link, link.total_changes)
    return seen != (link, link.total_changes)
