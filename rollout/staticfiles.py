"""Static files under hashed names, scripts included; styles that are put together; and what a script imports."""

import re
from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from rollout.style_bundles import BUNDLES, put_together

IMPORT = re.compile(r"""^import [^;]*?["']\./([\w-]+\.js)["'];""", re.MULTILINE)


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Also rewrites `import … from "./x.js";` in script modules. Every import has to end in a semicolon."""

    support_js_module_import_aggregation = True


class DesignFinder(BaseFinder):
    """Gives the styles that are put together (`rollout/style_bundles.py`)."""

    def find(self, path: str, find_all: bool = False, **also) -> str | list[str]:
        """The place of a bundle, in the manner of Django's finders; empty for every other path."""
        if path not in BUNDLES:
            return []
        place = str(put_together(path))
        return [place] if find_all or also.get("all") else place

    def list(self, ignore_patterns: list[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """The bundles and the storage that they lie in."""
        for name in BUNDLES:
            yield name, FileSystemStorage(location=put_together(name).parents[1])


@cache
def imported(script: str) -> tuple[str, ...]:
    """The scripts of `static/js/` that one of them imports, and those that these import, the nearest first.

    script: its name, as `map-page.js`. What is imported later, by `import("./x.js")`, is not among them.
    """
    found: dict[str, None] = {}
    waiting = [script]
    while waiting:
        text = (settings.BASE_DIR / "static" / "js" / waiting.pop(0)).read_text(encoding="utf-8")
        new = [name for name in IMPORT.findall(text) if name not in found and name != script]
        found.update(dict.fromkeys(new))
        waiting += new
    return tuple(found)
