"""In which format an answer comes."""

from django.utils.translation import gettext as _
from rest_framework.negotiation import DefaultContentNegotiation

from rollout.selection import InvalidSelection

FORMAT, FIELDS = "format", "fields"


class Negotiation(DefaultContentNegotiation):
    """By `?format=`, else by what the asker accepts; a format that there is none of is told as such."""

    def filter_renderers(self, renderers: list, format: str) -> list:
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            there = ", ".join(renderer.format for renderer in renderers)
            raise InvalidSelection([(FORMAT, _("The formats are: %(there)s.") % {"there": there})])
        return found
