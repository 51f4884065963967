"""Sets a report as PDF with Typst. Knows documents and the template beside it; nothing of rows, words or requests.

The library is loaded with the first report that is asked for, not with the server: whoever prints nothing has no use
for its fonts. The template asks for no package, so nothing is fetched. The reports are tagged (PDF/UA-1), and the only
clock in them is the day on which they are made: the same report gives the same bytes.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from rollout.palette import CLASSES
from rollout.reports.document import Report, as_plain

if TYPE_CHECKING:
    from typst import Compiler, Fonts

TEMPLATE = Path(__file__).with_name("report.typ")
FONTS = "font_source_sans_pro"
STANDARD = "ua-1"


def as_pdf(report: Report) -> bytes:
    """The report as PDF. May be called by several threads at once; other threads run meanwhile."""
    told = {"report": as_plain(report), "palette": palette()}
    moment = datetime.combine(report.made_on, time(), tzinfo=UTC)
    return _compiler().compile(
        format="pdf", sys_inputs={"told": json.dumps(told)}, pdf_standards=[STANDARD], timestamp=moment
    )


def _compiler() -> "Compiler":
    """A compiler of its own for each report: one keeps what it was last given, which another thread would change."""
    from typst import Compiler

    return Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=fonts())


@lru_cache(maxsize=1)
def fonts() -> "Fonts":
    """Our font, and those within Typst for signs that it lacks: never the machine's, which differ."""
    from typst import Fonts

    files = Path(find_spec(FONTS).origin).parent / "files"
    return Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[files])


def palette() -> dict[str, dict]:
    """The sign and the colours of every class, as the template takes them."""
    return {key: {"sign": each.sign, **asdict(each.light)} for key, each in CLASSES.items()}
