"""The door for gunicorn and other WSGI servers.

Whatever the views need is read here, before a server that preloads makes its workers, and under gunicorn the first
pages are made: they share the memory of it, and nobody's first page waits for it.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application

from rollout import heap

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rollout.settings")
heap.keep_small()

django_application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402  both need the settings

from rollout.finished import FinishedAnswers  # noqa: E402
from rollout.warming import let_go, warm  # noqa: E402

get_resolver().url_patterns  # noqa: B018  asked for what it reads
application = FinishedAnswers(django_application)
if os.environ.get("SERVER_SOFTWARE", "").startswith("gunicorn"):
    warm(application)
    let_go()
    gc.collect()
    heap.give_back()
gc.freeze()  # what is there by now stays: looking at it would copy it into each worker
