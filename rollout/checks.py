"""From a plan as it lies in the database to what the rules find in it, with the waivers that hold. Of any stage.

Twelve queries at most, whatever the plan's size. Knows the models and the rules; nothing of requests or
words, and nothing of the snapshot, since a plan is also checked inside the transaction that changes it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from municipalities.models import Municipality
from providers.models import Agreement, AreaMembership, Listing, Office
from rollout.coverage import ALWAYS, FOREVER, day_number, day_numbers
from rollout.models import DAY_FIELDS, Phase, PhaseArea, Plan, Switch, Waiver
from rollout.notice import PhaseDays
from rollout.plan_facts import PhaseFacts, PlanFacts, SwitchFacts
from rollout.readiness import Readiness, readiness
from rollout.rules import Finding, Severity, find

WAIVED = "waived"


@dataclass(frozen=True)
class Checked:
    """What the rules find in a plan.

    waivers: those that hold, by rule and subject: of a warning whose fingerprint is still the one that was waived.
    lapsed: the others: what they rested on has changed, or is no warning any more.
    """

    facts: PlanFacts
    findings: tuple[Finding, ...]
    waivers: Mapping[tuple[str, str], Waiver]
    lapsed: tuple[Waiver, ...]

    @cached_property
    def errors(self) -> tuple[Finding, ...]:
        """What stops a publication, waiver or not."""
        return self._of(Severity.ERROR)

    @cached_property
    def warnings(self) -> tuple[Finding, ...]:
        """What needs a waiver, waived or not."""
        return self._of(Severity.WARNING)

    @cached_property
    def unknown(self) -> tuple[Finding, ...]:
        """What cannot be known; it is told and stops nothing."""
        return self._of(Severity.UNKNOWN)

    @cached_property
    def unwaived(self) -> tuple[Finding, ...]:
        """The warnings that nobody has accepted as they now are."""
        return tuple(finding for finding in self.warnings if not self.waiver_of(finding))

    @property
    def may_be_published(self) -> bool:
        """Whether the rules let the plan be published: no error, and every warning waived."""
        return not self.errors and not self.unwaived

    def waiver_of(self, finding: Finding) -> Waiver | None:
        """The waiver that holds for a finding."""
        return self.waivers.get((finding.rule, finding.subject))

    def state_of(self, finding: Finding) -> str:
        """How a finding stands: its severity, or waived."""
        return WAIVED if self.waiver_of(finding) else finding.severity.value

    def _of(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is severity)


def check(plan: Plan) -> Checked:
    """Hold a plan against every rule, and its warnings against its waivers. Twelve queries at most."""
    facts = facts_of(plan)
    findings = find(facts)
    waivable = {(each.rule, each.subject): each for each in findings if each.severity is Severity.WARNING}
    held, lapsed = {}, []
    for waiver in Waiver.objects.filter(plan=plan):
        finding = waivable.get((waiver.rule, waiver.subject))
        if finding and finding.fingerprint == waiver.fingerprint:
            held[waiver.rule, waiver.subject] = waiver
        else:
            lapsed.append(waiver)
    return Checked(facts, findings, held, tuple(lapsed))


def facts_of(plan: Plan) -> PlanFacts:
    """A plan as the rules see it; what its scenario leaves out is not there."""
    phases = _phases(plan)
    members = pd.DataFrame(
        list(AreaMembership.objects.filter(service=plan.to_service_id).values_list("area_id", "municipality_id")),
        columns=["area", "code"],
    )
    return PlanFacts(
        country=frozenset(Municipality.objects.values_list("code", flat=True)),
        phases=phases,
        switches=_switches(plan),
        members={area: frozenset(codes) for area, codes in members.groupby("area")["code"]},
        readiness=_readiness(plan, phases, members),
        ready_providers=plan.ready_providers,
        ready_days_ahead=plan.ready_days_ahead,
    )


def _phases(plan: Plan) -> tuple[PhaseFacts, ...]:
    areas: dict[int, list[int]] = defaultdict(list)
    for phase, area in PhaseArea.objects.filter(plan=plan).order_by("area_id").values_list("phase_id", "area_id"):
        areas[phase].append(area)
    rows = Phase.objects.filter(plan=plan).order_by("number").values_list("id", "number", *DAY_FIELDS)
    return tuple(
        PhaseFacts(number, PhaseDays(**dict(zip(DAY_FIELDS, days, strict=True))), tuple(areas[key]))
        for key, number, *days in rows
    )


def _switches(plan: Plan) -> tuple[SwitchFacts, ...]:
    names = ("last_referral_on", "new_service_starts_on")
    actual = tuple(f"actual_{name}" for name in names)
    rows = Switch.objects.filter(plan=plan).order_by("municipality_id")
    return tuple(
        SwitchFacts(code, phase, actual_referral or referral, actual_start or start)
        for code, phase, referral, start, actual_referral, actual_start in rows.values_list(
            "municipality_id", "phase__number", *names, *actual
        )
    )


def _readiness(plan: Plan, phases: tuple[PhaseFacts, ...], members: pd.DataFrame) -> dict[int, Readiness]:
    starts = {
        area: day_number(phase.days.new_service_starts_on)
        for phase in phases
        if phase.days.new_service_starts_on
        for area in phase.areas
    }
    if not starts:
        return {}
    example, left_out = _counts_examples(plan), list(plan.left_out.values_list("pk", flat=True))
    return readiness(
        starts,
        agreements=_agreements(plan, example, left_out),
        offices=_offices(plan, example, left_out),
        members=members,
        days_ahead=plan.ready_days_ahead,
        enough=plan.ready_providers,
    )


def _counts_examples(plan: Plan) -> bool:
    """Whether the invented rows are counted: for an example plan, and while there are no others. Never both."""
    if plan.is_example:
        return True
    registered = Agreement.objects.filter(provider__is_example=False).exists() or Listing.objects.exists()
    return not registered


def _agreements(plan: Plan, example: bool, left_out: list[int]) -> pd.DataFrame:
    rows = Agreement.objects.filter(service=plan.to_service_id, provider__is_example=example)
    rows = rows.exclude(provider__in=left_out).values_list("id", "provider_id", "area_id", "starts_on", "ends_on")
    frame = pd.DataFrame(list(rows), columns=["agreement", "provider", "area", "first", "last"])
    frame["area"] = frame["area"].astype("Int64")
    return _with_day_numbers(frame)


def _offices(plan: Plan, example: bool, left_out: list[int]) -> pd.DataFrame:
    rows = Office.objects.filter(agreement__service=plan.to_service_id, agreement__provider__is_example=example)
    rows = rows.exclude(agreement__provider__in=left_out)
    columns = ["agreement", "code", "on_site", "first", "last"]
    names = ("agreement_id", "municipality_id", "on_site", "opens_on", "closes_on")
    return _with_day_numbers(pd.DataFrame(list(rows.values_list(*names)), columns=columns).astype({"on_site": bool}))


def _with_day_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    frame["first"] = day_numbers(frame["first"], missing=ALWAYS)
    frame["last"] = day_numbers(frame["last"], missing=FOREVER)
    return frame
