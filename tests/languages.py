"""Whether words are in one language: two nets, since each lets through what the other catches.

The catalogue: nothing that it translates stands on a page in the other language. Small words: neither language gets far
without its own ("och", "the"), so words that never went through the catalogue show as well.

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

from django.http import HttpResponse
from icalendar import Calendar
from lxml import etree

from municipalities.models import Classification, County, Municipality, Source
from municipalities.versions import current_version
from providers.importers.office_files import ON_SITE
from providers.models import DeliveryArea, Provider, Service
from rollout import catalogue
from rollout.models import Change, DayStatement, FollowUp, Milestone, Phase, Plan, Waiver
from tests.pages import read
from tests.paper import paper_text

LANGUAGES = ("sv", "en")
FEWEST_WORDS = 3
SPOKEN = ("alt", "aria-description", "aria-label", "aria-roledescription", "content", "label", "placeholder", "title")
SMALL_WORDS = {
    "sv": "av den det eller ett finns från för har här inte med när och också om på sig ska som till utan var vid är",
    "en": "and been between does from has have into not of shown than that the their there this was were which with",
}
Piece = tuple[str, str]  # what it is (text, an attribute, a script), and the words


# --- What a page says -------------------------------------------------------------------------------------------------


def told(html: bytes, language: str) -> list[Piece]:
    """Everything a page says, to the eye, the ear or a script, in its own language."""
    whole = read(html)
    if b"<html" in html:  # else it is a part of a page, fetched by a script
        assert whole.one("html")["lang"] == language
    return [(kind, " ".join(words.split())) for kind, words in pieces(whole.node, language)]


def pieces(node: etree._Element, language: str) -> list[Piece]:
    """The words within an element, leaving out elements in another language."""
    found = [("text", node.text)]
    for child in node:
        if isinstance(child.tag, str) and child.get("lang") in (None, language):
            found += [(name, value) for name, value in child.items() if name in SPOKEN or name.startswith("data-")]
            if child.get("type") == "application/json":
                found += [("script", text) for text in strings(json.loads(child.text))]
            elif child.tag not in ("script", "style"):
                found += pieces(child, language)
        found.append(("text", child.tail))
    return [(kind, words) for kind, words in found if words]


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
    """Fails where a page says anything in the other language."""
    assert_said_in(language, told(html, language), path)


def assert_said_in(language: str, said: list[Piece], path: str) -> None:
    caught = caught_by_catalogue(said, language) + caught_by_small_words(said, language)
    assert caught == [], f"{path} does not speak {language} alone"
