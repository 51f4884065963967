"""WHEN: plans with all that hangs on them, and what others have published."""

from datetime import UTC, date, datetime, timedelta

from providers.models import DeliveryArea
from rollout.models import (
    DAY_FIELDS,
    Change,
    DayStatement,
    Edition,
    EditionContent,
    FollowUp,
    LeftOut,
    Milestone,
    Phase,
    PhaseArea,
    Plan,
    PublicationRun,
    StudyFigure,
    Switch,
    Waiver,
)
from tests.factories.counting import numbers
from tests.factories.places import make_municipality, make_source
from tests.factories.suppliers import make_area, make_provider, make_service
from tests.factories.users import make_user

# Phase 2 as Arbetsförmedlingen decided it.
DAYS = {
    "notice_sent_on": date(2021, 9, 28),
    "notice_counts_from": date(2021, 9, 29),
    "last_referral_on": date(2021, 9, 28),
    "last_contract_day_on": date(2021, 12, 29),
    "new_service_starts_on": date(2021, 9, 29),
}
PUBLISHED_AT = datetime(2021, 9, 22, 8, tzinfo=UTC)


def make_plan(**values) -> Plan:
    """A draft from STOM to RoM, as a version of its own; a published or superseded one has its moments."""
    values["from_service"] = values.get("from_service") or make_service("stom")
    values["to_service"] = values.get("to_service") or make_service("rom")
    if values.get("stage") in (Plan.Stage.PUBLISHED, Plan.Stage.SUPERSEDED):
        values.setdefault("published_at", PUBLISHED_AT)
    if values.get("stage") == Plan.Stage.SUPERSEDED:
        values.setdefault("superseded_at", values["published_at"] + timedelta(days=30))
    version = 100 + next(numbers)  # the facts have the first ones
    return Plan.objects.create(**{"version": version, "stage": Plan.Stage.DRAFT, **values})


def make_phase(plan: Plan | None = None, areas: list[DeliveryArea] | tuple = (), **values) -> Phase:
    """A phase with the days of phase 2 unless others are given, and with these areas."""
    plan = plan or make_plan()
    number = plan.phases.count()
    phase = Phase.objects.create(plan=plan, **{"number": number, "name": f"Etapp {number}", **DAYS, **values})
    for area in areas:
        make_phase_area(phase=phase, area=area)
    return phase


def make_phase_area(**values) -> PhaseArea:
    values["phase"] = values.get("phase") or make_phase()
    values["area"] = values.get("area") or make_area(service=values["phase"].plan.to_service)
    values.setdefault("plan", values["phase"].plan)
    return PhaseArea.objects.create(**values)


def make_switch(phase: Phase | None = None, **values) -> Switch:
    """A municipality's switch, on the days of its phase unless others are given."""
    phase = phase or make_phase(values.get("plan"))
    values["municipality"] = values.get("municipality") or make_municipality()
    planned = {field: getattr(phase, field) for field in DAY_FIELDS}
    return Switch.objects.create(**{"plan": phase.plan, "phase": phase, **planned, **values})


def make_day_statement(**values) -> DayStatement:
    values["phase"] = values.get("phase") or make_phase()
    values["source"] = values.get("source") or make_source()
    defaults = {"field": "new_service_starts_on", "day": date(2021, 9, 29), "certainty": "stated"}
    return DayStatement.objects.create(**{**defaults, **values})


def make_milestone(**values) -> Milestone:
    values["plan"] = values.get("plan") or make_plan()
    defaults = {"kind": "dialogue", "name": f"Exempelmöte {next(numbers)}", "on": date(2021, 8, 20)}
    return Milestone.objects.create(**{**defaults, **values})


def make_edition_content(body: bytes = b"") -> EditionContent:
    """The content of a file, of its own unless it is given."""
    content = EditionContent.of(body or f"kod\r\n{next(numbers)}".encode())
    content.save()
    return content


def make_edition(body: bytes = b"", **values) -> Edition:
    """A file that was kept on a day, with its content."""
    values["content"] = make_edition_content(body)
    defaults = {"on": date(2020, 1, 1) + timedelta(days=next(numbers)), "file": "kommuner.csv"}
    return Edition.objects.create(**{**defaults, **values})


def make_waiver(**values) -> Waiver:
    values["plan"] = values.get("plan") or make_plan()
    defaults = {"rule": "no-gap", "subject": "phase:0", "fingerprint": "0" * 64, "reason": "Beslutat så."}
    return Waiver.objects.create(**{**defaults, "by_name": "Exempel Exempelsson", **values})


def make_follow_up(**values) -> FollowUp:
    values["plan"] = values.get("plan") or make_plan()
    values["area"] = values.get("area") or make_area(service=values["plan"].to_service)
    return FollowUp.objects.create(**{"rule": "enough-ready", "due_on": date(2021, 9, 1), **values})


def make_left_out(**values) -> LeftOut:
    """A provider that a scenario is counted without."""
    values["plan"] = values.get("plan") or make_plan(owner=make_user(), version=None)
    values["provider"] = values.get("provider") or make_provider()
    return LeftOut.objects.create(**values)


def make_change(**values) -> Change:
    """An act upon a plan, numbered after its last one."""
    values["plan"] = values.get("plan") or make_plan()
    defaults = {"number": values["plan"].changes.count() + 1, "kind": Change.Kind.CREATED, "revision": 0}
    return Change.objects.create(**{**defaults, **values})


def make_publication_run(**values) -> PublicationRun:
    values["plan"] = values.get("plan") or make_plan()
    return PublicationRun.objects.create(**{"due_at": PUBLISHED_AT, "outcome": "stopped", **values})


def make_study_figure(**values) -> StudyFigure:
    """A share that somebody has published, with a source of its own unless one is given."""
    values["source"] = values.get("source") or make_source()
    defaults = {"key": f"figure-{next(numbers)}", "theme": "coverage", "value": "43 %", "form": "share"}
    return StudyFigure.objects.create(**{**defaults, "number": "0.43", **values})
