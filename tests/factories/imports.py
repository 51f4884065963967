"""Imports with their files and lines, as if somebody had sent them in."""

from rollout.models import Import, ImportPage, ImportPart


def make_import(**values) -> Import:
    """An import of a provider search that was discarded, unless another state is given; without a file."""
    defaults = {"kind": "offices-listed", "file_name": "sök.json", "size": 0, "state": "discarded"}
    return Import.objects.create(**{**defaults, **values})


def make_import_page(**values) -> ImportPage:
    """A page of faults of one line."""
    values["of"] = values.get("of") or make_import()
    lines = [["Kontor", "rad 7", "90000001", "Exempelbolaget AB", "Saknas."]]
    return ImportPage.objects.create(**{"sort": "error", "number": 1, "size": len(lines), "lines": lines, **values})


def make_import_part(**values) -> ImportPart:
    """A part of a file."""
    values["of"] = values.get("of") or make_import()
    return ImportPart.objects.create(**{"number": values["of"].parts.count(), "content": b"[]", **values})
