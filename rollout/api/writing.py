"""Writing through the API: as the user whose key is sent, by the same actions as on the pages, and kept as they are."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, serializers, status
from rest_framework.permissions import BasePermission

from rollout.actions import Conflict
from rollout.models import DAY_FIELDS


class HasKey(BasePermission):
    """Who writes has a key; without one the answer is 401, and says how to send it."""

    def has_permission(self, request, view) -> bool:
        return bool(request.user and request.user.is_authenticated)


class Overtaken(exceptions.APIException):
    """Somebody else changed the same since the asker read it."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = gettext_lazy("Somebody else has changed this since you read it.")


class PhaseEdit(serializers.Serializer):
    """What becomes of a phase of a draft: the fields that are sent; the others stay."""

    expected_revision = serializers.IntegerField(
        min_value=0, max_value=2**31 - 1, help_text=gettext_lazy("The revision of the phase as you read it.")
    )
    reason = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    name = serializers.CharField(required=False, max_length=200)
    name_en = serializers.CharField(required=False, allow_blank=True, max_length=200)
    note = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    notice_sent_on, notice_counts_from, last_referral_on, last_contract_day_on, new_service_starts_on = (
        serializers.DateField(required=False, allow_null=True) for _field in DAY_FIELDS
    )


class Confirmation(serializers.Serializer):
    """That an office is open on a day; today where none is sent."""

    on = serializers.DateField(required=False)


def sent(form: type[serializers.Serializer], request) -> dict[str, Any]:
    """What was sent, checked. Raises ValidationError, by field; also for a field that means nothing here."""
    made = form(data=request.data)
    made.is_valid(raise_exception=True)
    if unknown := sorted(set(request.data) - set(made.fields)):
        raise exceptions.ValidationError({name: [_("There is no such field here.")] for name in unknown})
    return made.validated_data


def carry_out(act: Callable[[], Any]) -> Any:
    """Do it; what the actions refuse becomes a problem. Raises ValidationError or Overtaken."""
    try:
        return act()
    except Conflict as conflict:
        raise Overtaken from conflict
    except ValidationError as refused:
        told = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
        raise exceptions.ValidationError(
            {"" if name == NON_FIELD_ERRORS else name: texts for name, texts in told.items()}
        ) from refused
