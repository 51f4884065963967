"""Fields that several forms of the workspace have in common."""

from datetime import date

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 2015, 2099
LONGEST_REASON = 1_000
THEIRS = "theirs"  # after a conflict: what somebody else saved is to hold


class PlanDayField(forms.DateField):
    """A day of a plan: an optional day in this century, so that a slip of the keyboard is told and not stored."""

    def __init__(self, **options) -> None:
        super().__init__(**{"required": False, "input_formats": ["%Y-%m-%d"], **options})
        self.error_messages["invalid"] = _("Write the day as year-month-day, such as 2021-09-28.")

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise forms.ValidationError(
                _("The year must be between %(first)d and %(last)d."),
                params={"first": FIRST_YEAR, "last": LAST_YEAR},
            )


class ReasonField(forms.CharField):
    """Why something is done; kept with it in the history."""

    def __init__(self, **options) -> None:
        super().__init__(**{"required": False, "label": _("Reason"), **options})
        self.validators.append(MaxLengthValidator(LONGEST_REASON))
