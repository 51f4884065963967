"""The settings that SSO=1 adds. Read by `rollout/settings.py`; knows no models, imports nothing of allauth.

OIDC_URL, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET name the provider, OIDC_NAME is what the button says; without OIDC_URL
there is the second factor alone. A user who comes by OpenID Connect for the first time is made one without rights.
"""

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PROVIDER = "extern"  # in the address that it is to send people back to: /konto/oidc/extern/login/callback/


def added(project: Mapping[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    """The settings that differ from the project's own. Raises KeyError where OIDC_URL stands without its client."""
    apps = ["allauth", "allauth.account", "allauth.mfa", "allauth.socialaccount"]
    return {
        "INSTALLED_APPS": [*project["INSTALLED_APPS"], *apps, "allauth.socialaccount.providers.openid_connect"],
        "MIDDLEWARE": [*project["MIDDLEWARE"], "allauth.account.middleware.AccountMiddleware"],
        "TEMPLATES": _templates(project["TEMPLATES"]),
        "CONTENT_SECURITY_POLICY": _policy(project["CONTENT_SECURITY_POLICY"], environ.get("OIDC_URL", "")),
        "ACCOUNT_ADAPTER": "rollout.sso.adapters.Accounts",
        "SOCIALACCOUNT_ADAPTER": "rollout.sso.adapters.OutsideAccounts",
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*", "password2*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",  # addresses prove nothing here: who is invited has the link
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": False,  # and nobody gets another's user by an address
        "SOCIALACCOUNT_PROVIDERS": _providers(environ),
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
        "MFA_TOTP_ISSUER": "Rusta och matcha",
    }


def _providers(environ: Mapping[str, str]) -> dict[str, Any]:
    if not environ.get("OIDC_URL"):
        return {}
    app = {
        "provider_id": PROVIDER,
        "name": environ.get("OIDC_NAME") or "OpenID Connect",
        "client_id": environ["OIDC_CLIENT_ID"],
        "secret": environ["OIDC_CLIENT_SECRET"],
        "settings": {"server_url": environ["OIDC_URL"]},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def _templates(engines: list[dict]) -> list[dict]:
    """The same, with our frame around allauth's pages before allauth's own."""
    found = deepcopy(engines)
    found[0]["DIRS"].append(Path(__file__).parent / "templates")
    return found


def _policy(policy: dict[str, Any], url: str) -> dict[str, Any]:
    """The same; a browser that follows a form to the provider asks whether that is allowed."""
    found = deepcopy(policy)
    if url:
        place = urlsplit(url)
        found["DIRECTIVES"]["form-action"].append(f"{place.scheme}://{place.netloc}")
    return found
