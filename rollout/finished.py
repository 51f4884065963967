"""Finished answers: the bytes of public pages, kept until anything that they could show has changed.

It stands around the whole of Django, as WSGI applications do, since Django alone costs more than such an answer may.
Only views that are marked (`FINISHED` in `rollout/middleware.py`) are kept, only for readers who send no cookie that
could tell them apart, and only for as long as the data version and the day are those with which the answer was made:
each request asks the database for the version first, so no write by any path, process or host is ever hidden. What the
pages say, it must not know.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from http.cookies import CookieError, SimpleCookie
from weakref import WeakValueDictionary

import brotli
from django.db import DatabaseError, close_old_connections

from municipalities.versions import current_version
from rollout.clock import today

MOST_BYTES = 24_000_000  # in one process; some 400 compressed pages
LONGEST_ADDRESS = 2_000
WILL_KEEP = "rollout.will_keep"  # in the environ of a question whose answer would be kept, were it finished
BROTLI_QUALITY = 7  # 60 % of the time of 9, 2 % more bytes, measured on the map page
GZIP_LEVEL = 6
WORTH_COMPRESSING = 200  # bytes
COMPRESS = {
    "br": partial(brotli.compress, quality=BROTLI_QUALITY),
    "gzip": partial(gzip.compress, compresslevel=GZIP_LEVEL, mtime=0),
}
OF_THE_BODY = {"Content-Type", "Content-Length", "Content-Encoding"}  # left out where no body is sent
TOLD_APART_BY = "theme"  # the only cookie that may make two readers' pages differ
ALIKE_IN_SPITE_OF = {TOLD_APART_BY, "csrftoken"}  # an answer with a token in it sets a cookie, and is not kept

Headers = list[tuple[str, str]]
Application = Callable[[dict, Callable], Iterable[bytes]]


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Body:
    """What a page says, in one encoding."""

    sent: bytes
    encoding: str  # "" where it is sent as it is
    etag: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer in one encoding. Answers that say the same share their body."""

    status: str
    headers: Headers
    body: Body

    @property
    def size(self) -> int:
        return len(self.body.sent) + sum(len(name) + len(value) for name, value in self.headers)


class Shelf:
    """Answers of one state of the data, the latest used last; safe for threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._size, self._state = most_bytes, 0, ""
        self._answers: OrderedDict[tuple, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, state: str, key: tuple) -> Answer | None:
        with self._lock:
            if state != self._state:
                return None
            if answer := self._answers.get(key):
                self._answers.move_to_end(key)
            return answer

    def keep(self, state: str, key: tuple, answer: Answer) -> None:
        """Put an answer there; those of another state go, and the ones that were asked for longest ago."""
        with self._lock:
            if state != self._state:
                self._answers.clear()
                self._state, self._size = state, 0
            if before := self._answers.pop(key, None):
                self._size -= before.size
            self._answers[key] = answer
            self._size += answer.size
            while self._size > self._most:
                _key, gone = self._answers.popitem(last=False)
                self._size -= gone.size


class FinishedAnswers:
    """The WSGI application that keeps what the one within has finished."""

    def __init__(self, application: Application, shelf: Shelf | None = None) -> None:
        self.application = application
        self.shelf = shelf or Shelf()

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        key = key_of(environ)
        state = state_now() if key else None
        if not state:
            return self.application(environ, start_response)
        answer = self.shelf.find(state, key)
        if answer is None:
            return self._asked(environ, start_response, state, key)
        return tell(answer, environ, start_response)

    def _asked(self, environ: dict, start_response: Callable, state: str, key: tuple) -> Iterable[bytes]:
        """What the application answers, kept where it is finished. The state was read before it began."""
        heard: list = []

        def hear(status: str, headers: Headers, exc_info=None) -> None:
            heard[:] = [status, headers]

        response = self.application({**environ, "REQUEST_METHOD": "GET", WILL_KEEP: True}, hear)
        status, headers = heard
        if not getattr(response, "finished", False) or any(name == "Set-Cookie" for name, _value in headers):
            return self._passed_on(response, environ, start_response, status, headers)
        answer = finished(status, headers, b"".join(response), encoding=key[-1])
        response.close()
        self.shelf.keep(state, key, answer)
        return tell(answer, environ, start_response)

    def _passed_on(self, response, environ: dict, start_response: Callable, status: str, headers: Headers):
        start_response(status, headers)
        if environ["REQUEST_METHOD"] != "HEAD":
            return response
        if hasattr(response, "close"):
            response.close()
        return []


def key_of(environ: dict) -> tuple | None:
    """What tells a question apart from others with another answer; None where its answer may not be kept."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in environ:
        return None
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    theme = theme_of(environ.get("HTTP_COOKIE", ""))
    if theme is None or len(path) + len(query) > LONGEST_ADDRESS:
        return None
    place = (environ.get("HTTP_HOST", ""), environ.get("wsgi.url_scheme"), environ.get("HTTP_X_FORWARDED_PROTO"))
    return (
        *place,
        environ.get("SCRIPT_NAME"),
        path,
        query,
        theme,
        encoding_of(environ.get("HTTP_ACCEPT_ENCODING", "")),
    )


def theme_of(cookies: str) -> str | None:
    """The theme in a Cookie header, "" where none is; None where another cookie could make the answer differ."""
    if not cookies:
        return ""
    try:
        found = SimpleCookie(cookies)
    except CookieError:
        return None
    if not found or not set(found) <= ALIKE_IN_SPITE_OF:
        return None
    return found[TOLD_APART_BY].value if TOLD_APART_BY in found else ""


def encoding_of(accepted: str) -> str:
    """The best encoding of an Accept-Encoding header: br, gzip or "" for none."""
    offered = {}
    for each in accepted.lower().split(","):
        name, _separator, weight = each.partition(";")
        offered[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((name for name in COMPRESS if offered.get(name)), "")


def state_now() -> str | None:
    """What finished answers hold for: the data version and the day. None where the database cannot tell."""
    try:
        return f"{current_version()} {today()}"
    except DatabaseError:
        return None  # Django's own answer says what is wrong
    finally:
        close_old_connections()


def finished(status: str, headers: Headers, content: bytes, *, encoding: str) -> Answer:
    """An answer in an encoding, with the headers that go with it."""
    kept = [(name, value) for name, value in headers if name not in ("Content-Length", "Cache-Control", "ETag")]
    body = body_of(content, encoding if len(content) >= WORTH_COMPRESSING else "")
    if body.encoding:
        kept.append(("Content-Encoding", body.encoding))
    kept += [("ETag", body.etag), ("Cache-Control", "no-cache"), ("Content-Length", str(len(body.sent)))]
    return Answer(status, kept, body)


_bodies: WeakValueDictionary[tuple[str, bytes], Body] = WeakValueDictionary()


def body_of(content: bytes, encoding: str) -> Body:
    """What is said, in an encoding. Made once for as long as an answer has it: compressing takes longer than a view."""
    key = (encoding, hashlib.sha256(content).digest())
    body = _bodies.get(key)
    if body is None:
        sent = COMPRESS[encoding](content) if encoding else content
        body = _bodies[key] = Body(sent, encoding, f'"{hashlib.sha256(sent).hexdigest()[:24]}"')
    return body


def tell(answer: Answer, environ: dict, start_response: Callable) -> list[bytes]:
    """Send a finished answer, or that what the reader has is still it."""
    asked = environ.get("HTTP_IF_NONE_MATCH", "")
    if asked and answer.body.etag in {each.strip().removeprefix("W/") for each in asked.split(",")}:
        start_response("304 Not Modified", [each for each in answer.headers if each[0] not in OF_THE_BODY])
        return []
    start_response(answer.status, list(answer.headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body.sent]
