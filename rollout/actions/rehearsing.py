"""What an act would do, before it is done: it is carried out and rolled back, so that the preview cannot be wrong."""

from collections.abc import Callable

from django.db import transaction

from rollout.changes import Deed, Names, deeds, names_in
from rollout.models import Change


def rehearse(carry_out: Callable[[], Change]) -> tuple[Deed, Names]:
    """The deed of an act that is not kept, with the names in it. Raises Refused where the act does."""
    with transaction.atomic():
        told = deeds([carry_out()])
        names = names_in(told)
        transaction.set_rollback(True)
    return told[0], names
