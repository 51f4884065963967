"""The page by which a provider sends in a file of its offices: choose it, look at what it would ask for, ask for it."""

import re

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.importers.reading import Problem
from providers.correcting import ADD, CLOSE, MOVE, Address
from providers.importers import office_columns, office_files
from providers.importers.office_columns import OfficeRow
from providers.importers.office_files import OfficeFileChanges
from providers.models import Office, Provider
from rollout.exports import Table
from rollout.forms.corrections import UploadForm, UploadSendForm
from rollout.pages.asked import Crumb
from rollout.pages.correction_words import in_words, open_end
from rollout.pages.portal_frame import portal_frame
from rollout.portal_access import Entrance

COLUMNS: dict[str, Promise] = {
    office_columns.OFFICE: gettext_lazy("The key of an existing office. Leave it as it is; empty for a new office."),
    office_columns.NUMBER: gettext_lazy("The number of the agreement under which the office is."),
    office_columns.STREET: gettext_lazy("Street address. Another one moves the office."),
    office_columns.CODE: gettext_lazy("Postal code."),
    office_columns.TOWN: gettext_lazy("Post town."),
    office_columns.LATITUDE: gettext_lazy("Latitude in degrees, such as 65.5842. The municipality is derived from it."),
    office_columns.LONGITUDE: gettext_lazy("Longitude in degrees, such as 22.1567."),
    office_columns.MUNICIPALITY: gettext_lazy("The name of the municipality, where there is no coordinate."),
    office_columns.ON_SITE: gettext_lazy("“ja” for an office on site, “nej” for a digital offer only."),
    office_columns.FIRST: gettext_lazy(
        "The first day, such as 2026-12-01; for an office that moves, the first day there."
    ),
    office_columns.LAST: gettext_lazy("The last day; empty until further notice."),
}
KINDS = ((ADD, gettext_lazy("New")), (MOVE, gettext_lazy("Moved")), (CLOSE, gettext_lazy("Closed")))
PLACE_IN_FILE = re.compile(r"([0-9]+)")


def upload_page(
    request: HttpRequest,
    entrance: Entrance,
    *,
    form: forms.Form | None = None,
    changes: OfficeFileChanges | None = None,
    fault: str = "",
) -> dict:
    """The context of `rollout/portal/office_upload.html`. No query. changes: what the file that was sent asks for."""
    offices = reverse("portal-offices", args=[entrance.provider.pk])
    crumbs = [Crumb(_("Offices"), offices), Crumb(_("File of offices"))]
    return {
        **portal_frame(request, entrance, here="portal-offices", crumbs=crumbs),
        "form": form or UploadForm(),
        "columns": COLUMNS.items(),
        "most": office_files.MAX_OFFICES,
        "fault": fault,
        **(told_changes(changes) if changes else {}),
    }


def told_changes(changes: OfficeFileChanges) -> dict:
    """What a file asks for, kind by kind, and what is wrong with it; sent back by a form where nothing is."""
    sound = changes.asked and not changes.problems
    return {
        "looked_at": changes.file.name,
        "kinds": [
            {"label": label, "rows": [told_row(*each) for each in rows]}
            for kind, label in KINDS
            if (rows := changes.of(kind))
        ],
        "counts": [(label, len(changes.of(kind))) for kind, label in KINDS],
        "unchanged": changes.unchanged,
        "asked": len(changes.asked),
        "problems": sorted(changes.problems, key=_place),
        "send_form": send_form(changes) if sound else None,
    }


def send_form(changes: OfficeFileChanges) -> UploadSendForm:
    """The form that sends the rows back, once they have been looked at."""
    rows = office_files.as_text(changes.file)
    values = {"rows": rows, "file_name": changes.file.name, "seen": changes.fingerprint}
    return UploadSendForm(initial=values)


def told_row(row: OfficeRow, judged) -> dict:
    """A row with what was so and what is asked for."""
    office, wish = judged.wanted.office, judged.wish
    return {
        "line": row.line,
        "number": row.number,
        "was": address_words(office) if office else "",
        "wanted": _written(row.address) or row.municipality,
        "first": in_words(wish.first),
        "last": open_end(wish.last),
        "was_last": open_end(office.closes_on) if office else "",
        "is_righted": wish.kind == MOVE and wish.first is None,
        "is_faulty": bool(judged.faults),
    }


def address_words(office: Office) -> str:
    """The address of an office on one line."""
    return ", ".join(part for part in (office.street, office.post_town) if part)


def _written(address: Address) -> str:
    return ", ".join(part for part in (address.street, address.post_town) if part)


def _place(problem: Problem) -> list:
    """Row 9 comes before row 10."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in PLACE_IN_FILE.split(problem.line)]


def template_table(provider: Provider, offices: list[Office]) -> Table:
    """The provider's offices as a file to be corrected and sent in again."""
    about = [(_("What it is"), _("The offices of %(name)s, to be corrected and sent in") % {"name": provider.name})]
    about += [(header, str(words)) for header, words in COLUMNS.items()]
    rows = office_files.template_rows(offices)
    return Table(name="kontor", title=_("Offices"), columns=office_columns.HEADERS, rows=rows, about=about)
