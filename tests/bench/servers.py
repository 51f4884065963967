"""Starting what is measured: a server on a free port of this machine, ended with its block, its words in a file.

Knows nothing of what the servers serve.
"""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from dev import HOST, ROOT, end_with_parent

PATIENCE = 90  # seconds for a server to come up


class ServerError(RuntimeError):
    """A server did not come up; its text says what it said."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port and its process, the first of its tree."""

    port: int
    pid: int


@contextmanager
def serving(
    command: Sequence[str | os.PathLike], log: Path, env: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> Iterator[Server]:
    """Run a command that serves on `{port}`. Raises ServerError where it does not answer."""
    port = free_port()
    words = [str(part).format(port=port) for part in command]
    with log.open("wb") as said:
        process = subprocess.Popen(
            words, cwd=cwd, env=env, stdout=said, stderr=subprocess.STDOUT, preexec_fn=end_with_parent
        )
        try:
            _wait(process, port, log)
            yield Server(port, process.pid)
        finally:
            _end(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def fetch(port: int, path: str, **headers: str) -> tuple[int, bytes, Mapping[str, str]]:
    """Status, body as it came over the line, and headers of an answer."""
    with closing(http.client.HTTPConnection(HOST, port, timeout=PATIENCE)) as connection:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers


def _wait(process: subprocess.Popen, port: int, log: Path) -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and process.poll() is None:
        try:
            if fetch(port, "/")[0] == http.HTTPStatus.OK:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise ServerError(f"{process.args[0]} did not answer: {log.read_text()[-2000:]}")


def _end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
