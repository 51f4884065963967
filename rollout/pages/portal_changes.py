"""What changes for a provider, in words: for which service, in which of its areas, step by step."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from rollout.pages.portal_words import STEP_WORDS, change_title, distance_words, short_day
from rollout.portal import SEEN_AHEAD, Change, Step, ended_last
from rollout.portal_reading import Portfolio

SHOWN_AT_ONCE = 6  # changes; those after them, and those more than a year off, are folded away


class Changes:
    """The changes ahead of a provider, told. keep: what links carry on."""

    def __init__(self, portfolio: Portfolio, keep: str) -> None:
        self.portfolio, self.keep = portfolio, keep

    def context(self) -> dict:
        """The nearest change, those that follow it, those that are folded away, and the last end behind."""
        every, on = self.portfolio.changes, self.portfolio.on
        near = sum(each.next(on).day - on <= SEEN_AHEAD for each in every)
        shown = max(1, min(near, SHOWN_AT_ONCE))
        told = [self.told(each) for each in every]
        return {
            "lead": told[0] if told else None,
            "following": told[1:shown],
            "later": told[shown:],
            "latest_end": self.latest_end(),
        }

    def told(self, change: Change) -> dict:
        """A change as the template shows it."""
        rows = [self.portfolio.agreements[key] for key in change.agreements]
        areas = [row.area.name for row in rows if row.area]
        begins = change.steps[0].field == "starts_on"
        next_step = change.next(self.portfolio.on)
        names = self.portfolio.selection.snapshot.municipalities["name"]
        return {
            "title": change_title(rows[0].service.short_name, begins=begins, areas=areas, number=len(rows)),
            "begins": begins,
            "areas": self.areas(rows) if len(rows) > 1 or not areas else [],
            "area_url": self.area_url(rows[0]) if len(rows) == 1 else "",
            "places": ", ".join(names[code] for code in change.codes),
            "steps": [told_step(step, self.portfolio.on, is_next=step.day == next_step.day) for step in change.steps],
            "by_plan": change.by_plan,
        }

    def areas(self, rows: list) -> list[dict]:
        """The areas of some agreements, each with the address of its page in the portal."""
        return [{"name": row.area.name if row.area else _("area not known"), "url": self.area_url(row)} for row in rows]

    def area_url(self, row) -> str:
        """The page of an agreement's area; nothing where the area is not known."""
        if row.area_id is None:
            return ""
        return reverse("portal-area", args=[self.portfolio.provider.pk, row.area_id]) + self.keep

    def latest_end(self) -> dict | None:
        """What ended last before the day."""
        ended = ended_last(self.portfolio.held, self.portfolio.on)
        if not ended:
            return None
        rows = [self.portfolio.agreements[each.key] for each in ended]
        services = dict.fromkeys(row.service.short_name for row in rows)
        return {"day": ended[0].ends_on, "services": ", ".join(services), "areas": self.areas(rows)}


def told_step(step: Step, on: date, *, is_next: bool) -> dict:
    """A step with its word, its day, how far off it is, and whether it has passed."""
    return {
        "day": step.day,
        "short": short_day(step.day),
        "word": STEP_WORDS[step.field],
        "distance": distance_words(step.day, on),
        "is_next": is_next,
        "has_passed": step.day < on,
    }
