"""The least that Django can do: one view, no middleware, the bare page's compressed bytes out of memory.

`PAGES=folder gunicorn tests.bench.peers.django_page:application`.
"""

import hashlib
import os
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, MIDDLEWARE=[], SECRET_KEY="x" * 50)
django.setup()
BODY = (Path(os.environ["PAGES"]) / "index.html.br").read_bytes()
TAG = f'"{hashlib.sha256(BODY).hexdigest()[:16]}"'


def page(request: HttpRequest) -> HttpResponse:
    """The page, or that it is still the same."""
    if request.headers.get("If-None-Match") == TAG:
        return HttpResponse(status=304, headers={"ETag": TAG})
    kept = {"ETag": TAG, "Cache-Control": "no-cache", "Vary": "Accept-Encoding", "Content-Encoding": "br"}
    return HttpResponse(BODY, content_type="text/html; charset=utf-8", headers=kept)


urlpatterns = [path("", page)]
application = get_wsgi_application()
