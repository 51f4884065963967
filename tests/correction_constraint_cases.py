"""What the database refuses of corrections, and what lies just inside the border; as `constraint_cases.py` has it."""

from datetime import date

from tests import factories as make
from tests.constraint_cases import NOT_BEFORE, Case, always

REASON = "A correction is rejected with a reason."
DECIDED = "A correction is closed from the moment of its decision."
TAKEN = "A correction in review has been taken by somebody."
POINT = "A coordinate has a latitude and a longitude."


def the_same_new_office(**values):
    """What another correction asks for, but for what is given."""

    def changes(row) -> dict:
        other = make.make_correction(municipality=make.make_municipality())
        return {name: getattr(other, name) for name in ("agreement", "municipality", "street")} | values

    return changes


def beside_an_open_correction(kind: str):
    """A correction of the same office as one that waits."""
    return lambda row: {"kind": kind, "office": make.make_correction(kind="move", office=make.make_office()).office}


def decided(**values):
    return always(decided_at=make.PUBLISHED_AT, **values)


REFUSED = [
    Case("a rejection without a reason", make.make_correction, decided(state="rejected"), REASON),
    Case("an open correction that is decided", make.make_correction, decided(), DECIDED),
    Case("an applied correction that nobody decided on", make.make_correction, always(state="applied"), DECIDED),
    Case("a review by nobody", make.make_correction, always(state="in_review"), TAKEN),
    Case("half a point", make.make_correction, always(latitude=65.58), POINT),
    Case(
        "a correction's last day",
        make.make_correction,
        always(first_on=date(2021, 1, 2), last_on=date(2021, 1, 1)),
        NOT_BEFORE,
    ),
    Case(
        "a new office that is there",
        make.make_correction,
        lambda row: {"office": make.make_office()},
        "A correction of this kind is not about an existing office.",
    ),
    Case(
        "an office closed and moved at once",
        make.make_correction,
        beside_an_open_correction("close"),
        "A correction of this office is under way already.",
    ),
    Case(
        "two proposals of days",
        make.make_correction,
        lambda row: {"kind": "days", "agreement": make.make_correction(kind="days").agreement},
        "A correction of the days of this agreement is under way already.",
    ),
    Case("a new office twice", make.make_correction, the_same_new_office(), "This office has already been requested."),
]

ACCEPTED = [
    Case("a rejection with a reason", make.make_correction, decided(state="rejected", answer="Fel kommun")),
    Case("a withdrawn correction", make.make_correction, decided(state="withdrawn")),
    Case("a review by somebody", make.make_correction, always(state="in_review", taken_at=make.PUBLISHED_AT)),
    Case("a point", make.make_correction, always(latitude=65.58, longitude=22.15)),
    Case("a correction of one day", make.make_correction, always(first_on=date(2021, 1, 1), last_on=date(2021, 1, 1))),
    Case(
        "an office that was made as asked",
        make.make_correction,
        lambda row: {"office": make.make_office(), "state": "applied", "decided_at": make.PUBLISHED_AT},
    ),
    Case(
        "a move of an office whose closing is withdrawn",
        make.make_correction,
        lambda row: {
            "kind": "move",
            "office": make.make_correction(
                kind="close", office=make.make_office(), state="withdrawn", decided_at=make.PUBLISHED_AT
            ).office,
        },
    ),
    Case("a new office in another street", make.make_correction, the_same_new_office(street="Andra gatan 2")),
]
