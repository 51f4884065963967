"""The lists of corrections: a provider's own, the reviewers' queue, and those of one file.

Their words are strangers'; `rollout/exports.py` sees to it that no spreadsheet runs one of them.
"""

from collections.abc import Iterable, Mapping

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from rollout.pages.lists.frame import Column, Listing, basis_of_provider, no_basis


def _changes(told: Mapping) -> str | None:
    """What is wanted, line by line, as the lists of the pages tell it."""
    lines = [each for each in told["lines"] if each.differs and not each.is_minor]
    return "; ".join(f"{each.label}: {f'{each.was} → ' if each.was else ''}{each.wanted}" for each in lines) or None


NUMBER = Column(gettext_lazy("Correction no."), lambda told: told["row"].pk)
WHAT = Column(gettext_lazy("What"), lambda told: told["what"])
ABOUT = Column(gettext_lazy("About"), lambda told: told["about"])
SERVICE = Column(gettext_lazy("Service"), lambda told: told["row"].agreement.service.short_name)
AGREEMENT = Column(gettext_lazy("Agreement number"), lambda told: told["row"].agreement.number)
CHANGES = Column(gettext_lazy("Changes"), _changes)
ASKED = Column(gettext_lazy("Requested"), lambda told: localdate(told["row"].asked_at))
ASKED_BY = Column(gettext_lazy("Requested by"), lambda told: told["row"].by_name or None)
FILE = Column(gettext_lazy("File"), lambda told: told["row"].upload.file_name if told["row"].upload else None)
STATE = Column(gettext_lazy("State"), lambda told: str(told["state"]))
REVIEWER = Column(gettext_lazy("Reviewer"), lambda told: told["row"].reviewer_name or None)
ANSWER = Column(gettext_lazy("Answer"), lambda told: told["row"].answer or None)


def _listing(title: str, columns: Iterable[Column], **frame) -> Listing:
    return Listing("rattelser", title, tuple(columns), lambda context: context["every"](), **frame)


OF_PROVIDER = (
    _listing(
        gettext_lazy("Corrections"),
        (NUMBER, WHAT, ABOUT, SERVICE, AGREEMENT, ASKED, ASKED_BY, FILE, CHANGES, STATE, ANSWER),
        basis=basis_of_provider,
    ),
)
OF_QUEUE = (
    _listing(
        gettext_lazy("Corrections"),
        (
            *(NUMBER, WHAT, ABOUT, SERVICE, AGREEMENT),
            Column(gettext_lazy("Provider"), lambda told: told["row"].agreement.provider.name),
            *(CHANGES, ASKED, ASKED_BY, STATE, REVIEWER),
            Column(gettext_lazy("Example data"), lambda told: told["row"].agreement.provider.is_example),
        ),
        basis=no_basis,
    ),
    Listing(
        key="filer",
        title=gettext_lazy("Files of offices"),
        columns=(
            Column(gettext_lazy("Provider"), lambda row: row.provider.name),
            Column(gettext_lazy("File"), lambda row: row.file_name),
            Column(gettext_lazy("Corrections that wait"), lambda row: row.waiting),
            Column(gettext_lazy("Sent in on"), lambda row: localdate(row.at)),
            Column(gettext_lazy("Sent in by"), lambda row: row.by_name or None),
            Column(gettext_lazy("Example data"), lambda row: row.provider.is_example),
        ),
        rows=lambda context: context["uploads"],
        basis=no_basis,
    ),
)
OF_UPLOAD = (
    _listing(
        gettext_lazy("The corrections of the file"),
        (NUMBER, WHAT, ABOUT, AGREEMENT, CHANGES, STATE, REVIEWER, ANSWER),
        basis=basis_of_provider,
    ),
)
