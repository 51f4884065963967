"""Signing in with SSO=1, in a process of its own: `python -m tests.services.outside_sign_in` prints what came of it.

The settings of the other tests are without it, and apps cannot be added to a process that runs. The agency's provider
is a server on this machine that knows one person. Tables are made without migrations, which others try.
"""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import django

PERSON = {"sub": "17", "preferred_username": "asta", "name": "Asta Lind", "email": "asta@myndigheten.example"}
PASSWORD = "ett eget ord"


class Provider(BaseHTTPRequestHandler):
    """An OpenID Connect provider: where its addresses are, a token for any code, and the one person."""

    def do_GET(self) -> None:
        home = f"http://{self.headers['Host']}"
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo"}
        self._say(PERSON if self.path == "/userinfo" else {name: f"{home}/{at}" for name, at in names.items()})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say({"access_token": "a-token", "token_type": "Bearer"})

    def log_message(self, *args) -> None:
        """Nothing: what is printed is the outcome."""

    def _say(self, told: dict) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def provider() -> Iterator[str]:
    """The address of a provider that runs meanwhile."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def set_up(url: str) -> None:
    """Django with SSO=1 and all tables in memory."""
    os.environ |= {"SSO": "1", "DEBUG": "1", "DATABASE_URL": "sqlite://:memory:", "OIDC_URL": url}
    os.environ |= {"OIDC_CLIENT_ID": "utrullning", "OIDC_CLIENT_SECRET": "hemlig", "OIDC_NAME": "Myndigheten"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "rollout.settings"
    django.setup()
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    setup_test_environment()


def by_password() -> dict:
    """A member of staff signs in by password, adds a second factor, and signs in again."""
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.urls import reverse

    get_user_model().objects.create_user("rut", password=PASSWORD, is_staff=True)
    credentials, told = {"username": "rut", "password": PASSWORD, "next": "/larm/"}, {}
    first, second = Client(), Client()
    told["without"] = first.post("/logga-in/", credentials)["Location"]
    first.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    form = first.get(reverse("mfa_activate_totp")).context["form"]
    first.post(reverse("mfa_activate_totp"), {"code": code_of(form.secret)})
    told["asked"] = second.post("/logga-in/", credentials)["Location"]
    told["before"] = second.get("/admin/").status_code
    told["wrong"] = second.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code
    told["right"] = second.post(reverse("mfa_authenticate"), {"code": recovery_code()}).headers.get("Location")
    told["after"] = second.get("/admin/").status_code
    names = ("mfa_index", "mfa_generate_recovery_codes", "mfa_deactivate_totp", "socialaccount_connections")
    told["pages"] = {name: refused_by_the_policy(first.get(reverse(name))) for name in names}
    told["administration"] = Client().get("/admin/login/?next=/admin/")["Location"]
    return told


def by_provider() -> dict:
    """Somebody comes by the agency's provider for the first time, and once more."""
    from django.contrib.auth import get_user
    from django.test import Client

    told = {"button": "Myndigheten" in Client().get("/logga-in/").content.decode(), "users": []}
    for _time in range(2):
        guest = Client()
        away = guest.post("/konto/oidc/extern/login/?next=/larm/")["Location"]
        asked = {name: values[0] for name, values in parse_qs(urlsplit(away).query).items()}
        back = guest.get(urlsplit(asked["redirect_uri"]).path, {"code": "one", "state": asked["state"]})
        user = get_user(guest)
        told["users"].append([user.pk, user.username, user.is_staff, user.groups.count(), user.has_usable_password()])
    told |= {"back": back["Location"], "asked": asked.keys() >= {"client_id", "state", "code_challenge"}}
    told["forged"] = Client().get("/konto/oidc/extern/login/callback/", {"code": "one", "state": "forged"}).status_code
    told["another"] = Client().post("/konto/oidc/annan/login/").status_code
    return told


def code_of(secret: str) -> str:
    """What an authenticator app would show now."""
    from allauth.mfa.totp.internal import auth

    return auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))


def recovery_code() -> str:
    """One of the codes for somebody who has lost the app: the app's own works once, and was used."""
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]


def refused_by_the_policy(answer) -> list:
    """The status of a page, and what the content policy would refuse in it."""
    from tests.policy import violations

    return [answer.status_code, violations(answer.content.decode())]


if __name__ == "__main__":
    with provider() as url:
        set_up(url)
        print(json.dumps({"password": by_password(), "provider": by_provider()}))
