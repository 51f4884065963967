"""Reads the project's own facts from `fixtures/`. Knows the files, nothing of models."""

import csv
import tomllib
from pathlib import Path

from django.conf import settings


def read_csv(name: str, *, folder: Path | None = None) -> list[dict[str, str]]:
    """The rows of a CSV file in `fixtures/`, all values as text. Raises FileNotFoundError."""
    with ((folder or settings.FIXTURES) / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_rollout() -> dict:
    """What `fixtures/rollout.toml` says."""
    return tomllib.loads((settings.FIXTURES / "rollout.toml").read_text(encoding="utf-8"))
