"""`manage.py build_boundaries`: writes the boundary files anew; with `--check` only compares them with the recipe."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from municipalities import boundaries


class Command(BaseCommand):
    help = "Make boundaries, neighbours and points from Statistics Sweden's polygons (development only)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Write nothing; fail where a file differs.")

    def handle(self, *, check: bool = False, **options: Any) -> None:
        files = {Path(settings.BASE_DIR) / path: text for path, text in boundaries.build_files().items()}
        changed = [path for path, text in files.items() if not path.exists() or path.read_bytes() != text.encode()]
        if check and changed:
            raise CommandError("Not as the recipe makes them: " + ", ".join(path.name for path in changed))
        for path in changed:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[path].encode())
        self.stdout.write(f"{len(files)} files, {len(changed)} changed.")
