"""What a finding says, in a sentence: what is wrong and where, with names, days and numbers. Knows no rows and no HTML.

One function for each rule, so that a rule without words is a KeyError in the tests and not a blank on the page.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from rollout.rules import Finding

# A longer list of municipalities is cut, and the rest told as a number.
NAMED_AT_MOST = 8

STATE_WORDS = {
    "ok": pgettext_lazy("state of a rule", "OK"),
    "waived": pgettext_lazy("state of a rule", "Waived"),
    "unknown": pgettext_lazy("state of a rule", "Unknown"),
    "warning": pgettext_lazy("state of a rule", "Warning"),
    "error": pgettext_lazy("state of a rule", "Error"),
}
# A character beside the word, so that colour never carries the meaning alone.
STATE_SIGNS = {"ok": "✓", "waived": "◇", "unknown": "?", "warning": "▲", "error": "×"}

SEVERITY_WORDS = {
    "error": gettext_lazy("Stops publication. It cannot be waived."),
    "warning": gettext_lazy("Has to be waived before publication, by name and with a reason. Both are shown here."),
    "unknown": gettext_lazy("Cannot be known from what is registered. It is told, and stops nothing."),
}

# The rules in a word or two, for the head of a narrow column.
SHORT_WORDS = {
    "exclusive": pgettext_lazy("short name of a rule", "Not both open"),
    "no-gap": pgettext_lazy("short name of a rule", "No gap"),
    "one-phase": pgettext_lazy("short name of a rule", "One phase each"),
    "phase-filled": pgettext_lazy("short name of a rule", "Phase not empty"),
    "days-given": pgettext_lazy("short name of a rule", "Days given"),
    "days-in-order": pgettext_lazy("short name of a rule", "Days in order"),
    "notice-period": pgettext_lazy("short name of a rule", "Notice period"),
    "notice-counted": pgettext_lazy("short name of a rule", "Notice counted"),
    "areas-whole": pgettext_lazy("short name of a rule", "Area whole"),
    "enough-ready": pgettext_lazy("short name of a rule", "Providers ready"),
    "digital-only": pgettext_lazy("short name of a rule", "Not only digital"),
}

DAY_WORDS = {
    "notice_sent_on": gettext_lazy("the day of notice"),
    "notice_counts_from": gettext_lazy("the day that notice counts from"),
    "last_referral_on": gettext_lazy("the last referral day"),
    "last_contract_day_on": gettext_lazy("the last contract day"),
    "new_service_starts_on": gettext_lazy("the start of the new service"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """The names that sentences use: of municipalities by code, areas by key and phases by number."""

    municipalities: Mapping[str, str]
    areas: Mapping[int, str]
    phases: Mapping[int, str]

    def phase(self, number: int | None) -> str:
        """The name of a phase; of one that is gone, its number."""
        return self.phases.get(number) or _("phase %(number)s") % {"number": number}


def sentence(finding: Finding, names: Names) -> str:
    """What a finding says, as one or more sentences. Where it is (phase, area) is not repeated in it."""
    return SENTENCES[finding.rule](finding, names)


def about(finding: Finding, names: Names) -> str:
    """What a finding is about: an area, a phase, or the whole plan."""
    if finding.area is not None:
        return names.areas.get(finding.area, "")
    return names.phase(finding.phase) if finding.phase is not None else _("The whole plan")


def listed(codes: Iterable[str], names: Names) -> str:
    """Municipalities by name, in Swedish order as the names come; a long list is cut and the rest counted."""
    wanted = set(codes)
    every = [name for code, name in names.municipalities.items() if code in wanted]
    if len(every) <= NAMED_AT_MOST:
        return ", ".join(every)
    rest = len(every) - NAMED_AT_MOST + 1
    return _("%(names)s and %(number)d more") % {"names": ", ".join(every[: NAMED_AT_MOST - 1]), "number": rest}


def _day(day: date | None) -> str:
    return date_format(day, "Y-m-d") if day else "–"


def _both_open(finding: Finding, names: Names) -> str:
    first, last = finding.facts["first"], finding.facts["last"]
    if first == last:
        told = _("Both services would be open for referral on %(first)s.") % {"first": _day(first)}
    else:
        told = _("Both services would be open for referral from %(first)s to %(last)s.") % {
            "first": _day(first),
            "last": _day(last),
        }
    hit = _("Municipalities: %(names)s.") % {"names": listed(finding.codes, names)}
    return f"{told} {hit}" if finding.codes else told


def _gap(finding: Finding, names: Names) -> str:
    return " ".join(_span(each["first"], each["last"], each["number"]) for each in finding.facts["spans"])


def _span(first: date, last: date, number: int) -> str:
    length = (last - first).days + 1
    told = {"first": _day(first), "last": _day(last), "number": number, "days": length}
    if length == 1:
        template = ngettext(
            "Nothing is open for referral on %(first)s in %(number)d municipality.",
            "Nothing is open for referral on %(first)s in %(number)d municipalities.",
            number,
        )
    else:
        template = ngettext(
            "Nothing is open for referral from %(first)s to %(last)s (%(days)d days) in %(number)d municipality.",
            "Nothing is open for referral from %(first)s to %(last)s (%(days)d days) in %(number)d municipalities.",
            number,
        )
    return template % told


def _not_in_one_phase(finding: Finding, names: Names) -> str:
    facts = {**finding.facts, "names": listed(finding.codes, names)}
    if finding.subject.endswith("twice"):
        return _("In more than one phase: %(names)s.") % facts
    return _("%(number)d of %(whole)d municipalities are in a phase. Missing: %(names)s.") % facts


def _empty(finding: Finding, names: Names) -> str:
    return _("No municipality switches in the phase.")


def _days_missing(finding: Finding, names: Names) -> str:
    days = [str(DAY_WORDS[name]) for name in finding.facts["missing"]]
    return _("Missing: %(days)s.") % {"days": ", ".join(days)}


def _out_of_order(finding: Finding, names: Names) -> str:
    return " ".join(
        capfirst(
            _("%(day)s, %(first)s, comes after %(before)s, %(second)s.")
            % {
                "day": DAY_WORDS[each["day"]],
                "before": DAY_WORDS[each["before"]],
                "first": _day(each["first"]),
                "second": _day(each["second"]),
            }
        )
        for each in finding.facts["wrong"]
    )


def _notice_too_short(finding: Finding, names: Names) -> str:
    facts = {key: _day(day) for key, day in finding.facts.items()}
    if "least" not in facts:
        return _("The day that notice counts from or the last contract day is not decided.")
    return _("Agreements end on %(last)s. Three months from %(counts)s is %(least)s.") % facts


def _notice_counted(finding: Finding, names: Names) -> str:
    facts = {key: _day(day) for key, day in finding.facts.items()}
    if "ruled" not in facts:
        return _("The day of notice or the day that it counts from is not decided.")
    return _("Notice sent on %(sent)s counts from %(ruled)s by the rule; %(counts)s is decided.") % facts


def _area_split(finding: Finding, names: Names) -> str:
    phases = ", ".join(names.phase(number) for number in finding.facts["elsewhere"])
    return ngettext(
        "%(number)d of the area’s %(whole)d municipalities switches in %(phases)s: %(names)s.",
        "%(number)d of the area’s %(whole)d municipalities switch in %(phases)s: %(names)s.",
        len(finding.codes),
    ) % {
        "number": len(finding.codes),
        "whole": finding.facts["whole"],
        "phases": phases,
        "names": listed(finding.codes, names),
    }


def _too_few_ready(finding: Finding, names: Names) -> str:
    facts = finding.facts
    if "ready" not in facts:
        return _not_known(finding)
    parts = [_("Ready at the start: %(ready)d of the %(needed)d needed.") % facts]
    if number := facts["without_office"]:
        parts.append(_without_office(number, facts["ahead"]))
    if number := facts["digital_only"]:
        parts.append(_digital(number))
    if len(parts) == 1:
        parts.append(_("No other provider has an agreement in force then."))
    return " ".join(parts)


def _not_known(finding: Finding) -> str:
    if finding.facts.get("areas") == 0:
        return _("The delivery areas of the phase are not known, and so not who is ready.")
    if finding.facts.get("starts") is None:
        return _("Without a day for the start nobody can say who is ready.")
    return _("Nothing is known of the area’s agreements or of its municipalities.")


def _without_office(number: int, ahead: int) -> str:
    if not ahead:
        return ngettext(
            "%(number)d provider has an agreement but no open office in the area.",
            "%(number)d providers have an agreement but no open office in the area.",
            number,
        ) % {"number": number}
    return ngettext(
        "%(number)d provider has an agreement but no office in the area open %(ahead)d days before the start.",
        "%(number)d providers have an agreement but no office in the area open %(ahead)d days before the start.",
        number,
    ) % {"number": number, "ahead": ahead}


def _digital(number: int) -> str:
    return ngettext(
        "%(number)d provider has only a digital offer.", "%(number)d providers have only a digital offer.", number
    ) % {"number": number}


def _only_digital(finding: Finding, names: Names) -> str:
    return " ".join([_("Nobody has an office on site in the area."), _digital(finding.facts["digital_only"])])


SENTENCES: Mapping[str, Callable[[Finding, Names], str]] = {
    "exclusive": _both_open,
    "no-gap": _gap,
    "one-phase": _not_in_one_phase,
    "phase-filled": _empty,
    "days-given": _days_missing,
    "days-in-order": _out_of_order,
    "notice-period": _notice_too_short,
    "notice-counted": _notice_counted,
    "areas-whole": _area_split,
    "enough-ready": _too_few_ready,
    "digital-only": _only_digital,
}
