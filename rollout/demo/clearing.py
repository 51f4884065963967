"""Takes the demonstration away, and nothing else: rows marked as examples, what hangs on them, and its users.

What people hung on an example row is no example. While there is any of it nothing is removed, and the caller gets the
list; told to go on all the same, it goes too, but for a real agreement in an invented area: that one stays, and its
area becomes unknown.
"""

from collections import Counter

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from providers.models import Agreement, AreaMembership, DeliveryArea, Office, Provider
from rollout.demo import people
from rollout.demo.reading import DemoError
from rollout.demo.rows import NUMBER_PREFIX
from rollout.models import PhaseArea

# RoM 2's invented areas are made without municipalities, so whichever they have, somebody gave them.
MADE_WITHOUT_MUNICIPALITIES = "rom2"

OF_AN_EXAMPLE = Q(agreement__provider__is_example=True)
REAL_IN_AN_EXAMPLE_AREA = Q(area__is_example=True, provider__is_example=False)


class RowsInTheWayError(DemoError):
    """Rows that are no examples hang on example rows; `found` has a line for each."""

    def __init__(self, found: list[str]) -> None:
        self.found = found
        super().__init__(_("Rows of your own hang on the example data. Nothing was removed."))


@transaction.atomic
def clear(*, force: bool = False) -> Counter[str]:
    """Remove the demonstration; the group of its users stays, as the mark that it has been here.

    Returns how many rows of each model went, by its label. Raises RowsInTheWayError, with nothing removed, where other
    rows hang on it, unless `force`.
    """
    if not force and (found := own_rows()):
        raise RowsInTheWayError(found)
    Agreement.objects.filter(REAL_IN_AN_EXAMPLE_AREA).update(area=None)
    PhaseArea.objects.filter(area__is_example=True).delete()
    gone = Counter()
    for rows in (
        Office.objects.filter(OF_AN_EXAMPLE | Q(origin=Office.Origin.EXAMPLE)),
        Agreement.objects.filter(provider__is_example=True),
        Provider.objects.filter(is_example=True),
        DeliveryArea.objects.filter(is_example=True),
        people.demo_users(),
    ):
        gone.update(rows.delete()[1])
    return gone


def own_rows() -> list[str]:
    """Rows that hang on example rows and that the demonstration did not make, in words. Five queries."""
    hanging = (
        (
            _("office of an example agreement"),
            Office.objects.filter(OF_AN_EXAMPLE)
            .exclude(origin=Office.Origin.EXAMPLE)
            .select_related("agreement__provider"),
        ),
        (
            _("agreement of an example provider"),
            Agreement.objects.filter(provider__is_example=True)
            .exclude(number__startswith=NUMBER_PREFIX)
            .select_related("provider"),
        ),
        (
            _("agreement in an example area"),
            Agreement.objects.filter(REAL_IN_AN_EXAMPLE_AREA).select_related("provider"),
        ),
        (
            _("municipality of an example area"),
            AreaMembership.objects.filter(area__is_example=True, service=MADE_WITHOUT_MUNICIPALITIES).select_related(
                "municipality", "area"
            ),
        ),
        (
            _("example area in a phase"),
            PhaseArea.objects.filter(area__is_example=True).select_related("phase", "area"),
        ),
    )
    return [f"{kind}: {row}" for kind, rows in hanging for row in rows]
