"""The calendar file: read back by the library that wrote it, by another one, and by the letter of RFC 5545."""

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
import vobject

from rollout.calendars import Entry, calendar_file
from rollout.subscribed import Fact

MADE = datetime(2021, 7, 1, 8, tzinfo=UTC)
CHANGED = datetime(2021, 9, 22, 9, 30, tzinfo=UTC)
LAST = Fact(
    "stom-rom.phase-2.last_referral_on",
    "Sista anvisningsdag för STOM: Etapp 2",
    on=date(2021, 9, 28),
    names="Luleå, Umeå",
    note="Rad ett;\nrad två, med \\ och åäö",
)
MEETING = Fact(
    "milestone-1",
    "Dialogmöte",
    on=date(2026, 3, 2),
    starts_at=time(13),
    ends_at=time(15, 30),
    place="Folkets hus, Umeå",
)


def written(*facts: Fact, **values) -> bytes:
    entries = [Entry(fact, MADE, CHANGED, **values) for fact in facts]
    return calendar_file(entries, name="Stockholm: åäö", language="sv")


def events(content: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


def test_a_day_comes_back_as_it_was_written():
    (event,) = events(written(LAST, sequence=3, url="https://example.se/etapper/stom-rom/2/"))

    assert event["UID"] == "stom-rom.phase-2.last_referral_on@rusta-och-matcha"
    assert event["SUMMARY"] == LAST.title
    assert event.decoded("DTSTART") == date(2021, 9, 28)
    assert event.decoded("DTEND") == date(2021, 9, 29)
    assert event.decoded("LAST-MODIFIED") == event.decoded("DTSTAMP") == CHANGED
    assert event.decoded("CREATED") == MADE
    assert (event["SEQUENCE"], event["STATUS"], event["TRANSP"]) == (3, "CONFIRMED", "TRANSPARENT")
    assert event["DESCRIPTION"] == f"{LAST.names}\n\n{LAST.note}"
    assert event["URL"] == "https://example.se/etapper/stom-rom/2/"


def test_several_days_end_on_the_day_after_the_last():
    (event,) = events(written(Fact("tender", "Anbud", on=date(2026, 3, 2), until=date(2026, 3, 4))))

    assert event.decoded("DTEND") == date(2026, 3, 5)


@pytest.mark.parametrize(
    "day, begins, ends",
    [
        (date(2026, 3, 2), datetime(2026, 3, 2, 12, tzinfo=UTC), datetime(2026, 3, 2, 14, 30, tzinfo=UTC)),
        (date(2026, 7, 2), datetime(2026, 7, 2, 11, tzinfo=UTC), datetime(2026, 7, 2, 13, 30, tzinfo=UTC)),
    ],
    ids=["winter", "summer"],
)
def test_times_are_swedish_and_written_as_moments(day, begins, ends):
    (event,) = events(written(Fact("m", "Möte", on=day, starts_at=time(13), ends_at=time(15, 30))))

    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (begins, ends)
    assert event["TRANSP"] == "OPAQUE"


def test_a_meeting_without_an_end_has_none():
    (event,) = events(written(Fact("m", "Möte", on=date(2026, 3, 2), starts_at=time(13))))

    assert "DTEND" not in event


def test_what_has_gone_is_cancelled_and_keeps_its_uid():
    (before,), (after,) = events(written(LAST)), events(written(LAST, is_gone=True, sequence=1))

    assert after["STATUS"] == "CANCELLED"
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_what_has_no_day_is_no_event():
    assert events(written(Fact("providers", "Providers", value="3"), LAST)) == events(written(LAST))


def test_the_same_entries_give_the_same_bytes():
    assert written(LAST, MEETING) == written(LAST, MEETING)


def test_a_calendar_that_was_read_and_written_again_is_the_same():
    content = written(LAST, MEETING)

    assert icalendar.Calendar.from_ical(content).to_ical() == content


def test_a_second_parser_reads_the_same():
    calendar = vobject.readOne(written(LAST, MEETING).decode())

    day, meeting = calendar.vevent_list
    assert calendar.x_wr_calname.value == "Stockholm: åäö"
    assert (day.uid.value, day.summary.value) == (f"{LAST.uid}@rusta-och-matcha", LAST.title)
    assert (day.dtstart.value, day.dtend.value) == (LAST.on, LAST.on + timedelta(days=1))
    assert day.description.value == f"{LAST.names}\n\n{LAST.note}"
    assert meeting.location.value == MEETING.place
    assert meeting.dtstart.value.astimezone(UTC) == datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_lines_end_and_fold_as_the_standard_says():
    content = written(LAST, Fact("long", "å" * 300, on=date(2026, 1, 1)))

    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"\n" not in b"".join(lines)
    assert max(len(line) for line in lines) <= 75


def test_the_calendar_says_who_made_it_what_it_is_called_and_when_to_ask_again():
    calendar = icalendar.Calendar.from_ical(written(LAST))

    assert calendar["VERSION"] == "2.0"
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["PRODID"]
    assert calendar["X-WR-CALNAME"] == calendar["NAME"] == "Stockholm: åäö"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in written(LAST)


@pytest.mark.parametrize("text", ["BEGIN:VEVENT", "a\r\nATTENDEE:mailto:x@example.se", "semi;colon, comma \\ back"])
def test_words_cannot_become_lines_of_the_file(text):
    (event,) = events(written(Fact("a", text, on=date(2026, 1, 1), place=text, note=text)))

    assert "ATTENDEE" not in event
    assert event["SUMMARY"].replace("\r\n", "\n") == text.replace("\r\n", "\n")
