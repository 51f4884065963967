"""The page of a county: how it stands in its municipalities on a day."""

from django.utils.translation import gettext as _

from municipalities.models import County
from rollout.pages.map_state import class_words
from rollout.pages.maps import page_map
from rollout.pages.municipality import told_rows
from rollout.pages.words import told_class, told_figure
from rollout.palette import layer_classes
from rollout.selection import Selection


def county_page(county: County, selection: Selection) -> dict:
    """The context of `rollout/county_detail.html`. The selection is narrowed to the county."""
    codes = list(selection.scope.index)
    return {
        "county": county,
        "statuses": counted(selection, "status"),
        "coverages": counted(selection, "coverage"),
        "without": told_figure(selection.without()),
        "rural_without": told_figure(selection.rural_without()),
        "definition": next((each for each in selection.snapshot.definitions if each.key == selection.definition), None),
        "population": int(selection.scope["population"].sum()),
        "rows": told_rows(selection, codes),
        "map": page_map(
            selection.country["coverage"].to_dict(),
            shown=codes,
            title=_("%(county)s: providers with an office on site") % {"county": county.name},
            words="; ".join(f"{each['word']}: {each['count']}" for each in counted(selection, "coverage")),
            near=True,
        ),
    }


def counted(selection: Selection, layer: str) -> list[dict]:
    """The classes of a layer that the selection's municipalities are in, with how many in each."""
    numbers, told = selection.scope[layer].value_counts(), class_words(selection.snapshot)
    return [
        {**told_class(each.key, told[each.key]), "count": int(numbers[each.key])}
        for each in layer_classes(layer)
        if each.key in numbers
    ]
