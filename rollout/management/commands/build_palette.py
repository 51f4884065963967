"""Writes static/css/palette.css from rollout/palette.py; with --check only tells whether it is up to date."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from rollout import palette


class Command(BaseCommand):
    help = "Write static/css/palette.css from the table of colours in rollout/palette.py."
    requires_system_checks = []  # nothing but two files is touched

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the file is out of date")

    def handle(self, *, check: bool, **options: object) -> None:
        path = Path(settings.BASE_DIR) / "static" / "css" / "palette.css"
        if not check:
            path.write_text(palette.stylesheet(), encoding="utf-8")
            self.stdout.write(f"wrote {path.name}")
        elif not path.is_file() or path.read_text(encoding="utf-8") != palette.stylesheet():
            raise CommandError("static/css/palette.css is out of date: run manage.py build_palette")
