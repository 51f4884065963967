"""What is done with corrections: asked for, taken into review, applied, rejected, withdrawn. The portal calls these.

Keyword-only, whole or not at all, kept in the history. Every reader of a correction sends along the revision that was
read, so that the second of two is told what the first did. The public rows are written by `providers/actions.py` alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from municipalities.kept import ADDED, keep
from providers import actions
from providers.correcting import ADD, CLOSE, DAYS, MOVE, Fault, Wish, find_faults
from providers.correction_ground import ADDRESS_FIELDS, Ground, Wanted, address_of, wishes
from providers.correction_words import refusal
from providers.models import Agreement, Correction, Office, OfficeUpload, Provider

Refused = ValidationError  # with field names where a field is at fault, so that a form shows it there
State = Correction.State

DAY_FIELDS = {True: ("opens_on", "closes_on"), False: ("starts_on", "ends_on")}  # of an office, of an agreement
WAS_FIELDS = (*ADDRESS_FIELDS, "municipality_id", "first_on", "last_on")


@dataclass(frozen=True, slots=True)
class Judged:
    """A wish with what the rules say of it: nothing where it may be asked for."""

    wanted: Wanted
    wish: Wish
    faults: list[Fault]


# --- Asking ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask(*, wanted: Wanted, by: AbstractBaseUser, seen: str = "") -> Correction:
    """Ask for one correction. seen: the `state_of` its office or agreement that was read.

    Raises Refused, by field, with nothing saved.
    """
    (fresh,) = _locked([wanted])
    if seen and seen != state_of(fresh.office or fresh.agreement):
        raise Refused(_("This has been changed since you opened the page. Look at it again before you request it."))
    return _asked([fresh], by=by)[0]


@transaction.atomic
def ask_all(*, provider: Provider, wanted: Sequence[Wanted], file_name: str, by: AbstractBaseUser) -> OfficeUpload:
    """Ask for all corrections of a file, one for each of its rows that changes something. Raises Refused, for all."""
    fresh = _locked(wanted)
    upload = OfficeUpload.objects.create(provider=provider, file_name=file_name[:250], by=by, by_name=name_of(by))
    _asked(fresh, by=by, upload=upload)
    return upload


def judge(wanted: Sequence[Wanted], *, beside: Correction | None = None) -> list[Judged]:
    """What the rules say of some wishes, and whether the same is there or under way already. Five queries at most.

    beside: a correction that is itself under way.
    """
    ground, taken = Ground.of({each.agreement for each in wanted}), _under_way(wanted, beside)
    there, judged = _there(wanted), []
    for each, wish in zip(wanted, wishes(wanted), strict=True):
        faults = find_faults(wish, ground.known(each.agreement, each.office))
        key = _subject(each.kind, each.agreement.pk, each.office and each.office.pk, wish.code, each.address.street)
        if key in taken:
            faults.append(Fault("", taken[key]))
        elif each.kind == ADD and _spelled(each) in there:
            faults.append(Fault("street", "already_there"))
        taken.setdefault(key, UNDER_WAY[each.kind])
        judged.append(Judged(each, wish, faults))
    return judged


UNDER_WAY = {
    ADD: "new_office_under_way",
    MOVE: "office_under_way",
    CLOSE: "office_under_way",
    DAYS: "days_under_way",
}


def _under_way(wanted: Sequence[Wanted], beside: Correction | None) -> dict[tuple, str]:
    """What the open corrections of the same agreements are about. One query."""
    rows = Correction.objects.open().filter(agreement__in={each.agreement.pk for each in wanted})
    rows = rows.exclude(pk=beside.pk) if beside else rows
    columns = ("kind", "agreement_id", "office_id", "municipality_id", "street")
    return {_subject(*row): UNDER_WAY[row[0]] for row in rows.values_list(*columns)}


def _there(wanted: Sequence[Wanted]) -> set[tuple]:
    """The addresses at which the agreements of wanted new offices have one that has not closed before. One query."""
    new = [each for each in wanted if each.kind == ADD and each.address.street]
    if not new:
        return set()
    first = min((each.first_on for each in new if each.first_on), default=date.min)
    rows = Office.objects.filter(agreement__in={each.agreement.pk for each in new})
    rows = rows.exclude(closes_on__lt=first).exclude(street="").order_by()
    columns = rows.values_list("agreement_id", "street", "post_town")
    return {(agreement, street.casefold(), town.casefold()) for agreement, street, town in columns}


def _spelled(wanted: Wanted) -> tuple:
    return wanted.agreement.pk, wanted.address.street.casefold(), wanted.address.post_town.casefold()


def _subject(kind: str, agreement: int, office: int | None, municipality: str | None, street: str) -> tuple:
    """What only one open correction at a time is about, as the constraints of the model have it."""
    if kind == ADD:
        return ADD, agreement, municipality, street
    return (DAYS, agreement) if kind == DAYS else (MOVE, office)


def state_of(row: Office | Agreement) -> str:
    """Which state an office or an agreement is in, as far as corrections go: another text after every change."""
    return sha256(repr(sorted(_was(row).items())).encode()).hexdigest()[:16]


def _locked(wanted: Sequence[Wanted]) -> list[Wanted]:
    """The wishes with agreements and offices as they are now, others' acts upon them waiting. Raises Refused."""
    rows = Agreement.objects.select_for_update(of=("self",)).select_related("provider", "area", "service")
    agreements = {each.pk: each for each in rows.filter(pk__in={one.agreement.pk for one in wanted}).order_by("pk")}
    keys = {one.office.pk for one in wanted if one.office}
    offices = {each.pk: each for each in Office.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    if keys - offices.keys():
        raise refusal([Fault("", "office_gone")])
    return [
        replace(one, agreement=agreements[one.agreement.pk], office=offices[one.office.pk] if one.office else None)
        for one in wanted
    ]


def _asked(wanted: Sequence[Wanted], *, by: AbstractBaseUser, upload: OfficeUpload | None = None) -> list[Correction]:
    judged = judge(wanted)
    if faults := [fault for each in judged for fault in each.faults]:
        raise refusal(faults)
    made = [_correction(each, by, upload) for each in judged]
    Correction.objects.bulk_create(made)
    keep(made, ADDED, by=by)
    return made


def _correction(judged: Judged, by: AbstractBaseUser, upload: OfficeUpload | None) -> Correction:
    wanted, wish = judged.wanted, judged.wish
    was = _was(wanted.agreement if wanted.kind == DAYS else wanted.office)
    return Correction(
        kind=wanted.kind,
        agreement=wanted.agreement,
        office=wanted.office,
        **(wanted.address._asdict() if wanted.kind in (ADD, MOVE) else {}),
        municipality_id=wish.code,
        placed=wish.placed,
        on_site=wanted.on_site,
        first_on=wanted.first_on,
        last_on=wanted.last_on,
        **{f"was_{name}": value for name, value in was.items()},
        note=wanted.note.strip(),
        upload=upload,
        by=by,
        by_name=name_of(by),
    )


def _was(row: Office | Agreement | None) -> dict[str, Any]:
    """An office or an agreement in the columns that a correction keeps of it; nothing for a new office."""
    if row is None:
        return {}
    first, last = DAY_FIELDS[isinstance(row, Office)]
    days = {"first_on": getattr(row, first), "last_on": getattr(row, last)}
    if not isinstance(row, Office):
        return days
    return {**address_of(row)._asdict(), "municipality_id": row.municipality_id, **days}


# --- Reviewing -------------------------------------------------------------------------------------------------------


@transaction.atomic
def take(correction: Correction, *, seen: int, by: AbstractBaseUser) -> None:
    """Take a correction into review, also over from another reviewer. Raises Refused where it was not as read."""
    now = _opened(correction, seen)
    _refuse_own(now, by)
    _save(now, correction, by, state=State.IN_REVIEW, reviewer=by, reviewer_name=name_of(by), taken_at=timezone.now())


@transaction.atomic
def put_back(correction: Correction, *, seen: int, by: AbstractBaseUser) -> None:
    """Leave a correction that one has taken to the other reviewers. Raises Refused."""
    now = _opened(correction, seen)
    _refuse_untaken(now, by)
    _save(now, correction, by, state=State.REQUESTED, reviewer=None, reviewer_name="", taken_at=None)


@transaction.atomic
def apply(correction: Correction, *, seen: int, by: AbstractBaseUser, answer: str = "") -> None:
    """Carry a correction out, with history. Raises Refused, and saves nothing, where the reviewer has not taken it,
    where what it is about has changed since it was asked, or where a rule speaks against it by now.
    """
    now = _opened(correction, seen)
    _refuse_untaken(now, by)
    (wanted,) = _locked([wanted_by(now)])
    _refuse_changed(now, wanted)
    (judged,) = judge([wanted], beside=now)
    if judged.faults:
        raise Refused(refusal(judged.faults).messages)
    office = _carried_out(now, judged, by)
    _decide(now, correction, by, State.APPLIED, answer, office=office)


@transaction.atomic
def reject(correction: Correction, *, seen: int, by: AbstractBaseUser, answer: str) -> None:
    """Send a correction back with a reason. Raises Refused."""
    now = _opened(correction, seen)
    _refuse_untaken(now, by)
    if not answer.strip():
        raise Refused({"answer": _("Give a reason. The provider reads it.")})
    _decide(now, correction, by, State.REJECTED, answer)


@transaction.atomic
def withdraw(correction: Correction, *, seen: int, by: AbstractBaseUser) -> None:
    """Take a correction back that nobody has decided on. Raises Refused."""
    now = _opened(correction, seen)
    _save(now, correction, by, state=State.WITHDRAWN, decided_at=timezone.now())


def name_of(user: AbstractBaseUser) -> str:
    """How a person is named in what is kept."""
    return (user.get_full_name() or user.get_username())[:150]


def wanted_by(correction: Correction) -> Wanted:
    """What a correction wants, as it was asked for. Raises Refused where its office is gone."""
    if correction.kind in (MOVE, CLOSE) and correction.office is None:
        raise refusal([Fault("", "office_gone")])
    return Wanted(
        kind=correction.kind,
        agreement=correction.agreement,
        office=correction.office,
        address=address_of(correction),
        municipality=(correction.municipality_id or "") if correction.latitude is None else "",
        on_site=correction.on_site,
        first_on=correction.first_on,
        last_on=correction.last_on,
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """A column of an office or agreement that is another than when the correction was asked for."""

    field: str  # of the correction, without its `was_`
    then: Any
    now: Any


def changed_since(correction: Correction) -> list[Difference]:
    """What has become of the office or agreement since an open correction was asked for; nothing for a new office."""
    row = correction.agreement if correction.kind == DAYS else correction.office
    now = _was(row)
    pairs = ((name, getattr(correction, f"was_{name}"), value) for name, value in now.items())
    return [Difference(name, then, value) for name, then, value in pairs if then != value]


def _opened(correction: Correction, seen: int) -> Correction:
    """The correction as it is now, others waiting. Raises Refused where it is not as it was read, or is closed."""
    rows = Correction.objects.select_for_update(of=("self",)).told().filter(pk=correction.pk)
    now = rows.first()
    if now is None:
        raise Refused(_("The correction is no longer there."))
    if now.revision != seen or not now.is_open:
        raise Refused(said_of(now))
    return now


def said_of(correction: Correction) -> str:
    """How far a correction has come and by whom, for whoever read something else."""
    at = correction.decided_at or correction.taken_at or correction.asked_at
    known = {
        "name": correction.reviewer_name or correction.by_name,
        "moment": date_format(timezone.localtime(at), "Y-m-d H:i"),
    }
    return {
        State.REQUESTED: _("The correction has been put back and waits to be reviewed."),
        State.IN_REVIEW: _("%(name)s took the correction into review on %(moment)s."),
        State.APPLIED: _("%(name)s applied the correction on %(moment)s."),
        State.REJECTED: _("%(name)s rejected the correction on %(moment)s."),
        State.WITHDRAWN: _("The correction was withdrawn on %(moment)s."),
    }[State(correction.state)] % known


def _refuse_own(correction: Correction, by: AbstractBaseUser) -> None:
    if correction.by_id == by.pk:
        raise Refused(_("You requested this correction. Another person has to decide on it."))


def _refuse_untaken(correction: Correction, by: AbstractBaseUser) -> None:
    _refuse_own(correction, by)
    if correction.state != State.IN_REVIEW:
        raise Refused(_("Take the correction into review first."))
    if correction.reviewer_id != by.pk:
        raise Refused(said_of(correction))


def _refuse_changed(correction: Correction, fresh: Wanted) -> None:
    """Raises Refused with what has changed since the correction was asked for."""
    correction.agreement, correction.office = fresh.agreement, fresh.office
    if found := changed_since(correction):
        known = {"changes": "; ".join(difference_in_words(each) for each in found)}
        raise Refused(
            _("What this is about has changed since: %(changes)s. Reject it, so that it can be requested anew.") % known
        )


def difference_in_words(difference: Difference) -> str:
    """A column that has changed, as "last day: – → 2026-05-31"."""
    name = difference.field.removesuffix("_id")
    label = Correction._meta.get_field(name).verbose_name
    return f"{label}: {_value(difference.then)} → {_value(difference.now)}"


def _value(value: Any) -> str:
    if value in (None, ""):
        return "–"
    return date_format(value, "Y-m-d") if isinstance(value, date) else str(value)


def _carried_out(correction: Correction, judged: Judged, by: AbstractBaseUser) -> Office | None:
    """Write what is wanted. Returns the office that it is then about."""
    wanted, wish = judged.wanted, judged.wish
    known = {"number": correction.pk, "name": correction.by_name}
    told = {"by": by, "reason": _("Correction %(number)d, requested by %(name)s") % known}
    place = {**wanted.address._asdict(), "municipality_id": wish.code, "placed": wish.placed}
    if wanted.kind == ADD:
        days = {"opens_on": wanted.first_on, "closes_on": wanted.last_on}
        return actions.open_office(agreement=wanted.agreement, on_site=wanted.on_site, **days, **place, **told)
    if wanted.kind == MOVE:
        return actions.move_office(office=wanted.office, on=wanted.first_on, closes_on=wanted.last_on, **place, **told)
    if wanted.kind == CLOSE:
        actions.close_office(office=wanted.office, on=wanted.last_on, **told)
        return wanted.office
    days = {"starts_on": wanted.first_on, "ends_on": wanted.last_on}
    actions.set_agreement_days(agreement=wanted.agreement, **days, **told)
    return None


def _decide(
    now: Correction, correction: Correction, by: AbstractBaseUser, state: State, answer: str, **more: Any
) -> None:
    _save(now, correction, by, state=state, answer=answer.strip(), decided_at=timezone.now(), **more)


def _save(now: Correction, old: Correction, by: AbstractBaseUser, **values: Any) -> None:
    """Write a step of a correction, keep it, and bring the row that was handed in up to date."""
    for name, value in values.items():
        setattr(now, name, value)
    now.revision += 1
    now._history_user = by
    now.save()
    for field in Correction._meta.concrete_fields:
        setattr(old, field.attname, getattr(now, field.attname))
