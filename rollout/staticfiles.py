"""Static files under hashed names, scripts included; and those that are put together out of others."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from rollout import script_bundles, style_bundles

MAKERS = {name: maker for maker in (style_bundles, script_bundles) for name in maker.BUNDLES}


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Also rewrites `import … from "./x.js";` in script modules. Every import has to end in a semicolon."""

    support_js_module_import_aggregation = True


class BundleFinder(BaseFinder):
    """Gives the files that are put together (`style_bundles.py`, `script_bundles.py`)."""

    def find(self, path: str, find_all: bool = False, **also) -> str | list[str]:
        """The place of a bundle, in the manner of Django's finders; empty for every other path."""
        if path not in MAKERS:
            return []
        place = str(put_together(path))
        return [place] if find_all or also.get("all") else place

    def list(self, ignore_patterns: list[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """The bundles and the storage that they lie in."""
        for name in MAKERS:
            yield name, FileSystemStorage(location=put_together(name).parents[1])


def put_together(name: str) -> Path:
    """The file of a bundle, made anew when something on which it depends is newer."""
    made, maker = settings.BUILD_DIR / "bundles" / name, MAKERS[name]
    newest = max(path.stat().st_mtime for path in (*maker.sources(name), Path(maker.__file__)))
    if not made.exists() or made.stat().st_mtime < newest:
        made.parent.mkdir(parents=True, exist_ok=True)
        half = made.with_suffix(f".{os.getpid()}")
        half.write_text(maker.bundle(name), encoding="utf-8")
        half.replace(made)
    return made
