"""What `dev.py bench` measures, each with its goal in milliseconds; run on the database that the settings name.

The median of several runs is told, with the fastest and the slowest beside it. The country is the real one: 290
municipalities, the plan as published.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import django

from tests.services import measure_files, measure_imports, measure_speed

RUNS = 5


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is done, and how many milliseconds it may take, or how much of another unit."""

    name: str
    goal: float
    run: Callable[[], float]
    runs: int = RUNS
    unit: str = "ms"


def timed(act: Callable[[], object]) -> float:
    """How many milliseconds an act takes."""
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def edit_and_publish() -> float:
    """Give the phase with 101 municipalities other days and publish; copying, waiving and approving are not counted."""
    from rollout import actions
    from rollout.checks import check
    from rollout.models import DAY_FIELDS, Plan
    from tests import factories as make

    editor, approver = make.make_user(), make.make_user()
    draft = actions.draft_from(Plan.objects.get(stage=Plan.Stage.PUBLISHED), by=editor)
    phase = draft.phases.get(number=2)
    later = {field: getattr(phase, field) + timedelta(days=7) for field in DAY_FIELDS}
    edited = timed(lambda: actions.edit_phase(phase, expected_revision=phase.revision, by=editor, **later))
    for finding in check(draft).unwaived:
        actions.waive(draft, rule=finding.rule, subject=finding.subject, reason="Mätning.", by=editor)
    actions.propose(draft, by=editor)
    actions.approve(draft, seen_revision=draft.revision, by=approver)
    return edited + timed(lambda: actions.publish(draft, by=approver))


def check_the_rules() -> float:
    """Hold the published plan against every rule."""
    from rollout.checks import check
    from rollout.models import Plan

    plan = Plan.objects.get(stage=Plan.Stage.PUBLISHED)
    return timed(lambda: check(plan))


def draft_of_the_country() -> float:
    """Copy the published plan: phases, areas, 290 switches, statements."""
    from rollout import actions
    from rollout.models import Plan

    plan = Plan.objects.get(stage=Plan.Stage.PUBLISHED)
    return timed(lambda: actions.draft_from(plan, by=None))


MEASURES = (
    Measure("edit the phase of 101 municipalities and publish", 1000, edit_and_publish),
    Measure("check the rules of a plan", 250, check_the_rules),
    Measure("make a draft of the published plan", 500, draft_of_the_country),
    Measure("slowest measure of the rollout, a day", 20, measure_speed.a_day),
    Measure("… every day from 2019 to 2026", 300, measure_speed.all_days),
    Measure("… a day, with 100 times the offices", 1_000, measure_speed.a_day_crowded),
    Measure("… every day, with 100 times the offices", 3_000, measure_speed.all_days_crowded),
    Measure("every municipality in every month as CSV", 1_000, measure_files.months_csv),
    Measure("… as XLSX", 5_000, measure_files.months_xlsx),
    Measure("… until its first bytes", 500, measure_files.months_first_bytes),
    Measure("… memory that ten times the rows take more", 8, measure_files.growth, runs=1, unit="MB"),
    Measure("import 100 000 offices: check and save", 60_000, measure_imports.import_offices, runs=1),
    Measure("… undo that", 60_000, measure_imports.undo_offices, runs=1),
    Measure("… memory of the job", 500, measure_imports.memory_of_offices, runs=1, unit="MB"),
)


def tell(measure: Measure) -> bool:
    """Measure and print; whether the median reached its goal."""
    took = [measure.run() for _run in range(measure.runs)]
    median = statistics.median(took)
    reached = median <= measure.goal
    mark = "ok" if reached else "SLOW"
    told = f"({min(took):.0f}–{max(took):.0f}; goal {measure.goal:.0f})"
    print(f"  {measure.name:52}{median:7.0f} {measure.unit}  {told}  {mark}")
    return reached


def main() -> int:
    """Make the tables, load the facts, measure."""
    django.setup()
    from django.core.management import call_command

    from rollout import facts

    call_command("migrate", verbosity=0)
    facts.load()
    reached = [tell(measure) for measure in MEASURES]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
