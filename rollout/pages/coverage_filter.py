"""What the reader of the coverage page may ask beside the choices of every page: a measure, and which of its rows."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rollout.filters import Kept, LaterChoices, MunicipalityFilter
from rollout.measures import MEASURES

STATES = {
    "yes": _("Counted"),
    "no": _("Not counted"),
    "unknown": pgettext_lazy("coverage", "No data"),
    "outside": _("Not asked about"),
}
BY_WORDS = {"county": _("County"), "group": _("Municipality group"), "part": _("Part of the country")}
STEPS = ("1", "2", "3", "4")
SIDES = {"first": _("the first side"), "other": _("the other side")}
SORTS = ("value", "number", "name", "code", "county", "population")


class CoverageFilter(MunicipalityFilter):
    """The choice among municipalities, and the measure that is asked of them."""

    measure = Kept(label=_("Measure"), choices=[(key, each.title) for key, each in MEASURES.items()], empty_label=None)
    by = Kept(label=_("Compared by"), choices=list(BY_WORDS.items()), empty_label=None)
    counted = LaterChoices(label=_("How a row counts"), choices=list(STATES.items()))
    step = LaterChoices(label=_("Step of the scale"), choices=[(each, each) for each in STEPS])
    side = Kept(label=_("Side of a gap"), choices=list(SIDES.items()))
    sort = Kept(label=_("Sort by"), choices=[(f"{way}{name}", f"{way}{name}") for name in SORTS for way in ("", "-")])
    # These choose and colour by the number of providers or by status; here a measure does.
    layer = None
    status = None
    providers = None
