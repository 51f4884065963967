"""What lies free in the heap goes back to the system, where the C library can be told so."""

import platform
from pathlib import Path

from rollout import heap

MEGABYTE = 1_000_000
PAGE = 4_096


def resident() -> int:
    """The bytes of memory that this process has."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def test_what_lies_free_below_something_else_goes_back():
    blocks = [bytearray(64_000) for _block in range(800)]
    kept, blocks[-1:] = blocks[-1], []
    blocks.clear()
    before = resident()

    heap.give_back()

    assert kept is not None
    assert before - resident() > 20 * MEGABYTE or platform.libc_ver()[0] != "glibc"


def test_a_c_library_that_has_no_such_wish_is_left_alone():
    assert heap._ask("no_such_function_of_malloc", 1) is None
