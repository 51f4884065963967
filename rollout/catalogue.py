"""The Swedish catalogue: gather the words shown to people from code and templates, and compile their translations.

`python -m rollout.catalogue extract` brings `locale/sv/LC_MESSAGES/django.po` up to date, `compile` makes the file that
Django reads. By Babel, so that no gettext programs are needed. It must not need Django's settings or a database.
"""

import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("municipalities", "providers", "rollout", "templates")
KINDS = {".py", ".html", ".txt", ".xml"}
SWEDISH = ROOT / "rollout" / "locale" / "sv" / "LC_MESSAGES" / "django.po"
HEADER = "# Swedish words. `python3 dev.py messages` keeps the msgids; the translations are written by hand."
# Which arguments of which functions are words to translate; "c" marks the context.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdf]|\{\w*\}")

Found = tuple[int, str | tuple[str, ...], list[str], str | None]


def gather(root: Path = ROOT) -> Catalog:
    """Every msgid in the Python files and templates below a root, with the files it stands in; no translations."""
    catalogue = new_catalogue()
    for path in source_files(root):
        place = (path.relative_to(root).as_posix(), None)
        for _line, msgid, comments, context in words_in(path):
            catalogue.add(msgid, locations=[place], auto_comments=comments, context=context)
    return catalogue


def new_catalogue() -> Catalog:
    """An empty Swedish catalogue whose header names nobody."""
    nobody = dict.fromkeys(
        ["copyright_holder", "msgid_bugs_address", "last_translator", "language_team"], "the project"
    )
    return Catalog(locale="sv", project="Rusta och matcha", version="1", header_comment=HEADER, fuzzy=False, **nobody)


def source_files(root: Path) -> list[Path]:
    """Python files (migrations apart: they hold copies) and templates, in a fixed order."""
    files = [path for source in SOURCES for path in (root / source).rglob("*")]
    return sorted(path for path in files if path.suffix in KINDS and "migrations" not in path.parts)


def words_in(path: Path) -> Iterator[Found]:
    """Line, msgid (singular and plural), comments for the translator and context of each call in a file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django makes a template into something like Python; without its indentation Babel can read it.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
    source = io.BytesIO(text.encode())
    return extract("python", source, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True)


def read(po: Path = SWEDISH) -> Catalog:
    """A catalogue file, or an empty catalogue where there is none. Raises PoFileError where it cannot be read."""
    if not po.exists():
        return new_catalogue()
    with po.open("rb") as file:
        return read_po(file, locale="sv", abort_invalid=True)


def update(po: Path = SWEDISH, *, root: Path = ROOT) -> Catalog:
    """Bring a catalogue file up to date: new msgids come empty, those gone from the code go, the rest stay."""
    known, fresh = read(po), gather(root)
    # The dates in the header stay: else every run would change the file.
    fresh.creation_date, fresh.revision_date = known.creation_date, known.revision_date
    for message in fresh:
        before = known.get(message.id, message.context)
        if message.id and before and before.pluralizable == message.pluralizable:
            message.string, message.user_comments = before.string, before.user_comments
            message.flags |= before.flags & {"fuzzy"}
    po.parent.mkdir(parents=True, exist_ok=True)
    with po.open("wb") as file:
        write_po(file, fresh, width=120, sort_output=True, include_lineno=False)
    return fresh


def compile_catalogue(po: Path = SWEDISH) -> Path:
    """Write what Django reads beside a catalogue file; returns its path."""
    compiled = po.with_suffix(".mo")
    with compiled.open("wb") as file:
        write_mo(file, read(po))
    return compiled


def faults(catalogue: Catalog, wanted: Catalog) -> list[str]:
    """What keeps a catalogue from holding a good translation of every wanted msgid and no other; one line a fault."""
    found = [
        f"{_reading(message)}: {fault}" for message in wanted if message.id for fault in _faults_of(message, catalogue)
    ]
    idle = [message for message in catalogue if message.id and wanted.get(message.id, message.context) is None]
    return found + [f"{_reading(message)}: no longer in the code" for message in [*idle, *catalogue.obsolete.values()]]


def summary(catalogue: Catalog) -> str:
    """How much there is and how much of it is left to translate, in a few words."""
    todo = sum(not all(_forms(message.string)) for message in catalogue if message.id)
    return f"{len(catalogue)} msgids, {todo} without a translation"


def _faults_of(wanted: Message, catalogue: Catalog) -> Iterator[str]:
    translated = catalogue.get(wanted.id, wanted.context)
    if translated is None or translated.pluralizable != wanted.pluralizable:
        yield "not in the catalogue"
        return
    if translated.fuzzy:
        yield "fuzzy"
    allowed = [_placeholders(form) for form in _forms(wanted.id)]
    for form in _forms(translated.string):
        if not form.strip():
            yield "not translated"
        elif _placeholders(form) not in allowed:
            yield f"other placeholders in {form!r}"


def _forms(text: str | Sequence[str] | None) -> list[str]:
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def _reading(message: Message) -> str:
    return repr(_forms(message.id)[0])


def main(verb: str) -> None:
    """Do what the command line asks, and say in one line what is left to do."""
    if verb == "extract":
        print(f"{SWEDISH.relative_to(ROOT)}: {summary(update())}")
    elif verb == "compile":
        print(compile_catalogue().relative_to(ROOT))
    else:
        sys.exit("python -m rollout.catalogue extract|compile")


if __name__ == "__main__":
    main(*(sys.argv[1:] or [""]))
