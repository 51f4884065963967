"""Keeping the files of the datasets as they are on a day."""

from datetime import date

from django.db import transaction

from municipalities.versions import current_version
from rollout.datasets import FILES, Content, made
from rollout.models import Edition, EditionContent


def publish_editions(*, on: date) -> list[Edition]:
    """Keep every file as it is now as that of a day; those of a day that has been kept stay as they are.

    on: today, since the facts of another day are not known any more. All files tell one state of the facts, and all
    or none are kept. Returns what was kept; nothing the second time.
    """
    if Edition.objects.filter(on=on).exists():
        return []
    files = _of_one_state(on)
    contents = {each.digest: EditionContent.of(each.body) for each in files.values()}
    editions = [
        Edition(on=on, file=file, content_id=each.digest, plan=each.plan, is_example=each.is_example)
        for file, each in files.items()
    ]
    with transaction.atomic():
        EditionContent.objects.bulk_create(contents.values(), ignore_conflicts=True)
        Edition.objects.bulk_create(editions, ignore_conflicts=True)
    return editions


def _of_one_state(on: date) -> dict[str, Content]:
    """The files, made anew until nothing was written meanwhile."""
    while True:
        version = current_version()
        files = {file: made(file, today=on) for file in FILES}
        if current_version() == version:
            return files
