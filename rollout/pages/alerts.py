"""The page of alerts: what changed since an earlier day, and what ends soon; and the same as a file."""

from collections import Counter
from datetime import date, timedelta
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rollout.alert_ground import AlertGround
from rollout.coverage import day_number
from rollout.exports import Table
from rollout.pages.alert_form import AFTER, KINDS, WITHIN, AlertForm, checked
from rollout.pages.alert_words import CLASS_OF, Alert, Alerts, kind_words, told_kind
from rollout.pages.maps import page_map
from rollout.pages.narrowing import address, narrowing
from rollout.selection import PLACES, Selection
from rollout.status import ONE_DAY
from rollout.words import BASIS_WORDS, TEST_WORDS, day_in_words

KEPT = ("on", "as_of", "basis", "test", *PLACES)
SHOWN = ("county", "test")


def month_before(day: date, months: int = 1) -> date:
    """The same day some months before, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def recent(selection: Selection) -> date:
    """The listing before the day that is shown, else one month before it; not before the first known day."""
    earlier = [day for day in selection.listing_days() if day < selection.on]
    return max(earlier[-1] if earlier else month_before(selection.on), selection.filterset.first)


class AlertsPage:
    """The alerts of a selection. query: what the page understands of the address."""

    def __init__(self, selection: Selection, query: QueryDict) -> None:
        self.selection, self.query = selection, query
        plan = selection.snapshot.plan
        limit = plan.ready_providers if plan else 1
        usual = {"limit": limit, "within": WITHIN, "after": AFTER}
        self.form = checked(AlertForm(query, selection=selection, usual=usual))
        self.kind = self.form.cleaned_data["kind"]
        self.limit, self.within, self.after = (self.form.asked(name) for name in ("limit", "within", "after"))
        self.since = self.form.cleaned_data["since"] or self.usual_since()
        self.ground = AlertGround(selection, since=self.since)

    @cached_property
    def last_change(self) -> date | None:
        """The last day on which something happened that an alert tells; the first known day has none before it."""
        ground = AlertGround(self.selection, since=recent(self.selection))
        day = ground.last_change(limit=self.limit, after=self.after)
        return day if day and day > self.selection.filterset.first else None

    def usual_since(self) -> date:
        """A short time ago; where nothing has happened since then, the day before something last did.

        So a reader who asks for nothing is not met by an empty page. It goes back to no day of which the providers are
        not known: nobody could tell who came or went since then.
        """
        day = recent(self.selection)
        before = min(day, self.last_change - ONE_DAY) if self.last_change else day
        return before if self.selection.presence.is_known(day_number(before)) else day

    @cached_property
    def every(self) -> list[Alert]:
        return Alerts(self.ground, limit=self.limit, within=self.within, after=self.after).all()

    @cached_property
    def listed(self) -> list[Alert]:
        """The alerts of the kind asked for, or all."""
        return [each for each in self.every if self.kind in ("", each.kind)]

    def context(self) -> dict:
        """The context of `rollout/alerts.html`, beside what every page needs."""
        return {
            "sentence": self.sentence(),
            "long_ago": self.long_ago(),
            "since": self.since,
            "fields": self.fields(),
            "narrowing": narrowing(self.selection, self.query, SHOWN),
            "carried": self.carried(),
            "counts": self.counts(),
            "kind": self.kind,
            "kind_word": kind_words().get(self.kind, ""),
            "all_url": address(self.query, kind=None),
            "rows": [
                {"alert": each, "kind": told_kind(each.kind), "ahead": self.days_ahead(each)} for each in self.listed
            ],
            "files": {kind: reverse("alerts-file", args=[kind]) + address(self.query) for kind in ("csv", "xlsx")},
            "views": self.views(),
            "map": self.drawn(),
            "near": self.is_part,
            "legend": [told_kind(kind) for kind in KINDS if kind in set(self.main_kinds().values())],
            "notes": self.notes(),
            "compare_url": self.compare_url(),
        }

    def sentence(self) -> str:
        """How many alerts there are, between which days."""
        number, days = len(self.every), {"since": day_in_words(self.since), "on": day_in_words(self.selection.on)}
        if not number and not self.ground.knows_providers:
            return _("Whether anything happened from %(since)s to %(on)s is not known.") % days
        if not number:
            return _("Nothing to report from %(since)s to %(on)s.") % days
        told = ngettext(
            "%(number)s alert from %(since)s to %(on)s.", "%(number)s alerts from %(since)s to %(on)s.", number
        )
        return told % {"number": number, **days}

    def long_ago(self) -> dict | None:
        """When something last happened, where that is before a short time ago, and the list from the day before it."""
        day = self.last_change
        if day is None or day > recent(self.selection):
            return None
        since, presence = day - ONE_DAY, self.selection.presence
        if not all(presence.is_known(day_number(each)) for each in (since, self.selection.on)):
            return None
        url = "" if self.since <= since else address(self.query, since=since.isoformat(), kind=None)
        return {"day": day, "url": url}

    def fields(self) -> list[dict]:
        """The form's fields with what is in force: the day, and the three numbers."""
        numbers = {"limit": self.limit, "within": self.within, "after": self.after}
        return [
            {
                "name": name,
                "label": self.form.fields[name].label,
                "value": value,
                "most": self.form.fields[name].max_value,
            }
            for name, value in numbers.items()
        ]

    def carried(self) -> list[tuple[str, str]]:
        """What the form carries on unseen: all but its own fields."""
        own = {"since", "limit", "within", "after"}
        hidden = narrowing(self.selection, self.query, SHOWN)["carried"]
        return [(name, value) for name, value in hidden if name not in own]

    def counts(self) -> list[dict]:
        """The kinds that occur with how many there are, and the address that lists them."""
        found = Counter(each.kind for each in self.every)
        return [
            {
                **told_kind(kind),
                "number": found[kind],
                "here": kind == self.kind,
                "url": address(self.query, kind=None if kind == self.kind else kind),
            }
            for kind in KINDS
            if found[kind] or kind == self.kind
        ]

    def days_ahead(self, alert: Alert) -> int | None:
        """In how many days it is; None for what has been."""
        days = (alert.day - self.selection.on).days
        return days if days > 0 or alert.kind.startswith("ending") else None

    def views(self) -> list[dict]:
        """Since when readers often ask: a month, a quarter, a year, and since the day before each phase."""
        on, first = self.selection.on, self.selection.filterset.first
        made = [
            (_("the last month"), month_before(on), on),
            (_("the last three months"), month_before(on, 3), on),
            (_("the last year"), month_before(on, 12), on),
        ]
        for phase in self.selection.snapshot.phases:
            if start := phase.new_service_starts_on:
                made.append((_("%(phase)s starts") % {"phase": phase.label}, start - timedelta(days=1), start))
        return [
            {
                "label": label,
                "url": address(self.query, since=since.isoformat(), on=day.isoformat()),
                "here": (since, day) == (self.since, on),
            }
            for label, since, day in made
            if since >= first
        ]

    def main_kinds(self) -> dict[str, str]:
        """The weightiest kind listed for each municipality."""
        found: dict[str, str] = {}
        for alert in self.listed:
            for code in alert.codes:
                found.setdefault(code, alert.kind)
        return found

    @property
    def is_part(self) -> bool:
        """Whether a part of the country is chosen."""
        return len(self.ground.codes) < len(self.selection.snapshot.codes)

    def drawn(self) -> str:
        """Where the alerts are; empty where there are none."""
        shown, names = self.main_kinds(), self.selection.snapshot.municipalities["name"]
        if not shown:
            return ""
        told = kind_words()
        return page_map(
            {code: CLASS_OF[shown[code]] if code in shown else "same" for code in names.index},
            shown=list(shown),
            title=_("Municipalities with alerts"),
            words="; ".join(f"{told[kind]}: {number}" for kind, number in Counter(shown.values()).items()),
            near=self.is_part,
            labels={code: f"{names[code]}: {told[kind]}" for code, kind in shown.items()},
        )

    def notes(self) -> list[str]:
        """What cannot be told, and why."""
        told = []
        if not self.ground.knows_providers:
            told.append(_("Nothing is known of the providers on one of the days, so nobody can tell who came or went."))
        if not self.ground.watched:
            told.append(_("No delivery area is held against the limit: the municipalities of the areas are not known."))
        if number := self.ground.not_judged(self.within):
            told.append(
                ngettext(
                    "%(number)s agreement that ends has no known area, so nobody can tell who follows.",
                    "%(number)s agreements that end have no known area, so nobody can tell who follows.",
                    number,
                )
                % {"number": number}
            )
        if number := self.ground.long_unconfirmed(self.after):
            told.append(
                ngettext(
                    "In all, %(number)s open office has not been confirmed for %(days)s days.",
                    "In all, %(number)s open offices have not been confirmed for %(days)s days.",
                    number,
                )
                % {"number": number, "days": self.after}
            )
        return told

    def compare_url(self) -> str:
        """The comparison of the same two days, which tells all that differs."""
        days = {"on_a": self.since.isoformat(), "on_b": self.selection.on.isoformat()}
        return reverse("compare") + address(QueryDict(), test=self.selection.test, **days)

    # --- The file -------------------------------------------------------------------------------------------------

    def table(self) -> Table:
        """The alerts listed, a row each."""
        told = kind_words()
        return Table(
            name=_("alerts"),
            title=_("Alerts"),
            columns=[_("Alert"), _("Where"), _("Code"), _("County"), _("Day"), _("Details"), _("Inhabitants there")],
            rows=[
                [told[each.kind], each.name, each.key, each.county, each.day, each.words, each.inhabitants]
                for each in self.listed
            ],
            about=self.about(),
        )

    def about(self) -> list[tuple[str, str]]:
        """What the file holds, and where the limits are."""
        chips = narrowing(self.selection, self.query, SHOWN)["chips"]
        filters = "; ".join(f"{each['label']}: {each['word']}" for each in chips)
        return [
            (_("Result"), self.sentence()),
            (_("Counted as present"), str(TEST_WORDS[self.selection.test])),
            *((str(each["label"]), str(each["value"])) for each in self.fields()),
            (_("Data"), str(BASIS_WORDS[self.selection.basis])),
            (_("Filters"), filters or pgettext("filters", "none")),
            *((_("Note"), note) for note in self.notes()),
        ]
