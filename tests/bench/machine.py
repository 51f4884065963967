"""The machine that is measured on: what it is, how much of it others take meanwhile, what a server holds of its memory.

Reads /proc; knows nothing of targets and goals.
"""

import os
import platform
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.arithmetic import share

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
QUIET = 0.10  # the share of the machine that others may take before the times mean little


def described(chromium: str) -> str:
    """Cores, processor, Python and Chromium in one line."""
    model = re.search(r"^model name\s*:\s*(.+)$", (PROC / "cpuinfo").read_text(), re.MULTILINE)
    version = subprocess.run([chromium, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"\d[\d.]+", version)
    parts = (
        f"{os.cpu_count()} cores",
        model[1] if model else platform.machine(),
        f"Python {platform.python_version()}",
        f"Chromium {number[0] if number else 'of unknown version'}",
    )
    return ", ".join(parts)


class Watch:
    """The share of the processor that others took while something was measured."""

    share = 0.0


@contextmanager
def watched() -> Iterator[Watch]:
    """Read the clocks before and after; what our own processes used, the ended ones too, is not others'."""
    watch, began = Watch(), _reading()
    yield watch
    ended = _reading()
    elapsed, busy, own = (after - before for before, after in zip(began, ended, strict=True))
    watch.share = share(busy, own, elapsed, os.cpu_count() or 1)


def _reading() -> tuple[float, float, float]:
    """The clock, how long the cores have been busy, and how long for us; in seconds."""
    fields = [int(field) for field in (PROC / "stat").read_text().split("\n", 1)[0].split()[1:9]]
    idle, waiting = fields[3], fields[4]
    own = sum(_used(pid) for pid in tree(os.getpid()))
    return time.monotonic(), (sum(fields) - idle - waiting) / TICKS, own / TICKS


def _used(pid: int) -> int:
    """The ticks of a process and of its children that have ended; 0 where it is gone."""
    try:
        return sum(int(field) for field in _fields(pid)[11:15])
    except OSError:
        return 0


def _fields(pid: int) -> list[str]:
    """What /proc says of a process, from the field after its name on."""
    return (PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()


def tree(root: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                children.setdefault(int(_fields(int(entry.name))[1]), []).append(int(entry.name))
            except OSError:
                continue  # it has just ended
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def memory(root: int) -> float:
    """The memory of a process and all below it in MB; what they share is counted once (PSS)."""
    rollups = ((PROC / str(pid) / "smaps_rollup").read_text() for pid in tree(root))
    return sum(int(re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)[1]) for text in rollups) * 1024 / 1e6
