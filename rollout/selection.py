"""What the reader asked for, and the rows that answer it: the one way by which map, table, file and API get rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import pandas as pd
from django.conf import settings
from django.forms import MultipleChoiceField
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from rollout import snapshot as snapshots
from rollout.clock import end_of, today
from rollout.coverage import Figure, Presence, coverage_class, day_number, without_provider
from rollout.filters import GROUPS, MunicipalityFilter, asked_as_of
from rollout.models import Plan
from rollout.snapshot import OBSERVED, Snapshot
from rollout.status import status_in

PLACES = ("q", "county", "part", "group", "rural", "phase", "area")
LAYER_FILTERS = {"status": "status", "coverage": "providers", "phase": "phase"}
COUNTING = {"test", "basis", "service", "provider", "as_of"}  # what the numbers of providers depend on, but for the day
LONGEST_QUERY = 4_000


class InvalidSelection(Exception):
    """The reader asked for something that does not exist; `errors` holds (label, message) for each fault."""

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        self.errors = errors
        super().__init__("; ".join(f"{label}: {message}" for label, message in errors))


def _faults(filterset: MunicipalityFilter) -> list[tuple[str, str]]:
    """The faults of the form, each with the label of its field."""
    fields, errors = filterset.form.fields, filterset.form.errors
    return [(str(fields[name].label), message) for name, messages in errors.items() for message in messages]


def _given_twice(filterset: MunicipalityFilter) -> list[tuple[str, str]]:
    """The fields of one value to which the address gives several: taking one of them would be a silent choice."""
    fields, given = filterset.form.fields, filterset.data
    return [
        (str(field.label), _("The address gives this more than once."))
        for name, field in fields.items()
        if name in given and not isinstance(field, MultipleChoiceField) and len(set(given.getlist(name))) > 1
    ]


def _snapshot(plan: Plan | None, as_of: date | None) -> Snapshot:
    """The state with the version that is asked for, or with the one that applied on a day, or that applies."""
    if plan:
        return snapshots.for_plan(plan)
    return snapshots.as_of(as_of) if as_of else snapshots.current()


@dataclass(frozen=True)
class Selection:
    """A day, a way of counting, and a choice of municipalities. Built by `from_request`; never changed."""

    snapshot: Snapshot
    filterset: MunicipalityFilter
    today: date
    query: QueryDict

    @classmethod
    def from_request(cls, request: HttpRequest, *, asks: type[MunicipalityFilter] = MunicipalityFilter) -> "Selection":
        """The selection in a request's address. Raises InvalidSelection, which a middleware turns into a page (400).

        asks: the FilterSet of a page that lets its reader ask for more than the others do.
        """
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            raise InvalidSelection([(_("Address"), _("The address is too long to be a selection made here."))])
        return cls.from_query(request.GET, today=today(), asks=asks)

    @classmethod
    def from_query(
        cls,
        query: QueryDict,
        *,
        today: date,
        plan: Plan | None = None,
        asks: type[MunicipalityFilter] = MunicipalityFilter,
    ) -> "Selection":
        """The selection of a query string, seen from a day; with a plan, of that version. Raises InvalidSelection."""
        first = date.fromisoformat(settings.FIRST_DAY)
        as_of = asked_as_of(query.getlist("as_of"), first, today)
        snapshot = _snapshot(plan, as_of)
        filterset = asks(query, snapshot=snapshot, first=first, today=today)
        if faults := [*_given_twice(filterset), *_faults(filterset)]:
            raise InvalidSelection(faults)
        return cls(snapshot, filterset, today, query)

    # --- What was asked for --------------------------------------------------------------------------------------

    def _asked(self, name: str, default: str = "") -> str:
        return self.filterset.form.cleaned_data.get(name) or default

    @property
    def on(self) -> date:
        return self.filterset.form.cleaned_data.get("on") or self.today

    @property
    def as_of(self) -> date | None:
        """The day at whose end the plan is shown as it stood then; None for the plan that applies now."""
        return self.filterset.form.cleaned_data.get("as_of")

    @property
    def plans_at(self) -> datetime | None:
        """The moment whose plans are shown; None for those that apply now."""
        return end_of(self.as_of) if self.as_of else None

    @property
    def last(self) -> date:
        """The last day that can be asked for; today, unless the plan at hand goes on."""
        return self.filterset.last

    @property
    def layer(self) -> str:
        return self._asked("layer", "coverage")

    @property
    def test(self) -> str:
        return self._asked("test", "office")

    @property
    def service(self) -> str:
        return self._asked("service")

    @property
    def basis(self) -> str:
        return self._asked("basis", self.snapshot.default_basis)

    @property
    def definition(self) -> str:
        return self.filterset.rural_definition

    @property
    def sort(self) -> str:
        return self._asked("sort", "name")

    @property
    def provider(self) -> int | None:
        return int(chosen) if (chosen := self._asked("provider")) else None

    @property
    def shows_examples(self) -> bool:
        """Whether invented rows are counted."""
        return self.basis == "example"

    @property
    def counts_only(self) -> bool:
        """Whether what is counted was observed as numbers, with no providers, agreements or offices behind them."""
        return self.basis == OBSERVED

    @property
    def is_example(self) -> bool | None:
        """What `is_example` says on the rows that are counted; None, as on no row, where counts have none behind."""
        return None if self.counts_only else self.shows_examples

    @property
    def unknown_parameters(self) -> list[str]:
        """Names in the address that mean nothing here; told, since a typing error must not pass unseen."""
        return sorted(set(self.query) - set(self.filterset.filters))

    @property
    def narrowed_by(self) -> list[str]:
        """The filters that are on."""
        names = (*PLACES, "status", "providers", "provider", "service")
        return [name for name in names if self.filterset.form.cleaned_data.get(name)]

    def listing_days(self) -> list[date]:
        """The days of the listings that are counted, in order of time; none where examples are."""
        if self.shows_examples:
            return []
        if self.counts_only:
            known = self.test == "office" and self.provider is None
            return self.snapshot.observed_days(service=self.service) if known else []
        return sorted({each.on for each in self.snapshot.listings if self.service in ("", each.service_id)})

    # --- The rows ------------------------------------------------------------------------------------------------

    @cached_property
    def presence(self) -> Presence:
        return self.snapshot.presence(basis=self.basis, test=self.test, service=self.service, provider=self.provider)

    @cached_property
    def country(self) -> pd.DataFrame:
        """All municipalities on the day, in Swedish order.

        Index `code`; columns name, county, county_name, part, group, population, rural (bool), phase (Int64), status
        (key), providers (Int64, <NA> where unknown), coverage (key), phase_class (key).
        """
        snapshot, facts = self.snapshot, self.snapshot.municipalities
        rows = facts[["name", "county", "part", "population"]].copy()
        rows["county_name"] = [snapshot.counties[code].name for code in rows["county"]]
        rows["group"] = facts.get(GROUPS, "")
        rows["rural"] = rows.index.isin(snapshot.rural.get(self.definition, frozenset()))
        numbers = [snapshot.phase_of[code].number if code in snapshot.phase_of else None for code in rows.index]
        rows["phase"] = pd.array(numbers, dtype="Int64")
        rows["phase_class"] = ["nophase" if number is None else f"p{number % 8}" for number in numbers]
        rows["status"] = [status_in(snapshot.periods_of[code], self.on).value for code in rows.index]
        rows["providers"] = self.presence.on(snapshot.codes, day_number(self.on))
        rows["coverage"] = [coverage_class(count) for count in rows["providers"]]
        return rows

    @cached_property
    def scope(self) -> pd.DataFrame:
        """The municipalities chosen by place: what the key figures are counted over."""
        if not any(self.filterset.form.cleaned_data.get(name) for name in PLACES):
            return self.country
        codes = set(self.filterset.qs.values_list("code", flat=True))
        return self.country[self.country.index.isin(codes)]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The municipalities chosen by place, status and number of providers, in the order asked for."""
        rows, asked = self.scope, self.filterset.form.cleaned_data
        if asked.get("status"):
            rows = rows[rows["status"].isin(asked["status"])]
        if asked.get("providers"):
            rows = rows[rows["coverage"].isin(asked["providers"])]
        return self._sorted(rows)

    def _sorted(self, rows: pd.DataFrame) -> pd.DataFrame:
        column, down = self.sort.lstrip("-"), self.sort.startswith("-")
        if column == "name":
            return rows[::-1] if down else rows
        if column == "code":
            return rows.sort_index(ascending=not down)
        if column == "status":
            order = {key: place for place, key in enumerate(("old", "notice", "gap", "winding", "new", "unknown"))}
            return rows.sort_values("status", ascending=not down, kind="stable", key=lambda keys: keys.map(order))
        return rows.sort_values(column, ascending=not down, kind="stable", na_position="last")

    def classes(self) -> dict[str, str]:
        """The class of every municipality in the layer shown, chosen or not: what colours the map."""
        column = {"status": "status", "coverage": "coverage", "phase": "phase_class"}[self.layer]
        return self.country[column].to_dict()

    # --- Key figures ---------------------------------------------------------------------------------------------

    def rural_without(self) -> Figure:
        """Rural municipalities without a provider, out of the rural ones in the scope."""
        return without_provider(self.scope[self.scope["rural"]])

    def without(self) -> Figure:
        """Municipalities without a provider, out of those in the scope."""
        return without_provider(self.scope)

    def in_status(self, *keys: str) -> Figure:
        """Municipalities in one of some statuses, out of those in the scope."""
        return Figure(int(self.scope["status"].isin(keys).sum()), len(self.scope))

    def address_without_filters(self) -> str:
        """The same day, layer and way of counting, over the whole country."""
        return self.address(**dict.fromkeys((*PLACES, "status", "providers", "provider", "service")))

    def address_of_counting(self) -> str:
        """The same way of counting, whatever the day, the layer and the filter."""
        return self.address(**dict.fromkeys(set(self.query) - COUNTING))

    # --- Addresses -----------------------------------------------------------------------------------------------

    def address(self, **changes: str | Iterable[str] | None) -> str:
        """The query string of this selection with some values changed; None or empty takes one away."""
        query = self.query.copy()
        for name in self.unknown_parameters:
            del query[name]
        for name, value in changes.items():
            values = [value] if isinstance(value, str) else list(value or [])
            query.setlist(name, values)
        return f"?{encoded}" if (encoded := query.urlencode()) else "?"
