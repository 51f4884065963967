"""Single sign-on and a second factor: gone without a trace when off; when on, nobody gets past the second factor."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from dev import RUNTIME
from tests.services.locks import SSO

ROOT = Path(__file__).resolve().parent.parent
OFF = "import sys, django; django.setup(); import rollout.urls; print(sorted({m.split('.')[0] for m in sys.modules}))"


def run(*command: str, **environ: str) -> str:
    """What a process says that begins with none of the variables of this one that matter here."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SSO", "OIDC", "DJANGO"))}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env={**kept, **environ}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def told() -> dict:
    """What came of signing in, in a process with it on."""
    return json.loads(run("-m", "tests.services.outside_sign_in").splitlines()[-1])


def test_nothing_of_it_is_loaded_when_it_is_off():
    loaded = run("-c", OFF, DJANGO_SETTINGS_MODULE="rollout.settings")

    assert "'rollout'" in loaded
    assert "allauth" not in loaded


def test_it_is_an_extra_and_no_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert any("allauth" in name for name in project["optional-dependencies"]["sso"])
    assert not any("allauth" in name for name in project["dependencies"])
    assert "django-allauth==" in SSO.read_text()
    assert "allauth" not in RUNTIME.read_text()


def test_without_a_second_factor_a_password_leads_where_one_was_going(told):
    assert told["password"]["without"] == "/larm/"


def test_with_a_second_factor_a_password_alone_lets_nobody_in(told):
    password = told["password"]

    assert "/konto/tvafaktor/" in password["asked"]
    assert password["before"] == 302
    assert password["wrong"] == 200
    assert password["right"] == "/larm/"
    assert password["after"] == 200


def test_the_administration_has_no_way_in_of_its_own(told):
    assert told["password"]["administration"].startswith("/logga-in/?next=")


def test_the_pages_of_ones_own_sign_in_keep_the_content_policy(told):
    assert list(told["password"]["pages"].values()) == [[200, []]] * 4


def test_whoever_the_provider_vouches_for_gets_a_user_without_rights_and_the_same_one_again(told):
    first, second = told["provider"]["users"]

    assert first == second
    assert first[1:] == ["asta", False, 0, False]
    assert told["provider"]["back"] == "/larm/"
    assert (told["provider"]["button"], told["provider"]["asked"]) == (True, True)


def test_a_way_back_that_nobody_was_sent_on_leads_nowhere(told):
    assert told["provider"]["forged"] == 401
    assert told["provider"]["another"] == 404
