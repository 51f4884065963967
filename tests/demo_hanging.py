"""Rows of one's own that hang on the example data, a kind each: what is in the way when it is cleared."""

from datetime import date

from providers.models import Agreement, AreaMembership, DeliveryArea, Provider, Service
from rollout import actions
from rollout.demo.names import NAMES
from rollout.models import Phase, PhaseArea, Plan
from tests.factories import (
    make_agreement,
    make_area,
    make_correction,
    make_invitation,
    make_listing,
    make_look,
    make_membership,
    make_milestone,
    make_office,
    make_participants,
    make_plan,
    make_provider,
    make_sign_up,
    make_source,
    make_subscription,
    make_user,
)


def _office():
    make_office(agreement=Agreement.objects.get(number="EX-00001"), municipality=None, street="Egen gata 1")


def _agreement():
    provider = Provider.objects.get(name=NAMES[4])
    make_agreement(provider=provider, number="KA-1", area=make_area())


def _real_agreement():
    make_agreement(area=DeliveryArea.objects.filter(service="rom2", is_example=True).first(), number="KA-2")


def _member():
    area = DeliveryArea.objects.filter(service="rom2", is_example=True).first()
    AreaMembership.objects.create(area=area, service_id="rom2", municipality_id="0180")


def _correction():
    agreement = Agreement.objects.get(number="EX-00001")
    make_correction(agreement=agreement, street="Begärda gatan 1", by=make_user(username="egen-rattare"))


def _phase():
    phase = Phase.objects.get(number=1, plan__stage=Plan.Stage.PUBLISHED)
    area = DeliveryArea.objects.filter(service="stom", is_example=True).first()
    PhaseArea.objects.create(plan=phase.plan, phase=phase, area=area)


def _plan():
    make_plan(from_service=Service.objects.get(pk="rom2"), to_service=_example_service(), version=77)


def _change():
    actions.describe(Plan.objects.filter(is_example=True).first(), name="Mitt", note="", by=make_user())


def _scenario():
    published = Plan.objects.get(stage=Plan.Stage.PUBLISHED)
    scenario = actions.scenario_from(published, owner=make_user(), name="Utan en leverantör")
    actions.leave_out(scenario, providers=Provider.objects.filter(name=NAMES[4]), by=scenario.owner)


def _area_of_the_service():
    make_area(service=_example_service(), name="Eget område")


def _listing():
    make_listing(service=_example_service(), on=date(2027, 5, 1))


def _participants():
    make_participants(service=_example_service(), municipality=None, is_example=False, source=make_source())


def _acting_member():
    make_membership(provider=Provider.objects.get(name=NAMES[4]), user=make_user(username="egen-medlem"))


def _invitation():
    make_invitation(provider=Provider.objects.get(name=NAMES[4]), email="inbjuden@example.se")


def _look():
    make_look(provider=Provider.objects.get(name=NAMES[4]), by=make_user(username="egen-titt"))


def _subscription():
    make_subscription(provider=Provider.objects.get(name=NAMES[4]), user=make_user(username="egen-foljare"))


def _sign_up():
    meeting = make_milestone(plan=Plan.objects.filter(is_example=True).first(), kind="dialogue")
    make_sign_up(meeting=meeting.uid, provider=make_provider(name="Egen gäst AB"), by=make_user())


def _example_service():
    return Service.objects.get(is_example=True)


# The scenario first: it is a copy, and what hangs on the plan by then hangs on it too.
HANGING = {
    "Utan en leverantör": _scenario,
    "Egen gata 1": _office,
    "KA-1": _agreement,
    "KA-2": _real_agreement,
    "Stockholm · Exempelområde RoM 2": _member,
    "Etapp 1: Exempelområde": _phase,
    "v77": _plan,
    " #": _change,
    "Eget område": _area_of_the_service,
    "2027-05-01": _listing,
    "2026-01": _participants,
    "egen-medlem": _acting_member,
    "inbjuden@example.se": _invitation,
    "egen-titt": _look,
    "Begärda gatan 1": _correction,
    "egen-foljare": _subscription,
    "Egen gäst AB": _sign_up,
}
