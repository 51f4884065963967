"""Scripts for templates: a module, and beside it what it imports, so that a slow line is waited for once; at once, or
when the page has been seen.
"""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rollout.script_bundles import imported

register = template.Library()


@register.simple_tag
def module(path: str) -> SafeString:
    """A script module of `static/js/`. Its imports are fetched with it, not level after level; style comes first."""
    ahead = format_html_join("", '<link rel="modulepreload" href="{}" fetchpriority="low">', zip(_imports(path)))
    return format_html('<script type="module" src="{}"></script>{}', static(path), ahead)


@register.simple_tag
def after_the_page(path: str, *drawn_with: str, asked: str = "") -> SafeString:
    """The attributes by which `page.js` begins a script when the page has been seen: a bundle, or one without imports.

    drawn_with: what that script will draw with, so that it is on its way while the script is. asked: what it asks for
    before it begins.
    """
    drawn = " ".join(static(each) for each in drawn_with)
    return format_html(' data-after="{}" data-asked="{}" data-drawn="{}"', static(path), asked, drawn)


def _imports(path: str) -> list[str]:
    """The addresses of all that a module imports, and of what that imports."""
    folder, _slash, name = path.rpartition("/")
    return [static(f"{folder}/{each}") for each in imported(name)]
