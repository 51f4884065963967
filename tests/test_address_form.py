"""Forms that clean only what is given: what they find is what Django's own form would have found."""

from datetime import date

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation
from django_filters import FilterSet
from hypothesis import given
from hypothesis import strategies as st

from rollout import snapshot
from rollout.address_form import AddressForm, KnownValues
from rollout.filters import MunicipalityFilter
from rollout.pages.coverage_filter import CoverageFilter

FIRST, TODAY = date(2019, 1, 1), date(2026, 6, 1)
FIELDS = sorted({*MunicipalityFilter.base_filters, *CoverageFilter.base_filters})
VALUES = ["", "x", "0", "25", "2021-09-29", "2018-12-31", "29/9", "office", "status", "-name", "none", "yes", "\x00"]


def plainly(asks: type[MunicipalityFilter]) -> type[MunicipalityFilter]:
    """The same filter set with Django's form, which cleans every field and goes through all choices."""

    class Plain(asks):
        class Meta(asks.Meta):
            form = forms.Form

        def get_form_class(self) -> type[forms.Form]:
            made = FilterSet.get_form_class(self)
            for field in made.base_fields.values():
                field.error_messages["invalid_choice"] = "There is no “%(value)s” to choose here."
                if isinstance(field, KnownValues):
                    field.valid_value = super(KnownValues, field).valid_value
            return made

    return Plain


PLAIN = {asks: plainly(asks) for asks in (MunicipalityFilter, CoverageFilter)}


def found(asks: type[MunicipalityFilter], query: QueryDict) -> tuple[dict, dict]:
    """The faults and the values of a query."""
    form = asks(query, snapshot=snapshot.current(), first=FIRST, today=TODAY).form
    return form.errors.get_json_data(), form.cleaned_data


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("asks", PLAIN)
def test_a_filter_finds_what_it_would_find_with_a_form_of_djangos(asks):
    @given(st.lists(st.tuples(st.sampled_from([*FIELDS, "unknown"]), st.sampled_from(VALUES)), max_size=8))
    def compare(asked):
        query = QueryDict(mutable=True)
        for name, value in asked:
            query.appendlist(name, value)
        assert found(asks, query) == found(PLAIN[asks], query)

    with translation.override("en"):
        compare()


class NameForm(AddressForm):
    name = forms.CharField()
    shown = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], required=False)


NameForm.ready()


def test_a_field_that_must_be_given_is_missed_where_it_is_not():
    form = NameForm(QueryDict("shown=a"))

    assert form.has_error("name", "required")
    assert list(form.errors) == ["name"]
    assert form.cleaned_data == {"shown": ["a"]}


def test_what_one_form_does_with_its_values_no_other_sees():
    first, second = NameForm(QueryDict("name=x")), NameForm(QueryDict("name=y"))
    assert first.is_valid()

    first.cleaned_data["shown"].append("b")

    assert second.is_valid()
    assert second.cleaned_data == {"name": "y", "shown": []}
    assert second.fields["shown"] is first.fields["shown"]
