"""Imports as an administrator makes them in the browser: send in a file, look, save, undo. In English."""

import csv
import io
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from rollout.models import Import
from tests.factories import make_admin
from tests.pages import read


class Importer:
    """An administrator at the pages of imports."""

    def __init__(self, client: Client, **user: Any) -> None:
        self.client = client
        self.user = make_admin(**{"username": "karin", **user})
        client.force_login(self.user, backend="rollout.signin.LoopbackDemoBackend")

    def send_in(self, kind: str, file: Path | tuple[str, bytes], **answers: Any) -> Import:
        """Send in a file, given by its path or by name and content; the import as it then is."""
        name, content = (file.name, file.read_bytes()) if isinstance(file, Path) else file
        answer = self.post("import-new", kind, file=SimpleUploadedFile(name, content), **answers)
        assert answer.status_code == 302, read(answer.content).text
        return Import.objects.get(pk=answer["Location"].rstrip("/").rsplit("/", 1)[1])

    def save(self, row: Import, **values: Any) -> Import:
        """Save what was looked at."""
        return self.act("import-save", row, **{"seen": row.fingerprint, **values})

    def undo(self, row: Import, reason: str = "") -> Import:
        return self.act("import-undo", row, reason=reason)

    def act(self, name: str, row: Import, **values: Any) -> Import:
        """Send something to an address of an import; the import as it then is."""
        self.post(name, row.pk, **values)
        row.refresh_from_db()
        return row

    def post(self, name: str, *arguments: Any, **values: Any):
        with translation.override("en"):
            return self.client.post(reverse(name, args=arguments), values)

    def page(self, row: Import, query: str = ""):
        """The page of an import, read."""
        return read(self.get("import-detail", row.pk, query=query).content)

    def get(self, name: str, *arguments: Any, query: str = ""):
        with translation.override("en"):
            return self.client.get(reverse(name, args=arguments) + query)


def lines_of(answer) -> list[list[str]]:
    """The lines of a CSV file that was downloaded in English."""
    assert answer.status_code == 200
    content = b"".join(answer) if answer.streaming else answer.content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
