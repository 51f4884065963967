"""Scripts for templates: a module, and beside it what it imports, so that a slow line is waited for once."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rollout.staticfiles import imported

register = template.Library()


@register.simple_tag
def module(path: str) -> SafeString:
    """A script module of `static/js/`. Its imports are fetched with it, not level after level; style comes first."""
    folder, _slash, name = path.rpartition("/")
    places = ([static(f"{folder}/{each}")] for each in imported(name))
    ahead = format_html_join("", '<link rel="modulepreload" href="{}" fetchpriority="low">', places)
    return format_html('<script type="module" src="{}"></script>{}', static(path), ahead)
