"""The FilterSet of a change log: by kind, phase, municipality and person, as far as the log has several of them."""

from functools import cached_property

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from municipalities.swedish import search_key
from rollout.changes import Part, acts_upon, part_of
from rollout.models import Change, Phase
from rollout.selection import InvalidSelection

FEW = 30  # more than the names that any whole name is a part of


class ChangeFilter(filters.FilterSet):
    """Which acts. plans: those whose log it is. The part that phase and municipality name is kept as `part`."""

    kind = filters.ChoiceFilter(choices=Change.Kind.choices, label=_("Kind"), empty_label=_("All kinds"))
    phase = filters.ChoiceFilter(label=_("Phase"), empty_label=_("All phases"), method="by_part")
    municipality = filters.CharFilter(label=_("Municipality"), max_length=100, method="by_part")
    by = filters.ChoiceFilter(label=_("Person"), empty_label=_("Everybody"), method="by_person")

    class Meta:
        model = Change
        fields: list[str] = []

    def __init__(
        self, query, rows: QuerySet[Change], *, plans, number: int | None, code: str, names_people: bool
    ) -> None:
        super().__init__(query, rows)
        self.plans, self.number, self.code = plans, number, code
        people = rows.exclude(by=None).order_by("by_name").values_list("by", "by_name").distinct()
        self._offer("by", list(people) if names_people else [])
        self._offer("phase", _phases(plans) if number is None else [])
        if code:
            del self.filters["municipality"]
        for field in self.form.fields.values():
            field.error_messages["invalid_choice"] = _("There is no “%(value)s” to choose here.")

    def _offer(self, name: str, choices: list[tuple]) -> None:
        if choices:
            self.filters[name].extra["choices"] = choices
        else:
            del self.filters[name]

    @classmethod
    def checked(cls, query, rows: QuerySet[Change], **about) -> "ChangeFilter":
        """The filter of a query. Raises InvalidSelection with every fault, also for a municipality that is none."""
        made = cls(query, rows, **about)
        faults = [
            (str(made.form.fields[name].label), text)
            for name, texts in (made.form.errors.items() if not made.is_valid() else ())
            for text in texts
        ]
        if not faults and (asked := made.form.cleaned_data.get("municipality")) and not made.asked_code:
            faults = [(str(_("Municipality")), _("No municipality is called “%(name)s”.") % {"name": asked})]
        if faults:
            raise InvalidSelection(faults)
        return made

    @cached_property
    def asked_code(self) -> str:
        """The code of the municipality asked for by code, name, or a part of a name that no other has; else empty."""
        asked = self.form.cleaned_data.get("municipality") or ""
        found = list(Municipality.objects.matching(asked)[:FEW]) if asked else []
        exact = [row for row in found if row.search_key == search_key(asked)]
        chosen = exact or found
        return chosen[0].code if len(chosen) == 1 else ""

    @property
    def part(self) -> Part:
        """The part of the plans that is asked about: that of the page, narrowed by what the reader chose."""
        phase = self.form.cleaned_data.get("phase")
        number = self.number if self.number is not None else int(phase) if phase else None
        return part_of(self.plans, number=number, code=self.code or self.asked_code)

    def by_part(self, queryset, name, value):
        """Both names are applied together, in `rows`."""
        return queryset

    def by_person(self, queryset, name, value):
        return queryset.filter(by=value)

    def narrowed(self, part: Part) -> QuerySet[Change]:
        """The acts asked for."""
        return acts_upon(self.qs, part, plans=self.plans)


def _phases(plans) -> list[tuple[str, str]]:
    found = Phase.objects.filter(plan__in=plans).order_by("number", "-plan")
    return list({str(phase.number): phase.label for phase in reversed(found)}.items())[::-1]
