"""The change log of a plan, of a phase or a municipality in all published versions, and the page that undoes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.kept import RowChange
from municipalities.swedish import sort_key
from rollout.actions.restoring import WAYS
from rollout.actions.undoing import UNDOABLE
from rollout.changes import Deed, Part, acts, deeds, names_in
from rollout.exports import Table
from rollout.models import Change, Milestone, Plan
from rollout.pages.change_filter import ChangeFilter
from rollout.pages.change_words import Line, Member, Teller, who_words
from rollout.permissions import may_edit
from rollout.roles import VIEW_DRAFTS

PER_PAGE = 25
AT_ONCE = 100
SHOWN_NAMES = 6
OWN = ("kind", "phase", "municipality", "by", "page")


@dataclass(frozen=True)
class Log:
    """A change log as it was asked for. plans: the versions it covers; number, code: the phase or municipality."""

    plans: QuerySet[Plan]
    filter: ChangeFilter
    part: Part
    names_people: bool

    @property
    def rows(self) -> QuerySet[Change]:
        return self.filter.narrowed(self.part)


def asked_log(request: HttpRequest, plans: QuerySet[Plan], *, number: int | None = None, code: str = "") -> Log:
    """The log that a request asks for. Raises InvalidSelection."""
    names_people = request.user.has_perm(VIEW_DRAFTS)
    chosen = ChangeFilter.checked(
        request.GET, acts(plans), plans=plans, number=number, code=code, names_people=names_people
    )
    return Log(plans, chosen, chosen.part, names_people)


def log_page(request: HttpRequest, log: Log) -> dict:
    """The context of `rollout/change_log.html`. A fixed number of queries, however many acts and rows."""
    page = Paginator(log.rows, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    kept = f"?{query.urlencode()}" if query else ""
    paginator = page.paginator
    return {
        "entries": told_entries(list(page), log.part, request.user, names_people=log.names_people),
        "found": paginator.count,
        "page": page,
        "pages": paginator.get_elided_page_range(page.number, on_ends=1) if paginator.num_pages > 1 else None,
        "page_address": f"{kept or '?'}{'&' if kept else ''}page=",
        "file_query": kept,
        "form": log.filter.form,
        "narrowed": any(log.filter.form.cleaned_data.values()),
        "names_people": log.names_people,
    }


def told_entries(changes: Sequence[Change], part: Part, user, *, names_people: bool) -> list[dict]:
    """Acts in words, with what the reader may take back."""
    told = deeds(changes, part)
    teller = Teller(names_in(told), names_people=names_people)
    latest = _latest(changes)
    return [
        told_entry(
            deed,
            teller,
            editable=may_edit(user, deed.change.plan),
            is_latest=deed.change.number == latest.get(deed.change.plan_id),
        )
        for deed in told
    ]


def _latest(changes: Sequence[Change]) -> dict[int, int]:
    """The number of the latest act upon each plan. One query."""
    rows = Change.objects.filter(plan__in={change.plan_id for change in changes}).order_by("number")
    return dict(rows.values_list("plan", "number"))


def told_entry(deed: Deed, teller: Teller, *, editable: bool, is_latest: bool) -> dict:
    """An act as the template shows it."""
    change = deed.change
    is_open = editable and change.plan.is_open
    undone_by = getattr(change, "undone_by", None)
    place, base = [change.plan_id, change.number], change.plan.based_on
    return {
        "change": change,
        "who": who_words(change, names_people=teller.names_people),
        "undone_by": undone_by,
        "base": base if base and not base.is_scenario else None,
        "compared": base if change.kind == Change.Kind.PUBLISHED and base and not base.is_open else None,
        "lines": [told_line(line, is_open=is_open, editable=editable) for line in teller.lines(deed)],
        "undo_url": reverse("change-undo", args=place)
        if is_open and change.kind in UNDOABLE and undone_by is None
        else "",
        "restore_url": reverse("change-restore", args=place) if is_open and not is_latest else "",
    }


def told_line(line: Line, *, is_open: bool, editable: bool) -> dict:
    """A line with its names: a few stand in it, many are folded."""
    names = [
        {"name": member.name, "restore_url": _row_url(member.row, is_open, editable)}
        for member in sorted(line.members, key=_by_name)
    ]
    return {
        "text": line.text,
        "parts": line.parts,
        "names": names,
        "is_folded": len(names) > SHOWN_NAMES,
        "restore_url": _row_url(line.row, is_open, editable) if line.row else "",
    }


def _by_name(member: Member) -> str:
    return sort_key(member.name)


def _row_url(row: RowChange, is_open: bool, editable: bool) -> str:
    """Where a row can be taken back to the state that the act left it in, or to its last one where it was removed."""
    if row.model not in WAYS or not (is_open or (editable and row.model is Milestone)):
        return ""
    return reverse("row-restore", args=[row.state.plan_id, row.model._meta.model_name, row.state.history_id])


def log_table(log: Log, *, name: str, title: str) -> Table:
    """The log as a file: a line for each thing that an act did."""
    return Table(
        name=name,
        title=title,
        columns=[
            _("Number"),
            _("Version"),
            _("Moment"),
            _("Kind"),
            _("Who"),
            _("Reason"),
            _("What"),
            _("Field"),
            _("Before"),
            _("After"),
            _("Municipalities or areas"),
        ],
        rows=_cells(log),
    )


def _cells(log: Log) -> Iterator[list]:
    changes = list(log.rows)
    for start in range(0, len(changes), AT_ONCE):
        told = deeds(changes[start : start + AT_ONCE], log.part)
        teller = Teller(names_in(told), names_people=log.names_people)
        for deed in told:
            yield from _deed_cells(deed, teller)


def _deed_cells(deed: Deed, teller: Teller) -> Iterator[list]:
    change = deed.change
    head = [
        change.number,
        str(change.plan),
        timezone.localtime(change.at).replace(microsecond=0),
        change.get_kind_display(),
        who_words(change, names_people=teller.names_people),
        change.reason,
    ]
    lines = teller.lines(deed)
    if not lines:
        yield [*head, "", "", "", "", ""]
    for line in lines:
        members = ", ".join(member.name for member in sorted(line.members, key=_by_name))
        if not line.parts:
            yield [*head, line.text, "", "", "", members]
        for part in line.parts:
            yield [*head, line.text, part.what, part.before, part.after, members]
