"""What the first readers would wait for, done before a server makes its workers: they share the memory of it.

Pages are asked for as a reader would ask. What they needed stays: modules, templates, words, the snapshot, the finished
answers. All of it is looked at again with every question (`finished.py`, `snapshot.py`), so nothing gets old by it.
"""

import logging
from collections.abc import Callable, Iterable
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import connections
from django.urls import reverse

logger = logging.getLogger(__name__)
PAGES = ("map", "map-facts", "coverage", "municipality-list")  # the start page, and what most others are made of


def warm(application: Callable, names: Iterable[str] = PAGES) -> bool:
    """Ask a WSGI application for pages by their names; whether all of them came.

    Where they do not, the log says so and nothing else happens: a server also starts without its database.
    """
    try:
        told = {name: _status(application, reverse(name)) for name in names}
    except Exception:
        logger.warning("The pages could not be made beforehand", exc_info=True)
        return False
    refused = {name: status for name, status in told.items() if not status.startswith("200")}
    if refused:
        logger.warning("Pages that could not be made beforehand: %s", refused)
    return not refused


def let_go() -> None:
    """Leave no connection to a database open: one cannot be shared by processes, nor can the threads of a pool."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):  # on PostgreSQL
            connection.close_pool()


def _status(application: Callable, path: str) -> str:
    """The status of a page, whose words are read and thrown away."""
    environ = {"HTTP_HOST": _host(), "PATH_INFO": path, "HTTP_ACCEPT_ENCODING": "br"}
    if settings.SECURE_SSL_REDIRECT:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        environ[name] = value
    setup_testing_defaults(environ)
    heard: list[str] = []
    answer = application(environ, lambda status, headers, exc_info=None: heard.append(status))
    for _part in answer:
        pass
    if hasattr(answer, "close"):
        answer.close()
    return heard[-1]


def _host() -> str:
    """A name under which the server is asked for."""
    named = next((each for each in settings.ALLOWED_HOSTS if each != "*"), "localhost")
    return named.removeprefix(".")
