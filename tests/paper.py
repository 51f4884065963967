"""Reports as they are read from paper: the text of their pages, in order. Knows PDF, nothing of what a report says."""

import io
import re
from collections.abc import Iterable

from pypdf import PdfReader

HYPHENATED = re.compile(r"(?<=[a-zåäö])-\s*\n\s*(?=[a-zåäö])")


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, words that were divided made whole, a space between any two."""
    return [" ".join(HYPHENATED.sub("", page.extract_text()).split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def paper_text(pdf: bytes) -> str:
    """The text of all pages."""
    return " ".join(pages_of(pdf))


def missing(words: Iterable[str], text: str) -> list[str]:
    """The words that a text does not have, blanks and hyphens apart: a typesetter divides lines where it likes."""
    plain = bare(text)
    return [each for each in words if bare(each) not in plain]


def bare(words: str) -> str:
    return re.sub(r"[\s\u00ad\u2010-]+", "", words)
