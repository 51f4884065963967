"""A correction in words: what it is about, what was so and what is wanted, line by line, and how far it has come."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from providers.correcting import ADD, CLOSE, DAYS, MOVE
from providers.corrections import changed_since
from providers.models import Correction, Office
from rollout.forms.corrections import agreement_label

State = Correction.State

KIND_WORDS: dict[str, Promise] = {
    ADD: gettext_lazy("New office"),
    MOVE: gettext_lazy("Office moves"),
    CLOSE: gettext_lazy("Last day of an office"),
    DAYS: gettext_lazy("Days of an agreement"),
}
MISSING = "–"
RIGHTED = gettext_lazy("Address corrected")

STATE_WORDS: dict[str, Promise] = {
    State.REQUESTED: gettext_lazy("Waits to be reviewed"),
    State.IN_REVIEW: gettext_lazy("Being reviewed"),
    State.APPLIED: gettext_lazy("Applied"),
    State.REJECTED: gettext_lazy("Rejected"),
    State.WITHDRAWN: gettext_lazy("Withdrawn"),
}

MINOR = {
    ADD: ("on_site", "street", "post_town", "latitude"),  # the title has the address
    MOVE: ("latitude",),
    CLOSE: (),
    DAYS: (),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A column before and after. now: what it has become since it was asked, where that is something else.

    is_minor: lists leave it out, for it goes without saying there.
    """

    label: str
    was: str
    wanted: str
    now: str = ""
    is_minor: bool = False

    @property
    def differs(self) -> bool:
        return self.wanted not in (self.was, self.was or MISSING)


def told_correction(correction: Correction) -> dict:
    """A correction as lists and pages show one. No query for a row that came with `told()`."""
    return {
        "row": correction,
        "what": what(correction),
        "about": about(correction),
        "state": STATE_WORDS[correction.state],
        "lines": lines(correction),
    }


def what(correction: Correction) -> str:
    """The kind; a move without a day puts an address right."""
    is_righting = correction.kind == MOVE and correction.first_on is None
    return str(RIGHTED if is_righting else KIND_WORDS[correction.kind])


def about(correction: Correction) -> str:
    """The office by its address, or the agreement by its name; never empty."""
    was = (correction.was_street, correction.was_post_town)
    address = was if correction.kind in (MOVE, CLOSE) and any(was) else (correction.street, correction.post_town)
    place = ", ".join(part for part in address if part)
    municipality = correction.municipality or correction.was_municipality
    return place or (municipality.name if municipality else agreement_label(correction.agreement))


def lines(correction: Correction) -> list[Line]:
    """What was so and what is wanted; of an open correction also what has changed since. No query.

    Only what the correction is about, and of a new office only what is wanted.
    """
    now = {each.field: each.now for each in changed_since(correction)} if correction.is_open else {}
    return [
        Line(label, was, wanted, in_words(now[field]) if field in now else "", field in MINOR[correction.kind])
        for field, label, was, wanted in {
            ADD: _new_office,
            MOVE: _moved_office,
            CLOSE: _last_day,
            DAYS: _days,
        }[correction.kind](correction)
    ]


def _new_office(row: Correction) -> list[tuple[str, str, str, str]]:
    return [
        ("on_site", _("Kind"), "", kind_of_office(on_site=row.on_site)),
        *_address(row, is_new=True),
        ("first_on", _("First day"), "", in_words(row.first_on)),
        ("last_on", _("Last day"), "", open_end(row.last_on)),
    ]


def _moved_office(row: Correction) -> list[tuple[str, str, str, str]]:
    since = in_words(row.first_on) if row.first_on else _("all along")
    return [*_address(row, is_new=False), ("first_on", _("Address holds from"), in_words(row.was_first_on), since)]


def _address(row: Correction, *, is_new: bool) -> list[tuple[str, str, str, str]]:
    was = ["", "", "", ""] if is_new else [in_words(each) for each in _place(row, "was_")]
    labels = (_("Street address"), _("Post town"), _("Coordinate"), _("Municipality"))
    fields = ("street", "post_town", "latitude", "municipality_id")
    wanted = [in_words(each) for each in _place(row, "")]
    return list(zip(fields, labels, was, wanted, strict=True))


def _place(row: Correction, of: str) -> tuple[str, str, str, Any]:
    """Street, town with its postal code, coordinate and municipality; of "was_" those that there were."""
    value = {name: getattr(row, f"{of}{name}") for name in ("street", "postal_code", "post_town", "municipality")}
    latitude, longitude = getattr(row, f"{of}latitude"), getattr(row, f"{of}longitude")
    point = "" if latitude is None else f"{latitude:.5f}, {longitude:.5f}"
    town = " ".join(part for part in (value["postal_code"], value["post_town"]) if part)
    return value["street"], town, point, value["municipality"]


def _last_day(row: Correction) -> list[tuple[str, str, str, str]]:
    return [
        ("first_on", _("First day"), in_words(row.was_first_on), in_words(row.was_first_on)),
        ("last_on", _("Last day"), open_end(row.was_last_on), open_end(row.last_on)),
    ]


def _days(row: Correction) -> list[tuple[str, str, str, str]]:
    return [
        ("first_on", _("First day"), in_words(row.was_first_on), in_words(row.first_on)),
        ("last_on", _("Last day"), open_end(row.was_last_on), open_end(row.last_on)),
    ]


def in_words(value: Any) -> str:
    """A value; a missing one is a dash."""
    if value in (None, ""):
        return MISSING
    return date_format(value, "Y-m-d") if isinstance(value, date) else str(value)


def open_end(day: date | None) -> str:
    """A last day; none is no gap but an open end."""
    return in_words(day) if day else _("until further notice")


def kind_of_office(*, on_site: bool) -> str:
    """What kind of office it is."""
    return _("on site") if on_site else _("digital only")


def placed_words(correction: Correction) -> str:
    """How the municipality of the wanted address is known."""
    return str(Office.Placed(correction.placed).label) if correction.placed else ""


def steps(correction: Correction) -> list[dict]:
    """What has been done with a correction, in order: what, who and when."""
    found = [{"what": _("Requested"), "who": correction.by_name, "at": correction.asked_at}]
    if correction.taken_at:
        found.append({"what": _("Taken into review"), "who": correction.reviewer_name, "at": correction.taken_at})
    if correction.decided_at:
        decided_by = "" if correction.state == State.WITHDRAWN else correction.reviewer_name
        found.append({"what": str(STATE_WORDS[correction.state]), "who": decided_by, "at": correction.decided_at})
    return found
