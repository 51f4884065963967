"""What the reader of the comparison asked for: two versions, two days, and which differences are listed; checked."""

from datetime import date

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from rollout import permissions
from rollout import snapshot as snapshots
from rollout.compare import KEYS
from rollout.filters import DayField, check_day, last_day
from rollout.models import Plan
from rollout.selection import InvalidSelection
from rollout.sides import Side
from rollout.snapshot import Snapshot
from rollout.words import TEST_WORDS

OWN = ("a", "b", "as_of_a", "as_of_b", "on_a", "on_b", "kind", "county", "test")


class CompareForm(forms.Form):
    """Two sides and a choice among the differences. Give it the versions that the reader may see."""

    a = forms.CharField(label=_("Before: version"), required=False)
    b = forms.CharField(label=_("After: version"), required=False)
    as_of_a = DayField(label=_("Before: the plan as it stood on"), required=False)
    as_of_b = DayField(label=_("After: the plan as it stood on"), required=False)
    on_a = DayField(label=_("Before: day"), required=False)
    on_b = DayField(label=_("After: day"), required=False)
    kind = forms.ChoiceField(label=_("Kind of difference"), required=False, choices=[(key, key) for key in KEYS])
    county = forms.ChoiceField(label=_("County"), required=False)
    test = forms.ChoiceField(label=_("Counted as present"), required=False, choices=list(TEST_WORDS.items()))

    def __init__(self, data: QueryDict, *, versions: list[Plan], snapshot: Snapshot, first: date, today: date) -> None:
        super().__init__(data)
        self.versions = {str(plan.pk): plan for plan in versions}
        self.snapshot, self.first, self.today = snapshot, first, today
        self.fields["county"].choices = [(code, county.name) for code, county in snapshot.counties.items()]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("There is no “%(value)s” to choose here.")

    def _clean_as_of(self, name: str) -> date | None:
        return check_day(self.cleaned_data[name], self.first, self.today)

    def clean_as_of_a(self) -> date | None:
        return self._clean_as_of("as_of_a")

    def clean_as_of_b(self) -> date | None:
        return self._clean_as_of("as_of_b")

    def clean(self) -> dict:
        """The two sides: what is not asked for follows from what is. Raises Http404 for a version not to be seen."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        before, after = self._chosen = self._plans()
        if before and after and _pair(before) != _pair(after):
            raise ValidationError(_("The two versions are not between the same two services."))
        last = last_day(snapshots.last_planned_day(plan__in=[plan for plan in (before, after) if plan]), self.today)
        for name in ("on_a", "on_b"):
            try:
                cleaned[name] = check_day(cleaned.get(name), self.first, last) or self.today
            except ValidationError as fault:
                self.add_error(name, fault)
        cleaned["last"] = last
        return cleaned

    def _plans(self) -> tuple[Plan | None, Plan | None]:
        """The versions before and after; the published one against the one before it where none is asked for."""
        before, before_asked = self._asked("a")
        after, after_asked = self._asked("b")
        if not after_asked:
            after = self._published(before) if before else self.snapshot.plan
        if not before_asked:
            two_days = self._asks_for_days and not after_asked
            before = after if two_days else self.version_before(after)
        return before, after

    def _asked(self, side: str) -> tuple[Plan | None, bool]:
        """The version asked for on a side, and whether one was; a day comes before a version."""
        if day := self.cleaned_data.get(f"as_of_{side}"):
            return snapshots.plan_as_of(day, followed=self.snapshot.plan), True
        if key := self.cleaned_data.get(side):
            if key not in self.versions:
                raise Http404
            return self.versions[key], True
        return None, False

    def _published(self, other: Plan) -> Plan:
        """The published version between the same services; the same one where there is none."""
        rows = self.versions.values()
        return next((each for each in rows if each.stage == "published" and _pair(each) == _pair(other)), other)

    def version_before(self, plan: Plan | None) -> Plan | None:
        """What a version is to be held against: a draft against what it is based on, others against the one before.

        The version itself where there is nothing before it.
        """
        if plan is None:
            return None
        if plan.is_open:
            return self.versions.get(str(plan.based_on_id)) or self._published(plan)
        alike = [each for each in self.versions.values() if not each.is_open and _pair(each) == _pair(plan)]
        earlier = [each for each in alike if each.published_at < plan.published_at]
        return max(earlier, key=lambda each: each.published_at, default=plan)

    @property
    def _asks_for_days(self) -> bool:
        return bool(self.cleaned_data.get("on_a") or self.cleaned_data.get("on_b"))

    @cached_property
    def sides(self) -> tuple[Side, Side]:
        """The two sides of a valid form."""
        cleaned = self.cleaned_data
        before, after = self._chosen
        return (
            Side(before, cleaned["on_a"], cleaned.get("as_of_a")),
            Side(after, cleaned["on_b"], cleaned.get("as_of_b")),
        )


def _pair(plan: Plan) -> tuple[str, str]:
    return plan.from_service_id, plan.to_service_id


def checked_form(query: QueryDict, user: AbstractBaseUser, *, first: date, today: date) -> CompareForm:
    """The form, valid. Raises InvalidSelection with every fault, Http404 for a version that the reader may not see."""
    versions = list(permissions.visible_plans(user).order_by("to_service__order", "-version", "name", "pk"))
    form = CompareForm(query, versions=versions, snapshot=snapshots.current(), first=first, today=today)
    if faults := _given_twice(form) or ([] if form.is_valid() else _faults(form)):
        raise InvalidSelection(faults)
    return form


def _faults(form: CompareForm) -> list[tuple[str, str]]:
    labels = {name: str(field.label) for name, field in form.fields.items()}
    return [(labels.get(name, str(_("Versions"))), text) for name, texts in form.errors.items() for text in texts]


def _given_twice(form: CompareForm) -> list[tuple[str, str]]:
    """Taking one of several values would be a silent choice."""
    return [
        (str(field.label), _("The address gives this more than once."))
        for name, field in form.fields.items()
        if len(set(form.data.getlist(name))) > 1
    ]
