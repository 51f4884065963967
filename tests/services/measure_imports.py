"""How long an import of 100 000 offices takes, and how much memory its job: checked, saved and undone as by the pages.

The work is done by jobs of their own, as for any large file; the rows are gone again afterwards. Done once.
"""

import json
import resource
import time
from functools import cache
from random import Random

AGREEMENTS, OFFICES = 20_000, 5
ON = "2025-03-01"
PATIENCE = 600


def listing() -> bytes:
    """A provider search of 20 000 agreements with five offices each, all over the country."""
    dice = Random(1)
    offices = (
        {
            "adressid": str(500_000 + number),
            "adressrad": f"Exempelgatan {number}",
            "postnummer": "12345",
            "postort": "Exempelstad",
            "koordinater": {"latitud": dice.uniform(56, 62), "longitud": dice.uniform(13, 16.5)},
        }
        for number in range(AGREEMENTS * OFFICES)
    )
    agreements = [
        {"id": 90_000_000 + number, "namn": f"Exempelbolaget {number % 1500} AB", "rating": 3, "nyval_tillatet": True}
        for number in range(AGREEMENTS)
    ]
    entries = [{**each, "adresser": [next(offices) for _office in range(OFFICES)]} for each in agreements]
    return json.dumps([{"total_count": AGREEMENTS, "leverantorer": entries}]).encode()


@cache
def done() -> dict[str, float]:
    """Milliseconds to check and save, and to undo; megabytes of the largest job."""
    from providers.models import Office
    from rollout.imports import files, jobs
    from rollout.models import Import

    content = listing()
    row = files.take_in(
        kind="offices-listed",
        file_name="stor.json",
        chunks=(content[at : at + files.PART_BYTES] for at in range(0, len(content), files.PART_BYTES)),
        answers={"on": ON, "service": "rom2"},
        by=None,
    )
    took = {}
    for step, state in (("check", "ready"), ("save", "saved"), ("undo", "undone")):
        started = time.perf_counter()
        jobs.begin(row, Import.Step(step))
        wait_for(row, state)
        took[step] = (time.perf_counter() - started) * 1000
        if step == "save" and Office.objects.filter(address_id__gte="500000").count() < AGREEMENTS * OFFICES:
            raise RuntimeError("offices are lacking")
    row.delete()
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"import": took["check"] + took["save"], "undo": took["undo"], "megabytes": megabytes}


def wait_for(row, state: str) -> None:
    """Wait for the end of a job. Raises RuntimeError where it ends otherwise."""
    until = time.monotonic() + PATIENCE
    row.refresh_from_db()
    while row.state == "running" and time.monotonic() < until:
        time.sleep(0.1)
        row.refresh_from_db()
    if row.state != state:
        raise RuntimeError(f"{row.state}: {row.message}")


def import_offices() -> float:
    return done()["import"]


def undo_offices() -> float:
    return done()["undo"]


def memory_of_offices() -> float:
    return done()["megabytes"]
