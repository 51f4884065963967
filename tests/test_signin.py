"""The demonstration users come in only where the server says so, and only from the machine itself."""

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings as project
from django.contrib.auth import BACKEND_SESSION_KEY, authenticate
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.module_loading import import_string

from rollout.demo import people
from rollout.signin import DEMO_GROUP, DemoGate, LoopbackDemoBackend, from_loopback, is_demo
from tests.factories import make_user

BACKEND = "rollout.signin.LoopbackDemoBackend"
HERE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost:8000"}
ELSEWHERE = [
    {**HERE, "REMOTE_ADDR": "192.0.2.7"},
    {**HERE, "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    {**HERE, "HTTP_HOST": "rollout.example"},
]
OWN_WORD = "ett eget lösenord"


@pytest.fixture(autouse=True)
def demo_sign_ins(settings):
    settings.DEMO_SIGN_INS = True
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture
def admin(db):
    """The demonstration's administrator, with the others."""
    people.make(Group.objects.create(name=DEMO_GROUP))
    return people.demo_users().get(username="admin")


@pytest.fixture
def colleague(db):
    """An administrator who is nobody's example."""
    user = make_user(username="colleague", is_staff=True, is_superuser=True)
    user.set_password(OWN_WORD)
    user.save()
    return user


def request_from(meta):
    return RequestFactory().get("/", **meta)


def sign_in(meta, username="admin", password=None):
    return authenticate(request_from(meta), username=username, password=password or people.password_of(username))


# --- Where a request comes from ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1", "0:0:0:0:0:0:0:1"])
@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "LOCALHOST", "127.0.0.1:8000", "[::1]", "[::1]:8000"])
def test_an_address_and_a_name_of_the_machine_itself_are_local(address, host):
    assert from_loopback(request_from({"REMOTE_ADDR": address, "HTTP_HOST": host}))


@pytest.mark.parametrize(
    "address",
    [
        *("", "unknown", "localhost", "192.0.2.7", "10.0.0.1", "172.17.0.1", "0.0.0.0", "128.0.0.1", "::", "::2"),
        *("::ffff:192.0.2.7", "::127.0.0.1", "2001:db8::1", "127.0.0.1, 192.0.2.7", "127.0.0.1:80", "fe80::1"),
    ],
)
def test_any_other_address_is_not(address):
    assert not from_loopback(request_from({**HERE, "REMOTE_ADDR": address}))


def test_a_request_without_an_address_is_not_local():
    request = request_from(HERE)
    del request.META["REMOTE_ADDR"]

    assert not from_loopback(request)
    assert not from_loopback(None)


@pytest.mark.parametrize(
    "host",
    [
        "rollout.example",
        "localhost.example",
        "192.0.2.7:8000",
        "127.0.0.1.example",
        "[2001:db8::1]:80",
        "0.0.0.0",
        "a b",
    ],
)
def test_a_request_to_another_name_has_come_a_longer_way(host):
    assert not from_loopback(request_from({**HERE, "HTTP_HOST": host}))


def test_without_a_host_header_the_name_of_the_server_counts():
    nameless = {"REMOTE_ADDR": "127.0.0.1"}

    assert from_loopback(request_from({**nameless, "SERVER_NAME": "localhost"}))
    assert not from_loopback(request_from({**nameless, "SERVER_NAME": "rollout.example"}))


@pytest.mark.parametrize(
    "header",
    [
        *("X_FORWARDED_FOR", "X_FORWARDED_HOST", "X_FORWARDED_PROTO", "X_FORWARDED_SSL", "FORWARDED", "VIA"),
        *("X_REAL_IP", "X_CLIENT_IP", "TRUE_CLIENT_IP", "CF_CONNECTING_IP", "X_ORIGINAL_FORWARDED_FOR"),
        "X_CLUSTER_CLIENT_IP",
    ],
)
@pytest.mark.parametrize("value", ["127.0.0.1", ""])
def test_a_header_that_proxies_add_gives_the_proxy_away_whatever_it_says(header, value):
    assert not from_loopback(request_from({**HERE, f"HTTP_{header}": value}))


# --- Signing in -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", [one.username for one in people.SIGN_INS])
def test_every_demonstration_user_signs_in_from_the_machine_itself(admin, username):
    assert sign_in(HERE, username).username == username


@pytest.mark.parametrize("meta", ELSEWHERE)
def test_a_demonstration_user_does_not_sign_in_from_elsewhere(admin, meta):
    assert sign_in(meta) is None


@pytest.mark.parametrize("meta", [HERE, *ELSEWHERE])
def test_where_demonstration_sign_ins_are_off_nobody_of_them_signs_in(admin, settings, meta):
    settings.DEMO_SIGN_INS = False

    assert sign_in(meta) is None


def test_a_wrong_password_does_not_do(admin):
    assert sign_in(HERE, password="planerare") is None


@pytest.mark.parametrize("meta", [HERE, *ELSEWHERE])
@pytest.mark.parametrize("allowed", [True, False])
def test_everybody_else_signs_in_from_everywhere(colleague, settings, meta, allowed):
    settings.DEMO_SIGN_INS = allowed

    assert sign_in(meta, "colleague", OWN_WORD) == colleague


@pytest.mark.parametrize("meta, admitted", [(HERE, True), (ELSEWHERE[0], False)])
def test_the_asynchronous_way_in_has_the_same_lock(admin, meta, admitted):
    come_in, word = async_to_sync(LoopbackDemoBackend().aauthenticate), people.password_of("admin")

    user = come_in(request_from(meta), username="admin", password=word)

    assert (user is not None) == admitted


@pytest.mark.parametrize("allowed", [True, False])
def test_the_asynchronous_way_to_a_session_has_the_same_lock(admin, settings, allowed):
    settings.DEMO_SIGN_INS = allowed

    user = async_to_sync(LoopbackDemoBackend().aget_user)(admin.pk)

    assert (user is not None) == allowed


@pytest.mark.parametrize("meta, status", [(HERE, 302), *((meta, 200) for meta in ELSEWHERE)])
def test_the_admins_own_sign_in_page_has_the_same_lock(admin, meta, status):
    credentials = {"username": "admin", "password": people.password_of("admin"), "next": "/admin/"}

    answer = Client().post("/admin/login/", credentials, **meta)

    assert answer.status_code == status
    assert ("sessionid" in answer.cookies) == (status == 302)


def test_guessing_locks_a_demonstration_name_out_too(admin, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        Client().post("/admin/login/", {"username": "admin", "password": "guess"}, **HERE)

    assert sign_in(HERE) is None


# --- Sessions ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def session(admin):
    """A browser in which the demonstration's administrator signed in where that is allowed."""
    client = Client()
    client.force_login(admin, backend=BACKEND)
    assert opens_the_admin(client, HERE)
    return client


def opens_the_admin(client, meta):
    return client.get("/admin/password_change/", **meta).status_code == 200


@pytest.mark.parametrize("meta", ELSEWHERE)
def test_a_session_begun_on_the_machine_is_anonymous_from_elsewhere(session, meta):
    assert not opens_the_admin(session, meta)
    assert opens_the_admin(session, HERE)


def test_a_session_begun_while_sign_ins_were_on_is_anonymous_once_they_are_off(session, settings):
    settings.DEMO_SIGN_INS = False

    assert not opens_the_admin(session, HERE)


def test_a_session_ends_with_its_user(session):
    people.demo_users().delete()

    assert not opens_the_admin(session, HERE)


@pytest.mark.parametrize("meta", [HERE, *ELSEWHERE])
def test_the_session_of_anybody_else_goes_on_from_everywhere(colleague, settings, meta):
    settings.DEMO_SIGN_INS = False
    client = Client()
    client.force_login(colleague, backend=BACKEND)

    assert opens_the_admin(client, meta)


@pytest.mark.parametrize("meta, admitted", [(HERE, True), *((meta, False) for meta in ELSEWHERE)])
def test_asynchronous_views_see_the_same_user(admin, meta, admitted):
    request, seen = request_from(meta), []

    async def found():
        return admin

    request.user, request.auser = admin, found
    DemoGate(lambda request: seen.append(async_to_sync(request.auser)()) or HttpResponse())(request)

    assert seen[0].is_authenticated == admitted


def test_a_page_for_nobody_in_particular_costs_no_query_for_the_gate(db, django_assert_num_queries):
    request = request_from(ELSEWHERE[0])
    request.user, request.auser = make_user(), None

    with django_assert_num_queries(0):
        DemoGate(lambda request: HttpResponse())(request)


def test_whether_a_user_is_the_demonstrations_is_asked_once(admin, colleague, django_assert_num_queries):
    with django_assert_num_queries(2):
        told = [is_demo(user) for user in (admin, admin, colleague, colleague)]

    assert told == [True, True, False, False]


# --- Settings and the printed list ------------------------------------------------------------------------------------


def test_every_way_in_that_gives_out_users_has_the_lock():
    backends = [import_string(path) for path in project.AUTHENTICATION_BACKENDS]
    giving = [backend for backend in backends if hasattr(backend, "get_user")]

    assert giving
    assert all(issubclass(backend, LoopbackDemoBackend) for backend in giving)


def test_the_gate_stands_right_after_the_middleware_that_finds_the_user():
    found = project.MIDDLEWARE.index("django.contrib.auth.middleware.AuthenticationMiddleware")

    assert project.MIDDLEWARE[found + 1] == "rollout.signin.DemoGate"


def test_the_list_gives_each_user_its_password_and_its_purpose(admin, capsys):
    call_command("demo_signins")

    title, *lines = capsys.readouterr().out.splitlines()
    assert title
    assert [line.split()[:2] for line in lines] == [
        [one.username, people.password_of(one.username)] for one in people.SIGN_INS
    ]
    assert all(str(one.purpose) in line for one, line in zip(people.SIGN_INS, lines, strict=True))


@pytest.mark.parametrize("username", [one.username for one in people.SIGN_INS])
def test_what_the_list_says_works(admin, capsys, username):
    call_command("demo_signins")

    words = dict(line.split()[:2] for line in capsys.readouterr().out.splitlines()[1:])
    assert sign_in(HERE, username, words[username]) is not None


def test_nothing_is_listed_where_sign_ins_are_off(admin, settings, capsys):
    settings.DEMO_SIGN_INS = False

    call_command("demo_signins")

    assert capsys.readouterr().out == ""


def test_nothing_is_listed_where_there_are_no_demonstration_users(db, capsys):
    make_user(username="admin")

    call_command("demo_signins")

    assert capsys.readouterr().out == ""


def test_a_user_that_was_shut_off_is_not_listed(admin, capsys):
    people.demo_users().exclude(username="planerare").update(is_active=False)

    call_command("demo_signins")

    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()[1:]] == ["planerare"]


def test_a_password_that_was_changed_is_not_told_until_it_is_renewed(admin, capsys):
    admin.set_password(OWN_WORD)
    admin.save()

    call_command("demo_signins")
    before = capsys.readouterr().out
    call_command("demo_signins", "--renew")
    after = capsys.readouterr().out

    word = people.password_of("admin")
    assert (word in before, "--renew" in before) == (False, True)
    assert (word in after, "--renew" in after) == (True, False)
    assert sign_in(HERE) == admin


def test_passwords_are_each_users_and_each_installations_own(settings):
    here = {people.password_of(one.username) for one in people.SIGN_INS}
    settings.SECRET_KEY = "another installation"
    there = {people.password_of(one.username) for one in people.SIGN_INS}

    assert len(here | there) == 2 * len(people.SIGN_INS)
    assert all(len(word.replace("-", "")) == 12 for word in here | there)


def test_a_session_names_the_backend_with_the_lock(session):
    assert session.session[BACKEND_SESSION_KEY] == BACKEND
