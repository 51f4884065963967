"""An administrator's looks at a provider's portal: begun with a reason, ended, and never removed by hand."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from providers.models import Look, Provider


@transaction.atomic
def begin_look(provider: Provider, *, by: AbstractBaseUser, reason: str) -> Look:
    """Log that somebody looks at a portal, and why; looks of theirs that were left open end. Raises ValidationError."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why. The provider’s members see the reason.")})
    end_looks(by=by)
    name = by.get_full_name() or by.get_username()
    return Look.objects.create(provider=provider, by=by, by_name=name, reason=reason.strip())


def end_looks(*, by: AbstractBaseUser) -> None:
    """End the looks that somebody is taking. One query."""
    Look.objects.filter(by=by.pk, ended_at=None).update(ended_at=timezone.now())
