"""A Chromium for the browser tests: the one that is there, else Debian's, else the one that Playwright fetches.

First the one without a window, which takes a fifth less time for the tests; the bench wants the one that readers have.

`python -m tests.services.chromium` prints its path, or says in one line what to install and fails.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

from playwright.sync_api import sync_playwright

from tests.services.packages import apt_install

WINDOWLESS = "chromium-headless-shell"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ADVICE = "no Chromium here and none could be fetched: install the package `chromium` (or set CHROMIUM to its path)"


class MissingChromiumError(RuntimeError):
    """There is no Chromium on this machine."""


def executable() -> str:
    """Path of the Chromium on this machine; raises MissingChromiumError where there is none."""
    found = find()
    if found is None:
        raise MissingChromiumError(ADVICE)
    return found


def find(*, windowless: bool = True) -> str | None:
    """Path of a Chromium that is already here: the one named in CHROMIUM, on the PATH, or fetched by Playwright."""
    return next((path for path in _candidates(windowless) if path and _starts(path)), None)


def provide(*, windowless: bool = True) -> str:
    """Path of a Chromium, installed now if it has to be; raises MissingChromiumError where that fails."""
    if (found := find(windowless=windowless)) is None and (_apt(windowless) or _playwright_install()):
        found = find(windowless=windowless)
    if found is None:
        raise MissingChromiumError(ADVICE)
    return found


def _candidates(windowless: bool) -> Iterator[str | None]:
    yield os.environ.get("CHROMIUM")
    yield from map(shutil.which, [WINDOWLESS, *NAMES] if windowless else NAMES)
    yield _playwrights_own()


def _starts(path: str) -> bool:
    """Whether it is a program that runs: a stub that only points to another package manager does not count."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except OSError:
        return False


def _playwrights_own() -> str:
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _apt(windowless: bool) -> bool:
    return (windowless and apt_install(WINDOWLESS)) or apt_install("chromium")


def _playwright_install() -> bool:
    print("  fetching Chromium with playwright ...", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    try:
        print(provide())
    except MissingChromiumError as missing:
        sys.exit(str(missing))
