"""Swedish words and codes as readers sort, type and abbreviate them.

Databases disagree about å, ä and ö, so the order and the match are worked out here and stored as plain text, to be
compared byte by byte (SQLite `BINARY`, PostgreSQL `"C"`). Pure: knows nothing of Django or of any table.
"""

from __future__ import annotations

import re
import unicodedata

# The three characters after z in ASCII stand for the three letters after z in the Swedish alphabet.
# The Danish, Norwegian and German letters go where Swedish dictionaries put them: æ with ä, ø with ö, ü with y.
_SORTS_AS = {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y", "ð": "d", "đ": "d", "þ": "th", "ł": "l"}
# Whoever lacks the key types a for å, ä and æ, and o for ö and ø.
_FOUND_AS = {"æ": "a", "ø": "o", "œ": "oe", "ð": "d", "đ": "d", "þ": "th", "ł": "l", "ı": "i"}

_CODE = re.compile(r"[0-9]{3,4}")


def sort_key(text: str) -> str:
    """Text that sorts, byte by byte, as Swedish readers expect: … x y z å ä ö, with w a letter of its own.

    Case, accents (é as e), hyphens and punctuation make no difference; words are compared one by one, so that
    "Upplands-Bro" comes before "Upplands Väsby". Different texts can have the same key: order by
    something else after it. The key can be longer than the text (ß becomes ss).
    """
    return _single_spaced("".join(_SORTS_AS.get(letter) or _plain(letter) for letter in _folded(text)))


def search_key(text: str) -> str:
    """Text without case, diacritics, hyphens or punctuation: a name is found where its key contains the query's key.

    `orebro`, `ÖREBRO` and `Ørebro` all become `orebro`. Of the same text twice it makes no more difference than once.
    """
    return _single_spaced("".join(_FOUND_AS.get(letter) or _plain(letter) for letter in _folded(text)))


def code_from(query: str) -> str | None:
    """The four-digit municipality code that a query is, its lost leading zero put back; None where it is no code.

    `180`, `0180` and ` 0180 ` are all `0180`. Whether a municipality has the code is for the caller to ask.
    """
    query = query.strip()
    return query.zfill(4) if _CODE.fullmatch(query) else None


def _folded(text: str) -> str:
    """Without case and without variants of form, such as ligatures and full-width letters."""
    return unicodedata.normalize("NFKC", text).casefold()


def _plain(letter: str) -> str:
    """The letter or digit without its marks; nothing for a mark alone, a space for anything else."""
    parts = unicodedata.normalize("NFKD", letter)
    bare = (part for part in parts if not unicodedata.category(part).startswith("M"))
    return "".join(part if part.isalnum() else " " for part in bare)


def _single_spaced(text: str) -> str:
    return " ".join(text.split())
