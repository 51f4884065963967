"""What changed since a moment: for those who keep a copy. Tells which rows, not what is in them, and nobody's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.models import County, Municipality
from providers.models import Agreement, DeliveryArea, Office, Provider, Service
from rollout.api import rows
from rollout.api.answering import Answers, Listed
from rollout.models import Phase, Plan, Switch
from rollout.selection import InvalidSelection

WHAT = {"+": "added", "~": "changed", "-": "removed"}
RESOURCES: Mapping[str, type] = {
    "municipalities": Municipality,
    "counties": County,
    "services": Service,
    "areas": DeliveryArea,
    "providers": Provider,
    "agreements": Agreement,
    "offices": Office,
    "plans": Plan,
    "phases": Phase,
    "switches": Switch,
}
COLUMNS = ("id", "at", "resource", "key", "what", "reason")
SINCE = gettext_lazy("A moment or a day, such as 2026-03-01T12:00:00+01:00 or 2026-03-01; later changes are told.")


class Changes(Listed, Answers):
    """The rows that were added, changed or removed after a moment, in order of time.

    Rows that came with the facts and were never changed are in no change. Of plans those that are or were published.
    """

    described = {
        "list": gettext_lazy(
            "Rows that were added, changed or removed after a moment, in order of time; without names."
        ),
    }
    serializer_class = rows.ChangeRow
    asks = ("since", "resource")

    def rows(self) -> "Log":
        asked = self.request.query_params
        faults = [
            (name, _("The address gives this more than once.")) for name in self.asks if len(asked.getlist(name)) > 1
        ]
        since, resource = _moment(asked.get("since", "")), asked.get("resource", "")
        if since is None:
            faults.append(("since", str(SINCE)))
        if resource and resource not in RESOURCES:
            faults.append(("resource", _("The lists are: %(there)s.") % {"there": ", ".join(RESOURCES)}))
        if faults:
            raise InvalidSelection(faults)
        wanted = [resource] if resource else list(RESOURCES)
        first, *others = [_kept(name, since) for name in wanted]
        return Log(first.union(*others, all=True).order_by("at", "resource", "told_id"))


@dataclass(frozen=True)
class Log:
    """Changes as rows of the answer; read a page at a time."""

    found: QuerySet

    def __len__(self) -> int:
        return self.found.count()

    def __getitem__(self, part: slice) -> list[dict]:
        return [_told(row) for row in self.found[part]]

    def __iter__(self):
        return (_told(row) for row in self.found.iterator(chunk_size=2_000))


def _told(row: tuple) -> dict:
    told = dict(zip(COLUMNS, row, strict=True))
    return {**told, "what": WHAT[told["what"]]}


def _kept(resource: str, since: datetime) -> QuerySet:
    model = RESOURCES[resource]
    kept = model.history.model.objects.filter(history_date__gt=since, **_public(model)).order_by()
    key = "id" if hasattr(kept.model, "id") else model._meta.pk.attname
    text = CharField(max_length=100)
    told = {
        "told_id": Concat(Value(f"{resource}-"), Cast("history_id", text), output_field=text),
        "at": F("history_date"),
        "resource": Value(resource, output_field=text),
        "key": Cast(key, text),
        "what": F("history_type"),
        "why": Coalesce("history_change_reason", Value(""), output_field=TextField()),
    }
    return kept.annotate(**told).values_list(*told)


def _public(model: type) -> dict:
    public = Plan.objects.public().values("pk")
    if model is Plan:
        return {"id__in": public}
    return {"plan__in": public} if model in (Phase, Switch) else {}


def _moment(text: str) -> datetime | None:
    """A moment or the beginning of a day in Swedish time; None for what is neither."""
    try:
        found = parse_datetime(text.replace(" ", "+"))
        if found is None and (day := parse_date(text)):
            found = datetime(day.year, day.month, day.day)
        return make_aware(found) if found and is_naive(found) else found
    except (ValueError, OverflowError):
        return None
