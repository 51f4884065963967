"""What a report is made of: a head, sections, and a few kinds of blocks. Pure: knows no words and no typesetter.

Everything is text, numbers and pictures that are ready to be shown. Nothing in it is markup: the typesetter gets it as
JSON, so that a name such as `#strong[x]` stays a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Key:
    """A class of the palette in words: drawn with colour and sign."""

    key: str
    word: str


@dataclass(frozen=True, slots=True)
class Under:
    """A cell of two lines, the second of them quiet."""

    word: str
    under: str


Cell = str | Key | Under


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column. number: it stands to the right. share: how much of what is left over the column takes."""

    label: str
    number: bool = False
    share: float = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads, which are repeated on every page."""

    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; a quiet one explains."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure: what it is, the value large, and how it is counted."""

    label: str
    value: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Key figures side by side."""

    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels with what belongs to each."""

    pairs: Sequence[tuple[str, Cell]]


@dataclass(frozen=True, slots=True)
class Counts:
    """Classes with how many are in each."""

    title: str
    counts: Sequence[tuple[Key, str]]


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which something happens. lead: the one that a reader wants to know first, with how far away it is."""

    day: str
    what: str
    about: str = ""
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """Days in order."""

    days: Sequence[Day]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG, with its words for those who do not see it. height: in millimetres."""

    svg: str
    words: str
    height: float
    caption: str = ""
    legend: Sequence[Key] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """Blocks in a wide column, and others in a narrow one to the right of it."""

    wide: Sequence["Block"]
    narrow: Sequence["Block"]


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks in columns of the same width."""

    columns: Sequence[Sequence["Block"]]


@dataclass(frozen=True, slots=True)
class Link:
    """Where the same can be read."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Numbered lines, in the order in which they are cited, each with its address. lang: the language of the lines."""

    lines: Sequence[tuple[str, str]]
    lang: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it. count: how many lines, where it is a list."""

    title: str
    blocks: Sequence["Block"]
    count: str = ""


Block = Table | Words | Figures | Pairs | Counts | Days | Picture | Beside | Columns | Link | Listed | Section


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.

    name: of its file, without the ending. kind, title, code, facts: its head. head, foot, mark: what every page says;
    page_of: with holes for {page} and {pages}. mark: whose rows are counted; warns: they are invented. made_on: the day
    of its making, the only clock in it, so that the same rows give the same bytes.
    """

    name: str
    lang: str
    kind: str
    title: str
    code: str
    facts: Sequence[str]
    head: str
    foot: str
    page_of: str
    mark: str
    warns: bool
    made_on: date
    sections: Sequence[Block]


def as_plain(value: object) -> object:
    """A report or a part of it as dictionaries, lists and text, ready for JSON; `kind` says which block one is."""
    if is_dataclass(value):
        told = {each.name: as_plain(getattr(value, each.name)) for each in fields(value)}
        return told if isinstance(value, Report) else {"block": type(value).__name__, **told}
    if isinstance(value, (list, tuple)):
        return [as_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
