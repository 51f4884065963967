"""Loads the versions of the published plan, with phases, switches, statements, milestones and their history.

Each version is recorded afterwards, in the place that its day of publication gives it. Where the one version of former
facts is there, untouched, it is brought into that place; what people changed is left alone.
"""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from municipalities.models import Certainty, Source
from providers.models import DeliveryArea
from rollout.actions.publishing import take_place
from rollout.actions.recording import Act, act
from rollout.fixture_files import read_csv, read_rollout
from rollout.models import DAY_FIELDS, Change, DayStatement, Milestone, Phase, PhaseArea, Plan, Switch

FORMER_VERSION = 1
MILESTONES = uuid.UUID("6f2c3a52-91d4-5f5e-9a55-0d6cf1b0f4c7")


def load_versions() -> None:
    """All versions where there is no plan at all; where there is, the former facts' only one is brought over."""
    told = read_rollout()
    if Plan.objects.exists():
        _bring_over(told)
        return
    before = None
    for version in told["version"]:
        before = _make_version(told, version, based_on=before)


def _make_version(told: dict, version: dict, *, based_on: Plan | None) -> Plan:
    plan = Plan.objects.create(
        from_service_id=told["plan"]["from_service"],
        to_service_id=told["plan"]["to_service"],
        version=version["number"],
        note=version.get("note", ""),
        based_on=based_on,
        based_on_revision=based_on.revision if based_on else None,
    )
    sources = {source.key: source for source in Source.objects.all()}
    reason = str(sources[version["source"]])
    with act(plan, Change.Kind.CREATED, by=None, reason=reason, edits=False) as under_way:
        _fill(under_way, _phases_of(told, version), sources, superseded_on=_superseded_on(told, version))
        _make_milestones(under_way, told, sources)
    with act(plan, Change.Kind.PUBLISHED, by=None, reason=reason, edits=False) as under_way:
        take_place(under_way, _moment(version), by=None, reason=version["reason"])
    return plan


def _phases_of(told: dict, version: dict) -> list[dict]:
    """The phases as a version has them: those of the facts, but for what the version says otherwise of some."""
    others = {row["number"]: row for row in version.get("phase", [])}
    return [_as_told(row, others.get(row["number"])) for row in told["phase"]]


def _as_told(row: dict, otherwise: dict | None) -> dict:
    """A phase with its days as a version has them, or with the reason why its days are but derived from later ones."""
    if otherwise is None:
        return row
    methods = {name: otherwise[name] for name in ("method", "method_en") if name in otherwise}
    days = otherwise.get("days") or {
        field: {**said, "certainty": Certainty.DERIVED, **methods} for field, said in row["days"].items()
    }
    return {**row, "days": days, "other": []}


def _superseded_on(told: dict, version: dict) -> date:
    later = [each["published_on"] for each in told["version"] if each["number"] > version["number"]]
    return min(later, default=date.max)


def _moment(version: dict) -> datetime:
    """The beginning of the day on which a version was published: at what hour, no source says."""
    return timezone.make_aware(datetime.combine(version["published_on"], time.min))


def _fill(under_way: Act, rows: Iterable[dict], sources: dict[str, Source], *, superseded_on: date) -> None:
    rows = list(rows)
    phases = under_way.create([_phase(under_way.plan, row) for row in rows])
    members = read_csv("rollout_municipalities.csv")
    areas = {area.name: area for area in DeliveryArea.objects.filter(service=under_way.plan.to_service)}
    phase_of_area = {line["delivery_area"]: int(line["phase"]) for line in members}
    numbered = {phase.number: phase for phase in phases}
    under_way.create(
        [
            PhaseArea(plan=under_way.plan, phase=numbered[number], area=areas[name])
            for name, number in sorted(phase_of_area.items())
            if name in areas
        ]
    )
    for phase, row in zip(phases, rows, strict=True):
        inside = [line for line in members if int(line["phase"]) == phase.number]
        under_way.create([_switch(phase, row, line, sources, superseded_on) for line in inside])
    under_way.create([each for phase, row in zip(phases, rows, strict=True) for each in _said(phase, row, sources)])


def _phase(plan: Plan, row: dict) -> Phase:
    days = {field: row["days"][field]["day"] for field in DAY_FIELDS}
    return Phase(plan=plan, number=row["number"], name=row["name"], name_en=row["name_en"], **days)


def _said(phase: Phase, row: dict, sources: dict[str, Source]) -> list[DayStatement]:
    held = [{"field": field, **row["days"][field]} for field in DAY_FIELDS]
    others = [{"holds": False, **other} for other in row.get("other", [])]
    return [DayStatement(phase=phase, **{**said, "source": sources[said["source"]]}) for said in [*held, *others]]


def _switch(phase: Phase, row: dict, line: dict, sources: dict[str, Source], superseded_on: date) -> Switch:
    """A municipality's switch. A day that a source states is an actual one if it came while the version applied."""
    said = row["days"]
    actual = {
        f"actual_{field}": said[field]["day"]
        for field in DAY_FIELDS
        if said[field]["certainty"] == Certainty.STATED and said[field]["day"] < superseded_on
    }
    return Switch(
        plan=phase.plan,
        phase=phase,
        municipality_id=line["code"],
        certainty=line["certainty"],
        source=sources[row["source"] if line["certainty"] == Certainty.STATED else "fa-regioner"],
        **{field: getattr(phase, field) for field in DAY_FIELDS},
        **actual,
    )


def _make_milestones(under_way: Act, told: dict, sources: dict[str, Source]) -> None:
    phases = {phase.number: phase for phase in under_way.plan.phases.all()}
    under_way.create(
        [
            Milestone(
                uid=_milestone_key(told, row),
                plan=under_way.plan,
                **{name: value for name, value in row.items() if name not in ("versions", "phase", "source")},
                phase=phases[row["phase"]] if "phase" in row else None,
                source=sources[row["source"]],
            )
            for row in told["milestone"]
            if under_way.plan.version in row["versions"]
        ]
    )


def _milestone_key(told: dict, row: dict) -> uuid.UUID:
    """The same in every version and every installation: a milestone is the same one on another day."""
    chain = f"{told['plan']['from_service']}-{told['plan']['to_service']}"
    return uuid.uuid5(MILESTONES, f"{chain}/{row['kind']}/{row['name']}")


# --- From the former facts --------------------------------------------------------------------------------------------


def _bring_over(told: dict) -> None:
    """Give the one version that former facts loaded its number, day and history, and the earlier one its place.

    Only where it is still as it was loaded, but for actual days and words: otherwise it is somebody's work by now.
    """
    *earlier, latest = told["version"]
    plans = list(Plan.objects.filter(from_service=told["plan"]["from_service"], to_service=told["plan"]["to_service"]))
    if len(plans) != 1 or not _is_former(plans[0], told):
        return
    sources = {source.key: source for source in Source.objects.all()}
    with act(plans[0], Change.Kind.CREATED, by=None, reason=str(sources[latest["source"]]), closed=True) as under_way:
        _take_number(under_way.plan, latest)
        for rows in _rows_of(plans[0]):
            under_way.update(list(rows), [])  # no field is written: only the history gets them
        _make_milestones(under_way, told, sources)
    for version in earlier:
        _make_version(told, version, based_on=None)


def _take_number(plan: Plan, latest: dict) -> None:
    plan.recorded_at, plan.published_at = plan.published_at, _moment(latest)
    plan.version, plan.revision, plan.reason = latest["number"], 0, latest["reason"]
    plan.save()


def _rows_of(plan: Plan) -> list[QuerySet]:
    return [
        plan.phases.all(),
        PhaseArea.objects.filter(plan=plan),
        plan.switches.all(),
        DayStatement.objects.filter(phase__plan=plan),
    ]


def _is_former(plan: Plan, told: dict) -> bool:
    """Whether a plan is the one version of the former facts, with the days and municipalities it came with."""
    if plan.stage != Plan.Stage.PUBLISHED or plan.version != FORMER_VERSION or plan.changes.exists():
        return False
    days = {row["number"]: tuple(row["days"][field]["day"] for field in DAY_FIELDS) for row in told["phase"]}
    members = {line["code"]: int(line["phase"]) for line in read_csv("rollout_municipalities.csv")}
    found = {number: tuple(rest) for number, *rest in plan.phases.values_list("number", *DAY_FIELDS)}
    return found == days and dict(plan.switches.values_list("municipality", "phase__number")) == members
