"""What a plan is worked on with: its phases, the country's municipalities and areas, and who is where now.

Five queries. Knows the models, nothing of requests or words.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from municipalities.models import Municipality
from providers.models import AreaMembership, DeliveryArea
from rollout.models import Phase, PhaseArea, Plan, Switch


@dataclass(frozen=True)
class PlanGround:
    """A plan laid out. All mappings are in the order in which a reader expects them.

    municipalities: name by code, in Swedish order. areas: name by key, of the new service, in Swedish order.
    members: codes of each area. phase_of: key of the phase of each municipality that has one.
    phase_of_area: key of the phase that each area is in as a whole.
    """

    phases: tuple[Phase, ...]
    municipalities: Mapping[str, str]
    areas: Mapping[int, str]
    members: Mapping[int, tuple[str, ...]]
    phase_of: Mapping[str, int]
    phase_of_area: Mapping[int, int]

    @cached_property
    def counts(self) -> Counter[int | None]:
        """Municipalities by key of the phase; those without one by None."""
        return Counter(self.phase_of.get(code) for code in self.municipalities)

    @cached_property
    def area_counts(self) -> Counter[int]:
        """Delivery areas that lie whole in a phase, by its key."""
        return Counter(self.phase_of_area.values())

    @cached_property
    def area_of(self) -> dict[str, int]:
        """The area of each municipality that lies in one."""
        return {code: area for area, codes in self.members.items() for code in codes}

    @cached_property
    def split(self) -> frozenset[int]:
        """The areas whose municipalities are not all in the same place."""
        return frozenset(area for area, codes in self.members.items() if len(set(map(self.phase_of.get, codes))) > 1)

    @property
    def missing(self) -> list[str]:
        """The codes of the municipalities without a phase."""
        return [code for code in self.municipalities if code not in self.phase_of]


def lay_out(plan: Plan) -> PlanGround:
    """Read what the plan is worked on with. Five queries."""
    municipalities = dict(Municipality.objects.order_by("sort_key", "code").values_list("code", "name"))
    areas = dict(DeliveryArea.objects.filter(service=plan.to_service_id).order_by("sort_key").values_list("pk", "name"))
    place = {code: number for number, code in enumerate(municipalities)}
    members = defaultdict(list)
    for area, code in AreaMembership.objects.filter(service=plan.to_service_id).values_list("area", "municipality"):
        members[area].append(code)
    phases = tuple(Phase.objects.filter(plan=plan).order_by("number"))
    for phase in phases:
        phase.plan = plan
    return PlanGround(
        phases=phases,
        municipalities=municipalities,
        areas=areas,
        members={area: tuple(sorted(members[area], key=place.__getitem__)) for area in areas if area in members},
        phase_of=dict(Switch.objects.filter(plan=plan).values_list("municipality", "phase")),
        phase_of_area=dict(PhaseArea.objects.filter(plan=plan).values_list("area", "phase")),
    )
