"""Every page speaks one language: the reader's.

Two nets, since each lets through what the other catches. The catalogue: nothing that it translates stands on a page in
the other language. Small words: neither language gets far without its own ("och", "the"), so words that never went
through the catalogue show as well.

What may stand there in the other language, and why: an element that says so by its own `lang` (a quotation, the title
of a source, the link to the other language), and a name that lies in the database (a service, a place, a publisher).
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from django.views.csrf import csrf_failure
from django.views.defaults import permission_denied
from icalendar import Calendar

from municipalities.models import Classification, County, Municipality, Source
from municipalities.versions import current_version
from providers.importers.office_files import ON_SITE
from providers.models import DeliveryArea, Provider, Service
from rollout import catalogue
from rollout.models import Change, DayStatement, FollowUp, Milestone, Phase, Plan, Waiver
from tests.addresses import FAULTY, addresses, page_names, signed_in_for
from tests.factories import make_admin
from tests.pages import Element, read
from tests.paper import paper_text

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

LANGUAGES = ("sv", "en")
FEWEST_WORDS = 3
SPOKEN = ("alt", "aria-description", "aria-label", "aria-roledescription", "content", "label", "placeholder", "title")
SMALL_WORDS = {
    "sv": "av den det eller ett finns från för har här inte med när och också om på sig ska som till utan var vid är",
    "en": "and been between does from has have into not of shown than that the their there this was were which with",
}
Piece = tuple[str, str]  # what it is (text, an attribute, a script), and the words


@pytest.fixture
def reader(client, settings):
    settings.DEBUG = False
    client.raise_request_exception = False
    return client


@pytest.fixture(params=LANGUAGES)
def language(request):
    with translation.override(request.param):
        yield request.param


# --- What a page says -------------------------------------------------------------------------------------------------


def told(html: bytes, language: str) -> list[Piece]:
    """Everything a page says, to the eye, the ear or a script, in its own language."""
    whole = read(html)
    if b"<html" in html:  # else it is a part of a page, fetched by a script
        assert whole.one("html")["lang"] == language
    return [(kind, " ".join(words.split())) for kind, words in pieces(whole, language)]


def pieces(element: Element, language: str) -> Iterator[Piece]:
    """The words of an element, leaving out elements in another language."""
    for each in element.content:
        if isinstance(each, str):
            yield "text", each
        elif each.attributes.get("lang") in (None, language):
            yield from ((name, each.attributes[name] or "") for name in SPOKEN if name in each.attributes)
            yield from ((name, value) for name, value in each.attributes.items() if name.startswith("data-") and value)
            if each.attributes.get("type") == "application/json":
                yield from (("script", text) for text in strings(json.loads(each.text)))
            elif each.tag not in ("script", "style"):
                yield from pieces(each, language)


def strings(value) -> Iterator[str]:
    """The texts in a JSON value; keys are for the script alone."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


def texts_in(answer: HttpResponse) -> Iterator[str]:
    """The texts of a file: of every value in JSON, of every event and entry, of every cell in CSV, of PDF."""
    if answer["Content-Type"].startswith("application/json"):
        yield from strings(answer.json())
    elif answer["Content-Type"].startswith("text/calendar"):
        yield from (event["SUMMARY"] for event in Calendar.from_ical(answer.content).walk("VEVENT"))
    elif answer["Content-Type"].startswith("application/atom+xml"):
        yield from ElementTree.fromstring(answer.content).itertext()
    elif answer["Content-Type"] == "application/pdf":
        yield paper_text(answer.content)
    else:
        for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=","):
            yield from row


# --- The two nets -----------------------------------------------------------------------------------------------------


WORD = re.compile(r"\w+")


@cache
def phrases(other: str) -> dict[str, tuple[set[str], list[str], re.Pattern]]:
    """The words of the catalogue in a language, where they are long enough to be nothing else, as parts and pattern.

    Before them the whole words inside the parts: these tell in no time that a phrase is not there, as three thousand
    patterns do not. The first and last word of a part may be but the end of one on the page.
    """
    found = {}
    for message in catalogue.read():
        english, swedish = set(forms(message.id)), set(forms(message.string))
        for phrase in english - swedish if other == "en" else swedish - english:
            plain = " ".join(phrase.replace("%%", "%").split())
            literal = [part.strip() for part in catalogue.PLACEHOLDER.split(plain) if part.strip()]
            if sum(len(re.findall(r"\w+", part)) for part in literal) >= FEWEST_WORDS:
                inner = {word for part in literal for word in WORD.findall(part)[1:-1]}
                found[phrase] = (inner, literal, re.compile(".{1,80}?".join(map(re.escape, literal))))
    return found


def forms(words: str | Sequence[str]) -> Sequence[str]:
    """The singular and plural of a message; a single form where it has no plural."""
    return [words] if isinstance(words, str) else words


def caught_by_catalogue(said: list[Piece], language: str) -> list[str]:
    """The phrases of the other language's catalogue on a page."""
    everything = "\n".join(words for _kind, words in said)
    for text in written_texts(current_version()):
        everything = everything.replace(text, "")
    other = next(each for each in LANGUAGES if each != language)
    words = set(WORD.findall(everything))
    return [
        phrase
        for phrase, (telling, parts, pattern) in phrases(other).items()
        if telling <= words and all(part in everything for part in parts) and pattern.search(everything)
    ]


def caught_by_small_words(said: list[Piece], language: str) -> list[str]:
    """The pieces of a page that, names apart, have a small word of the other language in them."""
    small, excused = small_words(next(each for each in LANGUAGES if each != language), current_version())
    suspected = [(kind, words) for kind, words in set(said) if small.search(words)]  # taking names out adds no word
    return sorted({f"{kind}: {words[:200]}" for kind, words in suspected if small.search(excused.sub("", words))})


@cache
def small_words(other: str, version: str) -> tuple[re.Pattern, re.Pattern]:
    """The small words of a language, and the names and texts that they are excused in: data, and heads of files."""
    small = re.compile(rf"(?<![\w-])({'|'.join(SMALL_WORDS[other].split())})(?![\w-])", re.IGNORECASE)
    names = [name for name in (*names_in_the_data(), *written_texts(version), ON_SITE) if small.search(name)]
    longest_first = sorted(set(names), key=len, reverse=True)
    return small, re.compile("|".join([catalogue.PLACEHOLDER.pattern, *map(re.escape, longest_first)]))


def names_in_the_data() -> set[str]:
    """Names of things in the database; “Stöd och matchning” is that of a service."""
    named = dict.fromkeys((Municipality, County, Service, DeliveryArea, Provider), "name")
    columns = [*named.items(), (Source, "publisher"), (Classification, "owner")]
    return {name for kind, column in columns for name in kind.objects.values_list(column, flat=True)}


@cache
def written_texts(version: str) -> list[str]:
    """What people wrote, in the language that they chose: reasons, notes, titles; as one line each, longest first."""
    columns = [(Plan, "name"), (Plan, "note"), (Plan, "reason"), (Change, "reason"), (Waiver, "reason")]
    columns += [(FollowUp, "note"), (Milestone, "name"), (Milestone, "name_en"), (Milestone, "note"), (Phase, "note")]
    columns += [(Milestone, "invitation"), (Milestone, "place")]
    columns += [(DayStatement, "wording"), (DayStatement, "method"), (Source, "title"), (Source, "note")]
    found = {text for kind, column in columns for text in kind.objects.values_list(column, flat=True) if text}
    return sorted({" ".join(text.split()) for text in found}, key=len, reverse=True)


def assert_speaks(language: str, html: bytes, path: str) -> None:
    said = told(html, language)
    caught = caught_by_catalogue(said, language) + caught_by_small_words(said, language)
    assert caught == [], f"{path} does not speak {language} alone"


# --- The pages speak the reader's language ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(page_names()))
def test_every_page_speaks_the_language_of_its_address(reader, language, name):
    signed_in_for(reader, name)

    for path in addresses(name):
        answer = reader.get(path)

        assert answer.status_code == 200, path
        if answer["Content-Type"].startswith("text/html"):
            assert_speaks(language, answer.content, path)
        else:
            said = [("file", text) for text in texts_in(answer)]
            assert caught_by_catalogue(said, language) + caught_by_small_words(said, language) == [], path


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
