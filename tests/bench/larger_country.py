"""What a country with ten times the municipalities would cost: `python -m tests.bench.larger_country` on a database.

The product's map holds the 290 shapes there are, so the functions behind its page are measured: what is worked out of
the facts for one page, on the facts as they are and on the same ones ten times over. Prints a line of JSON:
milliseconds by act, as [one country, ten].
"""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import django
import pandas as pd

TIMES, RUNS = 10, 5
DAY = date(2024, 6, 1)


def tiled(snapshot):
    """The snapshot with every municipality, and all that lies in it, ten times: under new codes."""

    def many(rows: pd.DataFrame) -> pd.DataFrame:
        return pd.concat([rows.assign(code=rows["code"] + end) for end in ends], ignore_index=True)

    def each(found: dict) -> dict:
        return {code + end: value for end in ends for code, value in found.items()}

    ends = [f"-{number}" for number in range(TIMES)]
    facts = snapshot.municipalities
    return replace(
        snapshot,
        municipalities=pd.concat([facts.set_axis(facts.index + end) for end in ends]),
        offices=many(snapshot.offices),
        members=many(snapshot.members),
        phase_of=each(snapshot.phase_of),
        days_of=each(snapshot.days_of),
        rural={key: frozenset(code + end for code in codes for end in ends) for key, codes in snapshot.rural.items()},
        _presence={},
        grounds={},
    )


def acts() -> dict[str, Callable]:
    """What a page asks of a snapshot."""
    from rollout.coverage import day_number
    from rollout.pages import map_state

    day = day_number(DAY)

    def presence(snapshot):
        return snapshot.presence(basis=snapshot.default_basis, test="office")

    return {
        "providers through time": lambda snapshot: presence(replace(snapshot, _presence={})),
        "numbers for the page": lambda snapshot: map_state.provider_counts(presence(snapshot), snapshot.codes),
        "statuses for the page": lambda snapshot: map_state.status_patterns(replace(snapshot)),
        "municipalities for the page": map_state.country,
        "providers on a day": lambda snapshot: presence(snapshot).on(snapshot.codes, day),
    }


def took(act: Callable, snapshot) -> float:
    """The median of the milliseconds that an act takes, after one time that does not count."""
    act(snapshot)
    found = []
    for _run in range(RUNS):
        began = time.perf_counter()
        act(snapshot)
        found.append((time.perf_counter() - began) * 1000)
    return statistics.median(found)


def main() -> None:
    django.setup()
    from rollout import snapshot as snapshots

    one = snapshots.current()
    ten = tiled(one)
    print(json.dumps({name: [took(act, each) for each in (one, ten)] for name, act in acts().items()}))


if __name__ == "__main__":
    main()
