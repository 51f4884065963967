"""The bare pages out of memory, compressed beforehand: the least that a server written in Python can do.

`PAGES=folder gunicorn tests.bench.peers.plain_server:application`. What a page loads may be kept for a year, the page
itself is asked for again and answered by 304.
"""

import hashlib
import mimetypes
import os
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(os.environ["PAGES"])
PAGE = "index.html"
PACKED = {".br", ".gz"}
FILES = {path.name: path.read_bytes() for path in FOLDER.iterdir()}
TAGS = {name: f'"{hashlib.sha256(body).hexdigest()[:16]}"' for name, body in FILES.items()}


def application(environ: dict, start_response: Callable) -> list[bytes]:
    """A file of the folder in the best form that the reader takes."""
    name = environ["PATH_INFO"].lstrip("/") or PAGE
    if name not in FILES or Path(name).suffix in PACKED:
        start_response("404 Not Found", [("Content-Length", "0")])
        return [b""]
    keep = "no-cache" if name == PAGE else "max-age=31536000, immutable"
    headers = [("ETag", TAGS[name]), ("Cache-Control", keep), ("Vary", "Accept-Encoding")]
    if environ.get("HTTP_IF_NONE_MATCH") == TAGS[name]:
        start_response("304 Not Modified", headers)
        return [b""]
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    packed = "br" in environ.get("HTTP_ACCEPT_ENCODING", "")
    body = FILES[f"{name}.br" if packed else name]
    headers += [("Content-Type", kind), ("Content-Length", str(len(body)))]
    start_response("200 OK", [*headers, ("Content-Encoding", "br")] if packed else headers)
    return [body]
