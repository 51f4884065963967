"""A form that an address fills in: many fields, of which few are given. Made often, so it does only what was asked.

A form of Django's copies all its fields and cleans each of them, given or not: half of the time of a small answer. Here
the fields are shared by all forms of a class, and what an address means that says nothing is worked out once. So the
fields must stay as they are once the class is ready. Knows no field by name.
"""

import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

NOTHING = QueryDict()


class SharedFields(dict):
    """Fields that all forms of a class have in common: a copy of them holds the same ones."""

    def __deepcopy__(self, memo: dict) -> "SharedFields":
        return SharedFields(self)


class AddressForm(forms.Form):
    """A form that cleans what is given. Give it its fields, then make the class `ready`."""

    of_nothing: dict[str, Any] = {}  # the cleaned value of each field that may be left out

    @classmethod
    def ready(cls) -> type["AddressForm"]:
        """The class, with its fields as they are now shared by all its forms."""
        cls.base_fields = SharedFields(cls.base_fields)
        cls.of_nothing = {}
        for name, field in cls.base_fields.items():
            try:
                cls.of_nothing[name] = field.clean(field.widget.value_from_datadict(NOTHING, NOTHING, name))
            except ValidationError:
                continue  # it must be given, so each form says itself that it is not
        return cls

    def full_clean(self) -> None:
        """Clean what is given, or has to be; the rest becomes what it would have become."""
        every = self.fields
        left = [name for name in every if name in self.of_nothing and self.add_prefix(name) not in self.data]
        self.fields = {name: field for name, field in every.items() if name not in left}
        try:
            super().full_clean()
        finally:
            self.fields = every
        if self.is_bound:
            self.cleaned_data |= {name: copy.copy(self.of_nothing[name]) for name in left}


class KnownValues:
    """For a field whose choices stay: looks a value up, where Django goes through all of them each time."""

    def valid_value(self, value: Any) -> bool:
        if not hasattr(self, "known"):
            self.known = frozenset(str(key) for key, _label in self.choices)
        return str(value) in self.known
