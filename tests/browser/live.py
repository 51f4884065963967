"""The server that Chromium asks: in the process of the tests, on their database, one request at a time.

On SQLite in memory all threads share one connection. So no two requests are answered at once, nothing is exchanged
under a request that is being answered, and no thread outlives the sharing. Knows nothing of pages and browsers.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from mimetypes import guess_type
from typing import ClassVar

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler

PATIENCE = 60  # seconds for a request to be answered, on a busy machine


class Turn:
    """Whose turn it is: a request's, or that of whoever exchanges what requests stand on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for what is going on to end, and keep all others waiting meanwhile. Raises TimeoutError."""
        if not self._lock.acquire(timeout=PATIENCE):
            raise TimeoutError("a request is not being answered to its end")
        try:
            yield
        finally:
            self._lock.release()


class Handler(QuietWSGIRequestHandler):
    """Answers the requests that come over one connection, each in its turn."""

    def handle_one_request(self) -> None:
        if not self.rfile.peek(1):  # waits for one, without taking its turn; nothing comes from whoever has gone
            self.close_connection = True
            return
        with self.server.turn.taken():
            super().handle_one_request()


class Server(ThreadedWSGIServer):
    """Ends its connections when it closes, and waits for their threads: they look at the database to the last."""

    daemon_threads = False

    def __init__(self, *args, **kwargs) -> None:
        self.turn = Turn()
        self._open: set[socket.socket] = set()
        super().__init__(*args, **kwargs)

    def process_request(self, request: socket.socket, client_address: tuple) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def close_request(self, request: socket.socket) -> None:
        self._open.discard(request)
        super().close_request(request)

    def server_close(self) -> None:
        for each in list(self._open):
            with suppress(OSError):  # it has just been closed
                each.shutdown(socket.SHUT_RDWR)
        super().server_close()


class Listening(LiveServerThread):
    """Django's own thread, with the server above."""

    server_class = Server

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def at_rest(self) -> AbstractContextManager[None]:
        """A time in which no request is answered."""
        return self.httpd.turn.taken()

    def _create_server(self, connections_override=None) -> Server:
        return self.server_class(
            (self.host, self.port), Handler, allow_reuse_address=False, connections_override=connections_override
        )


class Files(StaticFilesHandler):
    """Hands out files that a browser need not ask for again, however new they are: they stay as they are meanwhile."""

    brought: ClassVar[dict[str, str]] = {}  # what the tests bring along, by address

    def serve(self, request: HttpRequest) -> HttpResponseBase:
        brought = self.brought.get(request.path)
        kind, _ = guess_type(request.path)
        answer = HttpResponse(brought, content_type=kind) if brought else super().serve(request)
        answer["Cache-Control"] = "max-age=3600"
        return answer


@contextmanager
def served() -> Iterator[Listening]:
    """A server on the database that this thread is connected to."""
    ours = connections[DEFAULT_DB_ALIAS]
    shared = {DEFAULT_DB_ALIAS: ours} if ours.vendor == "sqlite" else {}
    thread = Listening("localhost", Files, connections_override=shared)
    ours.inc_thread_sharing()
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield thread
    thread.terminate()
    ours.dec_thread_sharing()
