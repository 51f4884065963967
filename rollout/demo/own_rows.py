"""What people hung on the demonstration: rows that it did not make, and that would be lost with it."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from providers.models import (
    Agreement,
    AreaMembership,
    Correction,
    DeliveryArea,
    Invitation,
    Listing,
    Look,
    Membership,
    Office,
    Participants,
)
from rollout.demo import people
from rollout.demo.rows import NUMBER_PREFIX
from rollout.models import Change, MeetingSignUp, Milestone, PhaseArea, Plan, Subscription

# RoM 2's invented areas are made without municipalities, so whichever they have, somebody gave them.
MADE_WITHOUT_MUNICIPALITIES = "rom2"

OF_AN_EXAMPLE = Q(agreement__provider__is_example=True)
FOR_EXAMPLE_SERVICES = Q(from_service__is_example=True) | Q(to_service__is_example=True)
FOR_AN_EXAMPLE = Q(area__is_example=True) | Q(service__is_example=True)


def own_rows() -> list[str]:
    """Rows that hang on example rows and that the demonstration did not make, in words. Twenty queries at most."""
    found = (*_on_suppliers(), *_at_the_portal(), *_followed(), *_on_plans())
    return [f"{kind}: {row}" for kind, rows in found for row in rows]


def _on_suppliers() -> tuple[tuple[str, QuerySet], ...]:
    real_agreements = Agreement.objects.filter(FOR_AN_EXAMPLE, provider__is_example=False)
    memberships = AreaMembership.objects.filter(area__is_example=True, service=MADE_WITHOUT_MUNICIPALITIES)
    return (
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
        (_("agreement in an example area"), real_agreements.select_related("provider")),
        (_("municipality of an example area"), memberships.select_related("municipality", "area")),
        (
            _("delivery area of the example service"),
            DeliveryArea.objects.filter(service__is_example=True, is_example=False),
        ),
        (_("listing of the example service"), Listing.objects.filter(service__is_example=True)),
        (
            _("participants of the example service"),
            Participants.objects.filter(service__is_example=True, is_example=False).select_related(
                "service", "municipality"
            ),
        ),
    )


def _at_the_portal() -> tuple[tuple[str, QuerySet], ...]:
    """Those who act for an invented provider, were invited to, or looked, and are not the demonstration's own users."""
    demo_users = people.demo_users().values("pk")
    members = Membership.objects.filter(provider__is_example=True).exclude(user__in=demo_users)
    invitations = Invitation.objects.filter(provider__is_example=True).exclude(invited_by__in=demo_users)
    looks = Look.objects.filter(provider__is_example=True).exclude(by__in=demo_users)
    corrections = Correction.objects.filter(OF_AN_EXAMPLE).exclude(by__in=demo_users).select_related("agreement")
    return (
        (_("member of an example provider"), members.select_related("user", "provider")),
        (_("invitation to an example provider"), invitations.select_related("provider")),
        (_("look at the portal of an example provider"), looks.select_related("provider")),
        (_("correction of an example provider"), corrections),
    )


def _followed() -> tuple[tuple[str, QuerySet], ...]:
    """What others than the demonstration's own users follow of it, and who is coming to its meetings."""
    demo_users = people.demo_users().values("pk")
    of_rows = Q(area__is_example=True) | Q(provider__is_example=True)
    followed = Subscription.objects.filter(of_rows | FOR_EXAMPLE_SERVICES).exclude(user__in=demo_users)
    example_plans = Plan.objects.filter(Q(is_example=True) | FOR_EXAMPLE_SERVICES)
    meetings = Milestone.objects.filter(plan__in=example_plans).values("uid")
    coming = MeetingSignUp.objects.filter(Q(provider__is_example=True) | Q(meeting__in=meetings))
    return (
        (_("subscription to example data"), followed.select_related("user")),
        (_("sign-up for a meeting"), coming.exclude(by__in=demo_users).select_related("provider")),
    )


def _on_plans() -> tuple[tuple[str, QuerySet], ...]:
    demo_users = people.demo_users().values("pk")
    for_an_example = FOR_EXAMPLE_SERVICES
    plans = Plan.objects.filter(is_example=False).exclude(owner__in=demo_users)
    plans = plans.select_related("from_service", "to_service")
    by_others = Change.objects.filter(plan__is_example=True, by__isnull=False).exclude(by__in=demo_users)
    areas = PhaseArea.objects.filter(area__is_example=True, plan__in=plans.exclude(for_an_example))
    return (
        (_("plan for the example service"), plans.filter(for_an_example)),
        (_("change of an example plan"), by_others.select_related("plan__from_service", "plan__to_service")),
        (_("example area in a phase"), areas.select_related("phase", "area")),
        (_("scenario without an example provider"), plans.filter(left_out__is_example=True).distinct()),
    )
