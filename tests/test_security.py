"""What a browser is allowed on every page: nothing inline, nothing from elsewhere; cookies, languages, sign-in."""

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import reverse
from django.utils import translation

from providers.models import DeliveryArea, Provider
from tests.factories import make_admin
from tests.pages import Element, read

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

PUBLIC = [
    "/",
    "/?layer=status&on=2021-09-29&rural=yes&nonsense=1",
    "/?on=abc",
    "/?" + "a&" * 1_900,
    "/karta.json",
    "/kommuner/",
    "/kommuner/0180/",
    "/kommuner/0180/?on=2021-09-29",
    "/kommuner/9999/",
    "/lan/25/",
    "/etapper/",
    "/etapper/stom-rom/2/",
    "/leveransomraden/",
    "/leverantorer/",
    "/om/",
    "/tackning/kallor/",
    "/logga-in/",
    "/ingen-sida/",
    "/admin/login/",
]
ADMIN = ["/admin/", "/admin/providers/provider/", "/admin/providers/office/", "/admin/rollout/switch/"]
EXECUTABLE = {"", "module", "text/javascript", "application/javascript"}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "frame-src": "'self'",
    "object-src": "'none'",
}


@pytest.fixture
def reader(client):
    client.raise_request_exception = False
    return client


@pytest.fixture
def admin(reader):
    reader.force_login(make_admin(username="security-admin"), backend="rollout.signin.LoopbackDemoBackend")
    return reader


@pytest.fixture
def known_user():
    user = make_admin(username="known-user")
    user.set_password("ett eget lösenord")
    user.save()
    return user


def inline(page: Element) -> list[str]:
    """Whatever a strict policy would refuse: scripts and styles in the page, handlers and styles on elements."""
    found = []
    for each in page.all():
        kind = (each.attributes.get("type") or "").lower()
        if each.tag == "script" and "src" not in each.attributes and kind in EXECUTABLE:
            found.append(f"script: {each.text[:60]}")
        if each.tag == "style":
            found.append(f"style: {each.text[:60]}")
        for name, value in each.attributes.items():
            if name == "style" or name.startswith("on") or str(value).strip().lower().startswith("javascript:"):
                found.append(f"{each.tag} {name}={value}")
    return found


def strangers(page: Element) -> list[str]:
    """Addresses on other hosts that a browser would ask by itself."""
    loads = [
        each.attributes.get(name) or ""
        for each in page.all()
        for name in ("src", "srcset", "poster", "data", *(["href"] if each.tag in {"link", "use", "image"} else []))
    ]
    return [address for address in loads if "//" in address]


def policy(answer) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split(";")
    return {name: sources for name, _, sources in (part.strip().partition(" ") for part in parts)}


def check(answer) -> None:
    assert answer.status_code < 500
    assert policy(answer) == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.once
@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_public_page_has_the_strict_policy_and_nothing_that_it_would_refuse(reader, prefix, path):
    answer = reader.get(prefix + path)

    check(answer)
    if answer.headers["Content-Type"].startswith("text/html"):
        page = read(answer.content)
        assert inline(page) == []
        assert strangers(page) == []


@pytest.mark.once
@pytest.mark.parametrize("path", ADMIN)
def test_every_page_of_the_administration_has_it_too(admin, path):
    answer = admin.get(path)

    check(answer)
    assert answer.status_code == 200
    assert inline(read(answer.content)) == []
    assert strangers(read(answer.content)) == []


def test_pages_of_single_rows_have_it_too(reader):
    area, provider = DeliveryArea.objects.filter(service="rom").first(), Provider.objects.first()

    for name, key in (("area-detail", area.pk), ("provider-detail", provider.pk)):
        answer = reader.get(reverse(name, args=[key]))
        check(answer)
        assert inline(read(answer.content)) == []


# --- Cookies and forms -----------------------------------------------------------------------------------------------


def test_reading_leaves_no_cookie(reader):
    assert not reader.get("/").cookies
    assert not reader.get("/kommuner/0180/").cookies


def test_the_session_cookie_is_out_of_reach_for_scripts_and_other_sites(reader, known_user):
    answer = reader.post("/logga-in/", {"username": known_user.username, "password": "ett eget lösenord"})

    cookie = answer.cookies[project.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_theme_of_a_reader_is_in_the_page_from_the_start_and_nothing_else_is_taken_over(reader):
    for value, expected in (("dark", "dark"), ("light", "light"), ('"><script>', "auto"), ("", "auto")):
        reader.cookies["theme"] = value
        assert read(reader.get("/").content).one("html")["data-color-scheme"] == expected


@pytest.mark.parametrize("path", ["/logga-in/", "/logga-ut/", "/admin/login/"])
def test_a_form_from_another_site_is_refused(path):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(path, {"username": "a", "password": "b"}).status_code == 403


# --- Signing in ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked, reached",
    [("", "/"), ("/kommuner/0180/", "/kommuner/0180/"), ("https://evil.example/", "/"), ("//evil.example/", "/")],
)
def test_after_signing_in_the_reader_is_where_they_were_and_never_on_another_host(reader, known_user, asked, reached):
    entered = {"username": known_user.username, "password": "ett eget lösenord", "next": asked}

    answer = reader.post("/logga-in/", entered)

    assert answer.status_code == 302
    assert answer.headers["Location"] == reached


def test_a_wrong_password_is_told_without_saying_whether_the_user_exists(reader, known_user):
    told = [
        read(reader.post("/logga-in/", {"username": name, "password": "fel"}).content).one(role="alert").text
        for name in (known_user.username, "nobody-at-all")
    ]

    assert told[0]
    assert told[0] == told[1]


def test_signing_out_is_not_done_by_a_link(admin):
    assert admin.get("/logga-ut/").status_code == 405
    assert admin.post("/logga-ut/").status_code == 302
    assert project.SESSION_COOKIE_NAME not in admin.cookies or not admin.cookies[project.SESSION_COOKIE_NAME].value


def test_the_administration_is_closed_to_strangers(reader):
    for path in ADMIN:
        assert reader.get(path).status_code == 302


# --- Languages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", ["en", "sv", "de,en;q=0.5", "", "*", "en-GB,en;q=0.9,sv;q=0.1"])
@pytest.mark.parametrize("prefix, language", [("", "sv"), ("/en", "en")])
def test_the_address_alone_decides_the_language(reader, wanted, prefix, language):
    for path in ("/", "/logga-in/", "/ingen-sida/", "/?on=abc"):
        answer = reader.get(prefix + path, headers={"Accept-Language": wanted})
        assert read(answer.content).one("html")["lang"] == language
        assert answer.headers["Content-Language"] == language


def test_a_language_cookie_changes_nothing(reader):
    reader.cookies[project.LANGUAGE_COOKIE_NAME] = "en"

    assert read(reader.get("/").content).one("html")["lang"] == "sv"


def test_links_stay_in_the_language(reader):
    with translation.override("en"):
        home = reverse("map")
    page = read(reader.get("/en/").content)

    links = [each["href"] for each in page.one("header").all("a") if "hreflang" not in each.attributes]
    assert home == "/en/"
    assert all(link.startswith(("/en/", "#")) for link in links)
