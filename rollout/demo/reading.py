"""Reads from the database what the demonstration is built on, and says what is missing."""

from django.utils.translation import gettext as _

from municipalities.models import ClassMembership, Municipality
from providers.models import AreaMembership
from rollout.demo.country import Country, PhaseDays, Place
from rollout.models import DAY_FIELDS, Plan

GROUPS = "skr-2023"
FROM_SERVICE, TO_SERVICE = "stom", "rom"


class DemoError(Exception):
    """Why the demonstration cannot be loaded or removed, in words for whoever asked."""


def read_country() -> Country:
    """The municipalities and the phases of the published plan. Six queries. Raises DemoError where one is missing."""
    plan = Plan.objects.filter(from_service=FROM_SERVICE, to_service=TO_SERVICE, stage=Plan.Stage.PUBLISHED).first()
    if plan is None:
        raise DemoError(_("The example data needs the published plan from STOM to RoM."))
    phases = {phase.number: _days_of(phase) for phase in plan.phases.all()}
    return Country(_places(plan), phases)


def _days_of(phase) -> PhaseDays:
    days = {field: getattr(phase, field) for field in DAY_FIELDS}
    if None in days.values():
        raise DemoError(_("The example data needs all days of the phase: %(phase)s.") % {"phase": phase.label})
    return PhaseDays(**days)


def _places(plan: Plan) -> tuple[Place, ...]:
    """All municipalities, in order of code."""
    groups = ClassMembership.objects.filter(classification__key=GROUPS)
    known = {
        "group": dict(groups.values_list("municipality", "municipality_class__code")),
        "phase": dict(plan.switches.values_list("municipality", "phase__number")),
        "area": dict(AreaMembership.objects.filter(service=TO_SERVICE).values_list("municipality", "area__name")),
    }
    found = list(Municipality.objects.select_related("county").order_by("code"))
    if missing := [one.code for one in found if not all(one.code in facts for facts in known.values())]:
        raise DemoError(
            _("The example data needs a phase, a delivery area of RoM and an SKR class of: %(codes)s.")
            % {"codes": ", ".join(missing)}
        )
    return tuple(_place(one, **{name: facts[one.code] for name, facts in known.items()}) for one in found)


def _place(row: Municipality, **known) -> Place:
    return Place(
        code=row.code,
        name=row.name,
        county=row.county_id,
        county_name=row.county.name,
        part=row.county.part_of_country,
        population=row.population,
        latitude=row.latitude,
        longitude=row.longitude,
        **known,
    )
