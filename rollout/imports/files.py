"""The files that were sent in: taken in part by part, put together again for a job, and forgotten when they are done.

They lie in the database and nowhere else, so that any host can do the work and no web server ever gives one out.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from municipalities.importers.reading import ImportFault
from rollout.actions.recording import name_of
from rollout.models import Import, ImportPage, ImportPart

PART_BYTES = 1_000_000
LONGEST_NAME = 200  # bytes: a file system takes 255
KEPT_FOR = timedelta(days=7)


@transaction.atomic
def take_in(
    *, kind: str, file_name: str, chunks: Iterable[bytes], answers: dict[str, str], by: AbstractBaseUser | None
) -> Import:
    """Store a file that was sent in, as an import of which nothing is known yet; it is never held in memory whole."""
    row = Import.objects.create(
        kind=kind,
        asked=answers,
        file_name=_short(file_name),
        size=0,
        language=get_language() or settings.LANGUAGE_CODE,
        by=by,
        by_name=name_of(by),
        state=Import.State.STOPPED,  # until a job begins
    )
    digest = hashlib.sha256()
    for number, part in enumerate(chunks):
        digest.update(part)
        row.size += len(part)
        ImportPart.objects.create(of=row, number=number, content=part)
    row.sha256 = digest.hexdigest()
    row.save(update_fields=["size", "sha256"])
    return row


@contextmanager
def file_of(row: Import) -> Iterator[Path]:
    """The file of an import under its own name, for as long as it is needed. Raises ImportFault where it is gone."""
    parts = row.parts.order_by("number").values_list("content", flat=True)
    with TemporaryDirectory(prefix="rollout-import-") as folder:
        path = Path(folder) / row.file_name
        with path.open("wb") as file:
            for part in parts.iterator(chunk_size=4):
                file.write(part)
        if path.stat().st_size != row.size:
            raise ImportFault(_("The file is no longer kept. Send it in again."))
        yield path


def forget(row: Import) -> None:
    """Let go of the file of an import; what is known of it stays."""
    ImportPart.objects.filter(of=row).delete()


def forget_old() -> None:
    """Let go of the files, and of what was found in them, that nobody went on with for some days."""
    old = Import.objects.filter(at__lt=timezone.now() - KEPT_FOR).exclude(state=Import.State.RUNNING)
    ImportPart.objects.filter(of__in=old).delete()
    given_up = old.exclude(state__in=[Import.State.SAVED, Import.State.UNDONE])
    ImportPage.objects.filter(of__in=given_up).delete()


def same_as(row: Import) -> Import | None:
    """The latest saved import of the very same file with the same answers, other than this one."""
    rows = Import.objects.filter(kind=row.kind, sha256=row.sha256, asked=row.asked, state=Import.State.SAVED)
    return rows.exclude(pk=row.pk).first()


def _short(file_name: str) -> str:
    """A name that any file system takes, its ending kept."""
    name = Path(file_name.replace("\0", "")).name or "fil"
    stem, ending = Path(name).stem, Path(name).suffix[:20]
    room = LONGEST_NAME - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore") + ending
