"""What refuses speaks one language, the reader's, too; and the nets of `languages.py` catch what does not.

The pages themselves are opened in `test_every_page.py`.
"""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from django.views.csrf import csrf_failure
from django.views.defaults import permission_denied

from rollout import catalogue
from tests.addresses import FAULTY
from tests.factories import make_admin
from tests.languages import LANGUAGES, SMALL_WORDS, assert_speaks, caught_by_catalogue, caught_by_small_words, told

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


@pytest.fixture
def reader(client, settings):
    settings.DEBUG = False
    client.raise_request_exception = False
    return client


@pytest.fixture(params=LANGUAGES)
def language(request):
    with translation.override(request.param):
        yield request.param


# --- What is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize("name, query", [(name, query) for name, queries in FAULTY.items() for query in queries])
def test_a_fault_is_told_in_the_language_of_the_address(reader, language, name, query):
    path = reverse(name) + query

    answer = reader.get(path)

    assert answer.status_code in (400, 404)
    assert_speaks(language, answer.content, path)


@pytest.mark.parametrize("path", ["kommuner/9999/", "lan/99/", "leverantorer/999999/", "finns/inte/"])
def test_what_is_not_there_is_told_in_the_language_of_the_address(reader, language, path):
    answer = reader.get(reverse("map") + path)

    assert answer.status_code == 404
    assert_speaks(language, answer.content, path)


def test_a_failed_sign_in_is_told_in_the_language_of_the_address(reader, language):
    answer = reader.post(reverse("sign-in"), {"username": "nobody", "password": "wrong"})

    assert answer.status_code == 200
    assert_speaks(language, answer.content, "sign-in")


@pytest.mark.parametrize("refuse", [permission_denied, csrf_failure])
def test_what_is_refused_is_told_in_the_language_of_the_address(language, refuse):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    answer = refuse(request, PermissionError())

    assert answer.status_code == 403
    assert_speaks(language, answer.content, "403")


@pytest.mark.parametrize("page", ["index", "rollout_switch_changelist", "providers_office_add", "rollout_plan_add"])
def test_the_admin_speaks_the_language_of_its_address(reader, language, page):
    reader.force_login(make_admin(username="linguist"), backend="rollout.signin.LoopbackDemoBackend")

    answer = reader.get(reverse(f"admin:{page}"))

    assert answer.status_code == 200
    assert_speaks(language, answer.content, page)


# --- The nets catch ---------------------------------------------------------------------------------------------------


PAGE = '<html lang="{language}"><body>{body}</body></html>'
CAUGHT = [
    ("sv", "<p>On 1 May 2020, 3 of 290 municipalities lack a provider with an office on site.</p>"),
    ("sv", '<a aria-label="Skip to the content">…</a>'),
    ("sv", '<script type="application/json">{"a": ["No municipality fits the choice."]}</script>'),
    ("sv", "<p>The offices never marked for translation</p>"),
    ("sv", '<button data-again="Show this anew">Visa</button>'),
    ("en", "<p>Den 1 maj 2020: 3 av 290 kommuner saknar leverantör med kontor på plats.</p>"),
    ("en", "<p>Kontor som aldrig märkts för översättning</p>"),
    ("en", '<img alt="Sveriges kommuner och län">'),
]
LET_THROUGH = [
    ("sv", '<q lang="en">The offices of the provider</q>'),
    ("en", '<q lang="sv">Kontor hos leverantören, och när det finns</q>'),
    ("en", "<p>Stöd och matchning and Rusta och matcha 2</p>"),
    ("en", '<p class="och-inte" id="finns-inte">12</p><style>.och { top: 0 }</style>'),
    ("sv", '<p class="n-of-n" id="not-this">12</p><script>the = this</script>'),
]


@pytest.mark.parametrize("language, body", CAUGHT)
def test_the_other_language_is_caught_wherever_it_stands(language, body):
    said = told(PAGE.format(language=language, body=body).encode(), language)

    assert caught_by_catalogue(said, language) + caught_by_small_words(said, language)


@pytest.mark.parametrize("language, body", LET_THROUGH)
def test_quotations_names_and_code_are_let_through(language, body):
    said = told(PAGE.format(language=language, body=body).encode(), language)

    assert caught_by_catalogue(said, language) + caught_by_small_words(said, language) == []


def test_a_page_that_gives_the_wrong_language_is_caught():
    with pytest.raises(AssertionError):
        told(PAGE.format(language="en", body="").encode(), "sv")


def test_no_small_word_belongs_to_both_languages():
    swedish, english = (set(words.split()) for words in SMALL_WORDS.values())

    assert not swedish & english


def test_the_compiled_catalogue_is_made_from_the_written_one(tmp_path):
    written = tmp_path / "django.po"
    written.write_bytes(catalogue.SWEDISH.read_bytes())

    compiled = catalogue.compile_catalogue(written)

    in_use = catalogue.SWEDISH.with_suffix(".mo")
    assert in_use.read_bytes() == compiled.read_bytes(), "run `python3 dev.py messages`"
