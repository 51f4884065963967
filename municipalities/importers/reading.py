"""What every importer shares: faults, problems, and reading one value or one file. Knows no table and no database.

A *fault* stops the whole file (`ImportFault`). A *problem* belongs to a line: an error keeps everything from being
saved, a remark is told and no more. Values come as people write them: numbers as text, "-" for nothing, decimal commas.
"""

import hashlib
import json
import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

from django.utils.translation import gettext as _

Item = TypeVar("Item")
Value = TypeVar("Value")

MAX_BYTES = 300_000_000
HIGHEST_COUNT = 10_000_000  # about the inhabitants of Sweden: no column counts more of anything
MISSING_WORDS = frozenset({"", "-", "–", "—", "betyg saknas", "uppgift saknas", "saknas"})
MASKED = re.compile(r"<\s*[0-9]+")
NUMBER = re.compile(r"[+-]?[0-9]{1,30}(?:[.][0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?")
AGREEMENT_NUMBER = re.compile(r"[0-9]{5,12}")
YEAR_AND_MONTH = re.compile(r"((?:19|20)[0-9]{2})-([0-9]{1,2})")
MONTH_AND_YEAR = re.compile(r"([a-zåäö]{3,9})\.?[ -]((?:19|20)[0-9]{2})")
MONTHS = ("januari februari mars april maj juni juli augusti september oktober november december").split()


class ImportFault(Exception):
    """The file cannot be imported at all; the text says why, to whoever chose it."""


class ValueFault(ValueError):
    """A value is not what it should be; the text says how."""


class Severity(StrEnum):
    """What a problem does: an error keeps the whole file out, a remark is only told."""

    ERROR = "error"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a line: where it stands, the agreement number and name it has, and what is wrong."""

    line: str
    key: str
    name: str
    message: str
    severity: Severity = Severity.ERROR


class Count(NamedTuple):
    """A count as published: without a number it is either masked ("<5") or missing, never 0."""

    number: int | None
    is_masked: bool = False


class Track(Protocol):
    """Hands on what it is given, and may show how far it has come."""

    def __call__(self, items: Iterable[Item], description: str) -> Iterable[Item]: ...


def untracked(items: Iterable[Item], description: str) -> Iterable[Item]:
    """Shows nothing."""
    return items


class Line:
    """A line of a file, read value by value: what cannot be read becomes a problem and counts as missing."""

    def __init__(self, place: str, problems: list[Problem]) -> None:
        self.place, self.problems, self.key, self.name = place, problems, "", ""
        self.is_sound = True

    def take(self, field: str, value: Any, read: Callable[[Any], Value], *, required: bool = False) -> Value | None:
        """The value, read; None where it is missing or, with a problem, where it cannot be read or is required."""
        try:
            found = read(value)
        except ValueFault as fault:
            self.complain(f"{field}: {fault}")
            return None
        if required and found in (None, ""):
            self.complain(_("%(field)s: is missing") % {"field": field})
        return found

    def complain(self, message: str) -> None:
        """An error of this line."""
        self.is_sound = False
        self.problems.append(Problem(self.place, self.key, self.name, message))

    def remark(self, message: str) -> None:
        """Something to be told of this line that keeps nothing from being saved."""
        self.problems.append(Problem(self.place, self.key, self.name, message, Severity.REMARK))


def shown(value: Any, longest: int = 60) -> str:
    """A value as it can be shown on one line of a terminal: no control characters, not too long."""
    text = str(value)[: longest + 1]
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else "�" for letter in text)
    return text if len(text) <= longest else f"{text[:longest]}…"


def is_missing(value: Any) -> bool:
    """Whether a value says that there is none: empty, a dash, "Betyg saknas", or masked ("<5"). Missing is never 0."""
    if not isinstance(value, str):
        return value is None
    word = value.strip().casefold()
    return word in MISSING_WORDS or MASKED.fullmatch(word) is not None


def text(value: Any, longest: int = 200) -> str:
    """Text on one line; a whole number counts as text, nothing as "". Raises ValueFault."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueFault(_("“%(value)s” is not text") % {"value": shown(value)})
    found = " ".join(unicodedata.normalize("NFC", str(value)).split())
    if not found.isprintable() and any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in found):
        raise ValueFault(_("“%(value)s” holds a control character") % {"value": shown(found)})
    if len(found) > longest:
        known = {"length": len(found), "longest": longest, "value": shown(found, 30)}
        raise ValueFault(_("“%(value)s” is %(length)d characters long, at most %(longest)d are kept") % known)
    return found


def text_up_to(longest: int) -> Callable[[Any], str]:
    """Reads text of at most so many characters."""
    return lambda value: text(value, longest)


def name(value: Any) -> str:
    """A name: text with a letter or a digit in it, or "". Raises ValueFault."""
    found = text(value)
    if found and not any(letter.isalnum() for letter in found):
        raise ValueFault(_("“%(value)s” is not a name") % {"value": shown(found)})
    return found


def number(value: Any) -> float | None:
    """A number, as such or as text with a decimal point or comma; None where missing. Raises ValueFault."""
    if is_missing(value):
        return None
    if isinstance(value, str):
        written = "".join(value.split()).replace("\u2212", "-").replace(",", ".")
        value = float(written) if NUMBER.fullmatch(written) else value
    if isinstance(value, bool) or not isinstance(value, int | float) or not is_finite(value):
        raise ValueFault(_("“%(value)s” is not a number") % {"value": shown(value)})
    return float(value)


def is_finite(value: float) -> bool:
    """Whether a number is neither infinite nor NaN, nor a whole number that no float can hold."""
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def whole(value: Any) -> int | None:
    """A count, from 0 to HIGHEST_COUNT; None where missing. Raises ValueFault."""
    found = number(value)
    if found is None:
        return None
    if not found.is_integer():
        raise ValueFault(_("“%(value)s” is not a whole number") % {"value": shown(value)})
    if not 0 <= found <= HIGHEST_COUNT:
        known = {"value": shown(value), "highest": HIGHEST_COUNT}
        raise ValueFault(_("“%(value)s” does not lie between 0 and %(highest)d") % known)
    return int(found)


def masked_count(value: Any) -> Count:
    """A count, or that it is masked ("<5") or missing. Raises ValueFault."""
    is_masked = isinstance(value, str) and MASKED.fullmatch(value.strip()) is not None
    return Count(whole(value), is_masked)


def share(value: Any) -> float | None:
    """A share, from 0 to 1; None where missing. Raises ValueFault."""
    found = number(value)
    if found is not None and not 0 <= found <= 1:
        raise ValueFault(_("“%(value)s” is not a share between 0 and 1") % {"value": shown(value)})
    return found


def rating(value: Any) -> int | None:
    """A rating, 1 to 4; None where missing. Raises ValueFault."""
    found = number(value)
    if found is not None and found not in (1, 2, 3, 4):
        raise ValueFault(_("“%(value)s” is not a rating: ratings are 1, 2, 3 and 4") % {"value": shown(value)})
    return None if found is None else int(found)


def yes_or_no(value: Any) -> bool | None:
    """Whether the answer is yes; None where missing. Raises ValueFault."""
    if is_missing(value) or isinstance(value, bool):
        return value if isinstance(value, bool) else None
    answer = {"ja": True, "yes": True, "true": True, "nej": False, "no": False, "false": False}.get(
        str(value).strip().casefold()
    )
    if answer is None:
        raise ValueFault(_("“%(value)s” is neither yes nor no") % {"value": shown(value)})
    return answer


def day(value: Any) -> date | None:
    """A day, as a date or as YYYY-MM-DD; None where missing. Raises ValueFault."""
    if is_missing(value):
        return None
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    try:
        return date.fromisoformat(str(value).strip().removesuffix(" 00:00:00"))
    except ValueError:
        raise ValueFault(_("“%(value)s” is not a day written as YYYY-MM-DD") % {"value": shown(value)}) from None


def month(value: Any) -> date | None:
    """The first day of a month that is given as a date, as YYYY-MM or as "Januari 2025"; None where missing.

    Raises ValueFault.
    """
    if is_missing(value):
        return None
    is_day = isinstance(value, date)  # a datetime is one too
    written = f"{value:%Y-%m}" if is_day else " ".join(str(value).casefold().split())
    if found := YEAR_AND_MONTH.fullmatch(written):
        year, which = int(found[1]), int(found[2])
    elif found := MONTH_AND_YEAR.fullmatch(written):
        year, which = int(found[2]), _month_named(found[1])
    else:
        year, which = 0, 0
    if not 1 <= which <= 12:
        raise ValueFault(_("“%(value)s” is not a month") % {"value": shown(value)})
    return date(year, which, 1)


def _month_named(word: str) -> int:
    """1 to 12 for the name of a month or its first three letters, else 0."""
    return next((at for at, full in enumerate(MONTHS, start=1) if word in (full, full[:3])), 0)


def agreement_number(value: Any) -> str:
    """An agreement number (KA-nummer): 5 to 12 digits, as a number or text; "" where missing. Raises ValueFault."""
    found = "" if is_missing(value) else text(value)
    if found and not AGREEMENT_NUMBER.fullmatch(found):
        raise ValueFault(_("“%(value)s” is not an agreement number: 5 to 12 digits") % {"value": shown(found)})
    return found


def read_bytes(path: Path) -> bytes:
    """The content of a file. Raises ImportFault where there is none, or too much."""
    try:
        if path.stat().st_size > MAX_BYTES:
            limit = MAX_BYTES // 1_000_000
            raise ImportFault(_("%(file)s is larger than %(limit)d MB.") % {"file": path.name, "limit": limit})
        content = path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name that no file system can hold
        reason = getattr(error, "strerror", None) or error
        raise ImportFault(
            _("%(file)s cannot be read: %(reason)s.") % {"file": shown(path.name), "reason": reason}
        ) from None
    if not content or content.isspace():
        raise ImportFault(_("%(file)s is empty.") % {"file": path.name})
    return content


def fingerprint(content: bytes) -> str:
    """The SHA-256 of a file, as 64 hexadecimal digits: by it the same file is known again."""
    return hashlib.sha256(content).hexdigest()


def json_in(content: bytes, file_name: str) -> Any:
    """The value that a JSON file holds, with or without a byte order mark. Raises ImportFault."""
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ImportFault(_("%(file)s is not text in UTF-8, so it is not a JSON file.") % {"file": file_name}) from None
    except json.JSONDecodeError as error:
        known = {"file": file_name, "line": error.lineno, "column": error.colno}
        raise ImportFault(
            _("%(file)s is not JSON, or cut off: it cannot be read from line %(line)d, column %(column)d.") % known
        ) from None
    except (ValueError, RecursionError):  # a number of thousands of digits; a thousand lists in each other
        raise ImportFault(_("%(file)s is not JSON that can be read.") % {"file": file_name}) from None
