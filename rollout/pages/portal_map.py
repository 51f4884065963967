"""The map of a provider's own areas: where it is, where its time runs out, and where nobody is."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rollout.pages.portal_words import PLACE_WORDS, day_in_words
from rollout.pages.words import providers_in_words, told_class
from rollout.palette import as_table, layer_classes
from rollout.portal_reading import Portfolio
from rollout.svgmap import draw_map, shapes


class OwnMap:
    """The map as the home of the portal shows it. keep: what links carry on."""

    def __init__(self, portfolio: Portfolio, keep: str) -> None:
        self.portfolio, self.keep = portfolio, keep
        self.classes = {code: portfolio.standing.class_of(code) for code in portfolio.selection.snapshot.codes}

    def context(self) -> dict:
        """Drawing, legend and state for the script; the drawing is empty where the country is not whole."""
        return {
            "map": self.drawn(),
            "legend": self.legend(),
            "bare": (bare := self.places("bare")),
            "beside": (beside := self.places("beside")),
            "nobody": len(bare) + len(beside),
            "known": bool(self.portfolio.selection.country["providers"].notna().any()),
            "offices_stand_in": self.offices_stand_in(),
            "map_state": self.state(),
        }

    def drawn(self) -> str:
        """The country with the provider's municipalities in colour and the rest faint."""
        outlines = shapes().outlines
        if not set(outlines) <= set(self.classes):
            return ""
        classes = {code: self.classes[code] for code in outlines}
        dimmed = [code for code, key in classes.items() if key == "elsewhere"]
        return draw_map(
            classes,
            title=_("My areas on %(day)s") % {"day": day_in_words(self.portfolio.on)},
            description="; ".join(f"{each['word']}: {each['count']}" for each in self.legend()),
            dimmed=dimmed,
            labels={code: self.label(code) for code in outlines if code not in set(dimmed)},
        )

    def legend(self) -> list[dict]:
        """The classes with their words and how many municipalities are in each; those that are empty, left out."""
        counts = {key: list(self.classes.values()).count(key) for key in PLACE_WORDS}
        order = [each.key for each in layer_classes("own") if counts.get(each.key)]
        return [{**told_class(key, str(PLACE_WORDS[key])), "count": counts[key]} for key in order]

    def label(self, code: str) -> str:
        """What the pointer brings up: name, class, own agreements and offices, and how many providers there are."""
        portfolio = self.portfolio
        parts = [str(PLACE_WORDS[self.classes[code]])]
        keys = [*portfolio.standing.there.get(code, ()), *portfolio.standing.ahead.get(code, ())]
        services = dict.fromkeys(portfolio.agreements[key].service.short_name for key in keys)
        if services:
            parts.append(", ".join(services))
        if number := portfolio.own_offices_in[code]:
            parts.append(ngettext("%(n)d office of yours", "%(n)d offices of yours", number) % {"n": number})
        row = portfolio.selection.country.loc[code]
        parts.append(providers_in_words(None if row["coverage"] == "nodata" else int(row["providers"])))
        return f"{row['name']}: {' · '.join(parts)}"

    def places(self, key: str) -> list[dict]:
        """The municipalities of a class, in Swedish order, each with the address of its page."""
        country = self.portfolio.selection.country
        return [
            {
                "code": code,
                "name": country.at[code, "name"],
                "url": reverse("municipality-detail", args=[code]) + self.keep,
            }
            for code, its in self.classes.items()
            if its == key
        ]

    def offices_stand_in(self) -> bool:
        """Whether some of the areas are known by name only, so that offices say where the provider is."""
        return any(each.area not in self.portfolio.members for each in self.portfolio.in_force)

    def links(self) -> dict[str, str]:
        """Where a click on a municipality of the provider's leads: the area that it has there."""
        standing, provider = self.portfolio.standing, self.portfolio.provider.pk
        areas = {key: each.area_id for key, each in self.portfolio.agreements.items()}
        found = {}
        for code in {**standing.ahead, **standing.there}:
            area = areas[(standing.there.get(code) or standing.ahead[code])[0]]
            if area is not None:
                found[code] = reverse("portal-area", args=[provider, area]) + self.keep
        return found

    def state(self) -> dict:
        """What the page's script needs."""
        return {
            "palette": as_table(),
            "hints": {
                "wheel": _("Hold Ctrl and turn the wheel to zoom."),
                "touch": _("Use two fingers to move the map."),
            },
            "links": self.links(),
            "urls": {
                "municipality": reverse("municipality-detail", args=["0000"]) + self.keep,
                "boundaries": static("geo/municipalities.geojson"),
                "plotly": static("vendor/plotly-geo/plotly-geo.min.js"),
            },
        }
