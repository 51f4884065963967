"""Takes the demonstration away, and nothing else: rows marked as examples, what hangs on them, and its users.

The dated files of the open data that hold example rows go, too: their addresses then lead nowhere. Those of the same
day that hold none stay, so that no address ever says anything else.

What people hung on an example row is no example. While there is any of it nothing is removed, and the caller gets the
list (`own_rows.py`); told to go on all the same, it goes too, but for a real agreement in an invented area of a real
service: that one stays, and its area becomes unknown.
"""

from collections import Counter

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from municipalities.models import Unemployment
from providers.models import (
    Agreement,
    AreaMembership,
    Correction,
    DeliveryArea,
    Invitation,
    ListedAgreement,
    Listing,
    Look,
    Membership,
    Office,
    OfficeUpload,
    Participants,
    Provider,
    Rating,
    Result,
    Service,
)
from rollout.demo import people
from rollout.demo.own_rows import OF_AN_EXAMPLE, own_rows
from rollout.demo.reading import DemoError
from rollout.models import (
    Change,
    DayStatement,
    Edition,
    EditionContent,
    FollowUp,
    LeftOut,
    MeetingSignUp,
    Milestone,
    Phase,
    PhaseArea,
    Plan,
    PublicationRun,
    Subscription,
    Switch,
    Waiver,
)

OF_AN_EXAMPLE_SERVICE = Q(service__is_example=True)


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
    gone = _remove_subscriptions()
    meetings = set(Milestone.objects.filter(_of_examples()).values_list("uid", flat=True))
    gone.update(_remove_plans())
    meetings -= set(Milestone.objects.filter(uid__in=meetings).values_list("uid", flat=True))
    gone.update(_remove(MeetingSignUp.objects.filter(Q(meeting__in=meetings) | Q(provider__is_example=True))))
    PhaseArea.objects.filter(area__is_example=True).delete()
    FollowUp.objects.filter(area__is_example=True).delete()
    LeftOut.objects.filter(provider__is_example=True).delete()
    gone.update(_remove_suppliers())
    gone.update(_remove(Edition.objects.filter(is_example=True)))
    _remove(EditionContent.objects.filter(editions=None))
    gone.update(people.demo_users().delete()[1])
    return gone


def _remove_subscriptions() -> Counter[str]:
    """What anybody follows of the demonstration, with what they were told of it."""
    of_examples = Q(area__is_example=True) | Q(provider__is_example=True)
    of_services = Q(from_service__is_example=True) | Q(to_service__is_example=True)
    return Counter(Subscription.objects.filter(of_examples | of_services).delete()[1])


def _of_examples() -> Q:
    """Milestones of plans that are removed."""
    of_services = Q(plan__from_service__is_example=True) | Q(plan__to_service__is_example=True)
    return of_services | Q(plan__is_example=True)


def _remove_plans() -> Counter[str]:
    """Example plans, plans for an example service, and scenarios of the demonstration's users, with all their rows."""
    of_examples = Q(from_service__is_example=True) | Q(to_service__is_example=True) | Q(is_example=True)
    chosen = Plan.objects.filter(of_examples | Q(owner__in=people.demo_users().values("pk")))
    keys = list(chosen.values_list("pk", flat=True))
    Plan.objects.filter(based_on__in=keys).update(based_on=None)
    of_a_plan = (PhaseArea, Switch, Milestone, Waiver, FollowUp, LeftOut, PublicationRun)
    gone = _remove(DayStatement.objects.filter(phase__plan__in=keys))
    for rows in (
        *(model.objects.filter(plan__in=keys) for model in of_a_plan),
        Phase.objects.filter(plan__in=keys),
    ):
        gone.update(_remove(rows))
    kept = (Plan, Phase, PhaseArea, Switch, DayStatement, Milestone, Waiver, FollowUp, LeftOut)
    for model in kept:  # what was removed before
        model.history.filter(change__plan__in=keys)._raw_delete(model.objects.db)
    for rows in (Change.objects.filter(plan__in=keys), Plan.objects.filter(pk__in=keys)):
        gone.update(_remove(rows))
    return gone


def _remove_suppliers() -> Counter[str]:
    """Example providers, areas, services and counts, with what belongs to them; rows that refer to others go first."""
    invented = Q(provider__is_example=True) | OF_AN_EXAMPLE_SERVICE
    agreements = list(Agreement.objects.filter(invented).values_list("pk", flat=True))
    Agreement.objects.exclude(pk__in=agreements).filter(area__is_example=True).update(area=None)
    areas = DeliveryArea.objects.filter(Q(is_example=True) | OF_AN_EXAMPLE_SERVICE)
    Correction.objects.filter(office__origin=Office.Origin.EXAMPLE).update(office=None)
    gone = Counter()
    for rows in (
        Correction.objects.filter(agreement__in=agreements),
        OfficeUpload.objects.filter(provider__is_example=True),
        Office.objects.filter(OF_AN_EXAMPLE | Q(origin=Office.Origin.EXAMPLE) | Q(agreement__in=agreements)),
        *(model.objects.filter(agreement__in=agreements) for model in (Rating, Result, ListedAgreement)),
        Listing.objects.filter(OF_AN_EXAMPLE_SERVICE),
        Unemployment.objects.filter(is_example=True),
        Participants.objects.filter(Q(is_example=True) | OF_AN_EXAMPLE_SERVICE),
        Agreement.objects.filter(pk__in=agreements),
        *(model.objects.filter(provider__is_example=True) for model in (Membership, Invitation, Look)),
        Provider.objects.filter(is_example=True),
        AreaMembership.objects.filter(area__in=areas),
        areas,
        Service.objects.filter(is_example=True),
    ):
        gone.update(_remove(rows))
    return gone


def _remove(rows: QuerySet) -> Counter[str]:
    """Remove rows and what is kept of their past: nobody needs to know any more what was invented.

    Past the models' own deleting, which would read every row and keep each in the history.
    """
    model: type[Model] = rows.model
    keys = list(rows.values_list("pk", flat=True))
    if hasattr(model, "history"):
        model.history.filter(**{f"{model._meta.pk.attname}__in": keys})._raw_delete(model.objects.db)
    model._base_manager.filter(pk__in=keys)._raw_delete(model.objects.db)
    return Counter({model._meta.label: len(keys)})
