"""When a file is compared with what is stored: before all writers have to wait for it, where that is as good.

SQLite has one writer at a time, who has the lock from the beginning of the transaction to its end. Comparing a large
file takes as long as saving it, so there it is done before, and done anew only where anything was written meanwhile.
Elsewhere comparing locks the rows that it stands on, which it can do in the transaction alone. Knows no file.
"""

from collections.abc import Callable
from typing import TypeVar

from django.db import connection

from municipalities.versions import current_version

Compared = TypeVar("Compared")


def compared_ahead(compare: Callable[[], Compared]) -> Callable[[], Compared]:
    """Compare before the transaction that saves. To be called before it, and what it returns within it.

    compare: writes nothing, and may be called twice; it stands on rows of the watched apps alone
    (`municipalities.versions`). Raises what it raises.
    """
    if connection.features.has_select_for_update:
        return compare
    version = current_version()
    found = compare()
    return lambda: found if current_version() == version else compare()
