"""How much memory the process keeps: one heap for all threads, and what a large piece of work leaves goes back.

Only glibc can be told so; under another C library nothing happens. Knows nothing of what the memory is for.
"""

import ctypes
from contextlib import suppress

ARENA_MAX, MMAP_THRESHOLD = -8, -3  # as glibc's malloc.h has them
LARGE = 256 * 1024  # bytes


def keep_small() -> None:
    """Have all threads share one heap, and give what is large memory of its own, which goes back when it is let go.

    A heap stays as large as the largest thing that was ever done in it; usually there is one for each thread, and what
    glibc calls large grows with whatever is let go.
    """
    _ask("mallopt", ARENA_MAX, 1)
    _ask("mallopt", MMAP_THRESHOLD, LARGE)


def give_back() -> None:
    """Hand back to the system what lies free in the heap. Takes some milliseconds."""
    _ask("malloc_trim", 0)


def _ask(name: str, *values: int) -> None:
    with suppress(AttributeError):
        getattr(ctypes.CDLL(None), name)(*values)
