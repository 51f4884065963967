"""Loads: how many requests a second a server answers, and how long the answers take, with the load on the same cores.

By `wrk` where it is on the machine, else by `knock.py`. Knows addresses, not what is behind them.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dev import HOST, ROOT
from tests.bench.knock import CONNECTIONS

SCRIPT = Path(__file__).parent / "wrk.lua"


class LoadError(RuntimeError):
    """A server did not answer its load, or answered wrongly; the text says how."""


@dataclass(frozen=True, slots=True)
class Load:
    """What a load found: answers a second, milliseconds at the median and at the 99th percentile."""

    answers: int
    per_second: float
    p50: float
    p99: float


def tool() -> str:
    """The name of what makes the load."""
    return "wrk" if shutil.which("wrk") else "knock.py (no wrk here)"


def load(port: int, addresses: Sequence[str], *, seconds: float, folder: Path) -> Load:
    """Ask for the addresses one after the other over eight connections. Raises LoadError for any answer but 200."""
    file = folder / "addresses.txt"
    file.write_text("\n".join(addresses) + "\n")
    if wrk := shutil.which("wrk"):
        how = ["-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "-H", "Accept-Encoding: br", "-s", SCRIPT]
        command = [wrk, *how, f"http://{HOST}:{port}/", "--", file]
    else:
        command = [sys.executable, "-m", "tests.bench.knock", str(port), file, str(seconds)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise LoadError(ran.stderr.strip())
    return read(ran.stdout)


def read(told: str) -> Load:
    """The figures in the last line that a load has told. Raises LoadError where answers were wrong or missing."""
    answers, microseconds, faults, p50, p99 = (float(word) for word in told.strip().splitlines()[-1].split())
    if faults or not answers:
        raise LoadError(f"{faults:.0f} of {answers:.0f} answers were wrong")
    return Load(int(answers), answers / microseconds * 1e6, p50 / 1000, p99 / 1000)
