"""Settings, all of them; what differs between machines comes from the environment.

It reads DATABASE_URL, CACHE_URL, SECRET_KEY, DEBUG, ALLOWED_HOSTS, TRUSTED_ORIGINS, HTTPS, DEMO_SIGN_INS, SITE_URL,
EMAIL_URL, MAIL_FROM, API_RATE, PROXIES, EMBED_HOSTS, DATA_PUBLISHER, DATA_PUBLISHER_TYPE, DATA_CONTACT and
DATA_LICENCE; the README says what each does.
"""

import mimetypes
import os
import sys
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from rollout.mail_settings import mail_settings

BASE_DIR = Path(__file__).resolve().parent.parent
BUILD_DIR = BASE_DIR / ".build"
FIXTURES = BASE_DIR / "fixtures"
NODE_MODULES = BASE_DIR / "node_modules"
TESTING = "pytest" in sys.modules


def flag(name: str) -> bool:
    """Whether an environment variable is switched on."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """An environment variable holding words between commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def secret_key() -> str:
    """The key from the environment, else the one `dev.py` keeps, else one that lives as long as the process."""
    kept = BUILD_DIR / "secret_key"
    if given := os.environ.get("SECRET_KEY"):
        return given
    return kept.read_text().strip() if kept.is_file() else get_random_secret_key()


DEBUG = flag("DEBUG")
SECRET_KEY = secret_key()
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "rollout",
    "providers",
    "municipalities",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_filters",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "simple_history",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rollout.middleware.Compression",
    "rollout.middleware.SecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rollout.signin.DemoGate",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "rollout.middleware.FinishedMark",
    "rollout.size_limit.SizeLimit",
    "rollout.database_busy.DatabaseBusy",
    "rollout.middleware.SelectionErrors",
]

ROOT_URLCONF = "rollout.urls"
WSGI_APPLICATION = "rollout.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rollout.context.page",
            ],
            "builtins": ["rollout.templatetags.rollout"],
        },
    }
]

# --- Databases -------------------------------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(os.environ.get("DATABASE_URL") or f"sqlite:///{BASE_DIR / 'db.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers and a writer work at once; IMMEDIATE takes the write lock at the start, so that two writers queue
    # instead of failing half-way. Measured: 604 of 1 200 writes failed without, none with. A connection is kept by its
    # thread: opening one takes longer than the question whether anything has changed.
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    )
else:
    DATABASES["default"].setdefault("OPTIONS", {})
    if not TESTING:
        DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if os.environ.get("CACHE_URL"):
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": os.environ["CACHE_URL"]}
    }

# --- Language and time -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "rollout" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["rollout.formats"]

# --- Static files ----------------------------------------------------------------------------------------------------

mimetypes.add_type("application/geo+json", ".geojson")
STATIC_URL = "static/"
STATIC_ROOT = BUILD_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/plotly-geo", NODE_MODULES / "plotly.js-geo-dist-min"),
    ("vendor/plotly-basic", NODE_MODULES / "plotly.js-basic-dist-min"),
    ("vendor/designsystemet-theme", NODE_MODULES / "@digdir" / "designsystemet-theme" / "src" / "themes"),
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "rollout.staticfiles.BundleFinder",
]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_MIMETYPES = {".geojson": "application/geo+json"}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "rollout.staticfiles.HashedFiles"
    },
}

# --- Signing in ------------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "rollout.signin.LoopbackDemoBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "map"
LOGOUT_REDIRECT_URL = "map"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
DEMO_SIGN_INS = flag("DEMO_SIGN_INS")

# --- What the browser may do -----------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "frame-src": [SELF],  # the page that shows what a frame looks like
        "object-src": [NONE],
    }
}
EMBED_HOSTS = words("EMBED_HOSTS", "'self'")  # the sites that may show our frames, such as https://intranet.example.se
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
if flag("HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000

# --- Mail ------------------------------------------------------------------------------------------------------------

# Where the site is read, for links in mail that no request asked for.
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
# Who answers for the open data, where they are reached (mailto: or https:), the address of the terms of use, and what
# kind of publisher it is, by the last word of its address in ADMS' list of them.
DATA_PUBLISHER, DATA_CONTACT, DATA_LICENCE = (
    os.environ.get(name, "") for name in ("DATA_PUBLISHER", "DATA_CONTACT", "DATA_LICENCE")
)
DATA_PUBLISHER_TYPE = os.environ.get("DATA_PUBLISHER_TYPE") or "NationalAuthority"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("MAIL_FROM", "Rusta och matcha <utrullning@localhost>")
globals().update(mail_settings(os.environ.get("EMAIL_URL", "")))  # one variable says which of Django's ways it is

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# --- The API ---------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer", "rollout.api.rendering.CsvRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rollout.api.keys.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "rollout.api.negotiation.Negotiation",
    "DEFAULT_PAGINATION_CLASS": "rollout.api.paging.Pages",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {name: os.environ.get("API_RATE", "600/min") for name in ("anon", "user")},
    "DEFAULT_SCHEMA_CLASS": "rollout.api.schema.Described",
    "EXCEPTION_HANDLER": "rollout.api.problems.answer",
    "NUM_PROXIES": int(os.environ.get("PROXIES", "0")),
}
KNOX_TOKEN_MODEL = "rollout.ApiKey"
MIGRATION_MODULES = {"knox": None}  # its own would make a table of keys beside ours, of which Django then knows nothing
REST_KNOX = {"TOKEN_TTL": timedelta(days=365), "TOKEN_MODEL": KNOX_TOKEN_MODEL}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rusta och matcha: the rollout",
    "DESCRIPTION": "How Rusta och matcha replaces Stöd och matchning, municipality by municipality and day by day.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SORT_OPERATION_PARAMETERS": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "rollout.api.schema.as_answered",
    ],
}

# --- The product -----------------------------------------------------------------------------------------------------

FIRST_DAY = "2019-01-01"
IMPORTS_IN_PLACE_BYTES = 300_000  # a file up to this size is worked on at once; a larger one by a process of its own

# --- Single sign-on and a second factor: an extra --------------------------------------------------------------------

SSO = flag("SSO")
if SSO:
    from rollout.sso.settings import added

    globals().update(added(globals(), os.environ))
