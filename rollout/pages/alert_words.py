"""Alerts in words: what happened where and when, and how bad it is. Knows the ground and the snapshot, no request."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rollout import selectors
from rollout.alert_ground import AlertGround
from rollout.coverage import to_day
from rollout.pages.alert_form import KINDS
from rollout.pages.white_spots import spots_of, teller_of
from rollout.pages.words import providers_in_words, told_class
from rollout.status import ONE_DAY, Period, Status
from rollout.words import TEST_WORDS

# The class of the map's layer "difference" that shows each kind.
CLASS_OF = {
    "white": "white",
    "gap_opened": "gapopened",
    "area_fell": "fewer",
    "ending": "lost",
    "unconfirmed": "otherwise",
    "ending_unknown": "redated",
    "gap_closed": "gapclosed",
    "covered": "covered",
    "area_rose": "more",
}


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert. day: when it happened, or will. codes: the municipalities it is about; key: code or area in addresses.

    inhabitants: of those municipalities, to weigh one alert against another.
    """

    kind: str
    name: str
    key: str
    url: str
    county: str
    day: date
    words: str
    codes: tuple[str, ...]
    inhabitants: int


def kind_words() -> dict[str, str]:
    """The kinds in words, in order of weight."""
    return {
        "white": _("Lost its last provider"),
        "gap_opened": _("Service gap opened"),
        "area_fell": _("Area below the limit"),
        "ending": _("Agreement ends, nobody follows"),
        "unconfirmed": _("Office not confirmed for long"),
        "ending_unknown": _("Agreement ends, unknown who follows"),
        "gap_closed": _("Service gap closed"),
        "covered": _("Got its first provider"),
        "area_rose": _("Area reached the limit"),
    }


def told_kind(kind: str) -> dict[str, str]:
    """A kind as a template shows it: key of the map's class, sign and word."""
    return told_class(CLASS_OF[kind], kind_words()[kind])


class Alerts:
    """All alerts of a ground, in order of weight, then of time."""

    def __init__(self, ground: AlertGround, *, limit: int, within: int, after: int) -> None:
        self.ground, self.limit, self.within, self.after = ground, limit, within, after
        self.snapshot, self.selection = ground.snapshot, ground.selection
        self.places = self.snapshot.municipalities
        members = self.snapshot.members
        self.codes_of = members.groupby("area")["code"].agg(list).to_dict() if len(members) else {}

    def all(self) -> list[Alert]:
        """The alerts of every kind: the weightiest kind first; in it the newest first, but what is to come in order."""
        found = [*self.lost(), *self.got(), *self.gaps(), *self.areas(), *self.endings(), *self.offices()]
        weight = {kind: place for place, kind in enumerate(KINDS)}

        def order(alert: Alert) -> tuple:
            ahead = alert.kind.startswith("ending")
            return weight[alert.kind], alert.day.toordinal() * (1 if ahead else -1), -alert.inhabitants

        return sorted(found, key=order)

    # --- One method for each kind ---------------------------------------------------------------------------------

    def lost(self) -> Iterator[Alert]:
        """Municipalities that lost their last provider, with what is near."""
        found = self.ground.provider_crossings
        found = found[found["fell"]]
        if found.empty:
            return
        spots = spots_of(self.selection, list(found.index), selectors.borders(from_municipality__in=list(found.index)))
        teller = teller_of(self.selection, spots)
        for code, row in found.iterrows():
            yield self.in_municipality("white", code, to_day(int(row["day"])), loss_words(teller.spot(code)))

    def got(self) -> Iterator[Alert]:
        """Municipalities that got their first provider."""
        found = self.ground.provider_crossings
        for code, row in found[~found["fell"]].iterrows():
            words = _("%(providers)s since then.") % {"providers": providers_in_words(int(row["now"]))}
            yield self.in_municipality("covered", code, to_day(int(row["day"])), words)

    def gaps(self) -> Iterator[Alert]:
        """Municipalities in which nothing is open for referral now, or no longer so."""
        found = self.ground.differing
        for code in found.index[found["gap_opened"]]:
            first, last = gap_around(self.snapshot.periods_of[code], self.selection.on)
            yield self.in_municipality("gap_opened", code, first, gap_words(last))
        for code in found.index[found["gap_closed"]]:
            first, last = gap_around(self.snapshot.periods_of[code], self.selection.on)
            days = (last - first).days + 1
            words = ngettext(
                "Nothing was open for referral for %(days)s day.",
                "Nothing was open for referral for %(days)s days.",
                days,
            )
            yield self.in_municipality("gap_closed", code, last + ONE_DAY, words % {"days": days})

    def areas(self) -> Iterator[Alert]:
        """Areas that went below the limit, or reached it."""
        test = str(TEST_WORDS[self.selection.test])
        for area, row in self.ground.area_crossings(self.limit).iterrows():
            told = {"now": int(row["now"]), "before": int(row["before"]), "limit": self.limit, "test": test}
            words = ngettext(
                "%(now)s provider with %(test)s, before %(before)s; the limit is %(limit)s.",
                "%(now)s providers with %(test)s, before %(before)s; the limit is %(limit)s.",
                told["now"],
            )
            kind = "area_fell" if row["fell"] else "area_rose"
            yield self.in_area(kind, int(area), to_day(int(row["day"])), words % told)

    def endings(self) -> Iterator[Alert]:
        """Agreements that end with nobody to follow, or nobody can tell who."""
        for row in self.ground.endings(self.within).itertuples():
            service = self.snapshot.services[row.service].short_name
            unknown = pd.isna(row.left)
            words = ending_words(row.providers, service, None if unknown else int(row.left), row.of)
            yield self.in_area("ending_unknown" if unknown else "ending", row.area, to_day(row.last), words)

    def offices(self) -> Iterator[Alert]:
        """Offices that have passed the time within which they should be confirmed."""
        for row in self.ground.unconfirmed(self.after).itertuples():
            provider = self.snapshot.providers[row.provider].name
            confirmed = None if pd.isna(row.days) else to_day(row.confirmed)
            yield self.in_municipality(
                "unconfirmed", row.code, to_day(row.due), office_words(provider, row.town, confirmed)
            )

    # --- Where ----------------------------------------------------------------------------------------------------

    def in_municipality(self, kind: str, code: str, day: date, words: str) -> Alert:
        place = self.places.loc[code]
        county = self.snapshot.counties[place["county"]].name
        url = reverse("municipality-detail", args=[code])
        return Alert(kind, place["name"], code, url, county, day, words, (code,), int(place["population"]))

    def in_area(self, kind: str, key: int, day: date, words: str) -> Alert:
        area, codes = self.snapshot.areas[key], tuple(self.codes_of.get(key, ()))
        name = f"{area.name} ({self.snapshot.services[area.service_id].short_name})"
        places = self.places.loc[list(codes)]
        counties = [self.snapshot.counties[code].name for code in dict.fromkeys(places["county"])]
        url = reverse("area-detail", args=[key])
        return Alert(kind, name, "", url, ", ".join(counties), day, words, codes, int(places["population"].sum()))


def loss_words(spot: dict) -> str:
    """Who left, and how far it is to the nearest office now."""
    told = []
    if spot["last_there"]:
        told.append(_("Last there: %(providers)s.") % {"providers": ", ".join(spot["last_there"]["providers"])})
    if nearest := spot["nearest"]:
        place = {"place": nearest["town"] or nearest["municipality"], "distance": nearest["distance"]}
        told.append(_("Nearest open office: %(place)s, %(distance)s in a straight line.") % place)
    return " ".join(told) or _("No other office is open.")


def gap_around(periods: Sequence[Period], on: date) -> tuple[date, date | None]:
    """The first and last day of the gap that has begun last by a day; no last day where it has no known end."""
    place = max(i for i, each in enumerate(periods) if each.status is Status.GAP and each.starts_on <= on)
    following = periods[place + 1].starts_on if place + 1 < len(periods) else None
    return periods[place].starts_on, following - ONE_DAY if following else None


def gap_words(last: date | None) -> str:
    """Until when nothing is open for referral."""
    if last is None:
        return _("Nothing is open for referral; no end is known.")
    return _("Nothing is open for referral up to and including %(day)s.") % {"day": date_format(last, "Y-m-d")}


def ending_words(providers: int, service: str, left: int | None, of: int) -> str:
    """How many agreements end, and what is left."""
    told = ngettext(
        "%(number)s provider’s agreement for %(service)s ends.",
        "The agreements of %(number)s providers for %(service)s end.",
        providers,
    ) % {"number": providers, "service": service}
    if left is None:
        after = _("Other agreements have no known area, so nobody can tell who follows.")
        return f"{told} {after}"
    after = _("In %(left)s of %(of)s municipalities no agreement is in force on the day after.") % {
        "left": left,
        "of": of,
    }
    return f"{told} {after}"


def office_words(provider: str, town: str, confirmed: date | None) -> str:
    """Whose office it is, and when it was last confirmed."""
    place = ", ".join(each for each in (provider, town) if each)
    if confirmed is None:
        return _("%(office)s: never confirmed.") % {"office": place}
    return _("%(office)s: last confirmed %(day)s.") % {"office": place, "day": date_format(confirmed, "Y-m-d")}
