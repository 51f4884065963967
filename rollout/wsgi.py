"""The door for gunicorn and other WSGI servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rollout.settings")

django_application = get_wsgi_application()

from rollout.finished import FinishedAnswers  # noqa: E402  what it imports needs the settings

application = FinishedAnswers(django_application)
