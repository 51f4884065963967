"""The comparison: what differs between two versions of the plan, or two days, in counts, map, list and file."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property

import pandas as pd
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rollout.compare import DAYS, FACTS, KEYS, changed_facts, counts, main_kinds
from rollout.models import Phase, Plan
from rollout.pages.compare_form import CompareForm
from rollout.pages.compare_words import CLASS_OF, day_or_dash, kind_words, told_kind, version_words
from rollout.pages.maps import page_map
from rollout.pages.phases import names_of
from rollout.pages.words import day_words, phase_key, providers_in_words, told_class
from rollout.selection import Selection
from rollout.sides import Comparison, Side
from rollout.snapshot import Snapshot
from rollout.words import BASIS_WORDS, STATUS_WORDS, TEST_WORDS, day_in_words, status_words

NO_NAMES = {"old": "–", "new": "–"}


class ComparePage:
    """A comparison as the page, its map and its files show it. Give it a valid form."""

    def __init__(self, form: CompareForm, selection: Selection, query: QueryDict) -> None:
        self.form, self.selection, self.query = form, selection, query
        before, after = form.sides
        self.comparison = Comparison(before, after, basis=self.basis_of(after.plan), test=self.test)
        self.kind, self.county = form.cleaned_data["kind"], form.cleaned_data["county"]
        plan = after.plan or before.plan
        self.names = names_of(plan) if plan else NO_NAMES
        self.kind_words = kind_words(**self.names)
        self.municipalities = selection.snapshot.municipalities

    @property
    def test(self) -> str:
        return self.form.cleaned_data["test"] or "office"

    def basis_of(self, plan: Plan | None) -> str:
        """Invented providers for an invented plan, else the rows that the reader chose."""
        invented = plan is not None and plan.is_example and "example" in self.selection.snapshot.bases
        return "example" if invented and "basis" not in self.query else self.selection.basis

    @cached_property
    def in_county(self) -> pd.DataFrame:
        """What differs in the county asked for, or in the whole country."""
        found = self.comparison.found
        if not self.county:
            return found
        return found[self.municipalities["county"].reindex(found.index) == self.county]

    @cached_property
    def listed(self) -> pd.DataFrame:
        """What differs there in the way asked for, or in any."""
        return self.in_county[self.in_county[self.kind]] if self.kind else self.in_county

    def address(self, **changes: str) -> str:
        """The query string with some values changed; an empty one takes a value away."""
        query = self.query.copy()
        for name, value in changes.items():
            query.setlist(name, [value] if value else [])
        return f"?{encoded}" if (encoded := query.urlencode()) else "?"

    # --- The parts of the page ------------------------------------------------------------------------------------

    def context(self) -> dict:
        """The context of `rollout/compare.html`, beside what every page needs."""
        sides, listed, heads = self.form.sides, self.listed, self.day_heads
        one_version = sides[0].plan == sides[1].plan
        return {
            "sides": [told_side(side) for side in sides],
            "form_values": form_values(self.form),
            "versions": version_choices(self.form),
            "counties": sorted(self.selection.snapshot.counties.values(), key=lambda county: county.sort_key),
            "tests": [{"key": key, "label": label, "here": key == self.test} for key, label in TEST_WORDS.items()],
            "county": self.county,
            "kind": self.kind,
            "kind_word": self.kind_words.get(self.kind, ""),
            "last_day": self.form.cleaned_data["last"],
            "is_alone": one_version and sides[0].on == sides[1].on,
            "as_planned": self.comparison.as_planned,
            "knows_providers": self.comparison.knows_providers,
            "sentence": self.sentence(),
            "counts": self.told_counts(),
            "all_url": self.address(kind=""),
            "views": ready_made(self.selection.snapshot),
            "phases": phases_beside(*self.comparison.snapshots) if not one_version else [],
            "day_heads": [heads[name] for name in DAYS],
            "rows": self.told_rows(),
            "shows": {name: self.differs_in(listed, name) for name in ("phase", "status", "providers", "area")},
            "shown_days": [heads[name] for name in self.moved_days],
            "map": self.drawn(),
            "legend": self.legend(),
            "files": {kind: reverse("compare-file", args=[kind]) + self.address() for kind in ("csv", "xlsx")},
            "shows_examples": self.comparison.basis == "example",
            "counts_only": self.comparison.basis == "observed",
        }

    def sentence(self) -> str:
        """How many municipalities differ, out of how many."""
        number = len(self.in_county)
        whole = (self.municipalities["county"] == self.county).sum() if self.county else len(self.municipalities)
        told = {"number": number, "of": int(whole)}
        if not number:
            return _("None of %(of)s municipalities differs.") % told
        return (
            ngettext(
                "%(number)s of %(of)s municipalities differs.",
                "%(number)s of %(of)s municipalities differ.",
                number,
            )
            % told
        )

    def told_counts(self) -> list[dict]:
        """The kinds that occur, with how many municipalities each, and the address that lists them."""
        return [
            {
                **told_kind(kind, self.kind_words),
                "kind": kind,
                "number": number,
                "here": kind == self.kind,
                "url": self.address(kind="" if kind == self.kind else kind),
            }
            for kind, number in counts(self.in_county).items()
            if number or kind == self.kind
        ]

    def shown_kinds(self) -> dict[str, str]:
        """The kind by which each listed municipality is coloured: the one asked for, else its weightiest."""
        return dict.fromkeys(self.listed.index, self.kind) if self.kind else main_kinds(self.listed)

    def legend(self) -> list[dict]:
        """The kinds in the map's colours, with how many municipalities are shown by each."""
        shown = list(self.shown_kinds().values())
        return [
            {**told_kind(kind, self.kind_words), "number": shown.count(kind)} for kind in KEYS if kind in set(shown)
        ]

    def drawn(self) -> str:
        """The map of what differs; empty where nothing does."""
        shown = self.shown_kinds()
        if not shown:
            return ""
        names = self.municipalities["name"]
        return page_map(
            {code: CLASS_OF[shown[code]] if code in shown else "same" for code in names.index},
            shown=list(shown),
            title=_("Municipalities that differ"),
            words="; ".join(f"{each['word']}: {each['number']}" for each in self.legend()),
            labels={code: f"{names[code]}: {self.all_kinds(row)}" for code, row in self.listed.iterrows()},
        )

    def all_kinds(self, row: pd.Series) -> str:
        """Every way in which a municipality differs, in words."""
        return ", ".join(self.kind_words[key] for key in KEYS if row[key])

    def differs_in(self, found: pd.DataFrame, name: str) -> bool:
        """Whether a column of the list has anything to show."""
        return bool(found[["more", "fewer"] if name == "providers" else [name]].any(axis=None))

    @cached_property
    def moved_days(self) -> list[str]:
        """Those of the five days that differ anywhere in the list."""
        changed = {name for _code, row in self.listed.iterrows() for name in changed_facts(row)}
        return [name for name in DAYS if name in changed]

    def told_rows(self) -> list[dict]:
        """The municipalities listed, each with what it was and what it is."""
        kinds, facts = self.shown_kinds(), self.municipalities
        counties = self.selection.snapshot.counties
        return [
            {
                "code": code,
                "name": facts.at[code, "name"],
                "county": counties[facts.at[code, "county"]].name,
                "main": told_kind(kinds[code], self.kind_words),
                **self.told_changes(row),
            }
            for code, row in self.listed.iterrows()
        ]

    def told_changes(self, row: pd.Series) -> dict:
        """Before and after of each fact of a row that changed."""
        changed = changed_facts(row)
        told = {
            name: {
                side: self.told_fact(name, row[f"{name}_{side}"], place)
                for place, side in enumerate(("before", "after"))
            }
            for name in ("phase", "status", "providers", "area")
            if name in changed and (name != "providers" or self.comparison.knows_providers)
        }
        told["days"] = [self.told_day(row, name) if name in changed else None for name in self.moved_days]
        return told

    def told_day(self, row: pd.Series, name: str) -> dict[str, str]:
        """One of the five days before and after, with what it is the day of."""
        before, after = (day_or_dash(row[f"{name}_{side}"]) for side in ("before", "after"))
        return {"head": self.day_heads[name], "before": before, "after": after}

    @cached_property
    def day_heads(self) -> dict[str, str]:
        return day_words(**self.names)

    def told_fact(self, name: str, value, place: int):
        """A fact in words; place: 0 before, 1 after."""
        if name == "phase":
            return phase_label(self.comparison.snapshots[place], value)
        if name == "status":
            return told_class(value, self.status_words[value])
        if name == "providers":
            return providers_in_words(None if pd.isna(value) else int(value))
        return value or "–"

    @property
    def status_words(self) -> dict:
        return status_words(**self.names) if self.names is not NO_NAMES else STATUS_WORDS

    # --- The file -------------------------------------------------------------------------------------------------

    def file_columns(self) -> list[str]:
        """The heads of the file: who, in what ways, and both sides of every fact."""
        heads = {
            **day_words(**self.names),
            "phase": _("Phase"),
            "status": _("Service status"),
            "providers": _("Providers"),
            "area": _("Delivery area"),
        }
        told = [name for name in FACTS if name != "coverage"]
        sides = [_("%(what)s, before"), _("%(what)s, after")]
        facts = [side % {"what": heads[name]} for name in told for side in sides]
        return [_("Code"), _("Municipality"), _("County"), _("Differences"), *facts]

    def file_rows(self) -> list[list]:
        """The municipalities listed, a row each, in the columns of `file_columns`."""
        rows, counties = [], self.selection.snapshot.counties
        for code, row in self.listed.iterrows():
            place = self.municipalities.loc[code]
            facts = [
                self.file_cell(name, row[f"{name}_{side}"], number)
                for name in FACTS
                if name != "coverage"
                for number, side in enumerate(("before", "after"))
            ]
            rows.append([code, place["name"], counties[place["county"]].name, self.all_kinds(row), *facts])
        return rows

    def file_cell(self, name: str, value, place: int):
        """A fact as a cell: days and numbers as such, nothing where there is none."""
        if pd.isna(value):
            return None
        if name == "providers":
            return int(value)
        if name in DAYS:
            return value
        told = self.told_fact(name, value, place)
        return told["word"] if name == "status" else told

    def file_about(self) -> list[tuple[str, str]]:
        """What the file holds, in words."""
        before, after = (told_side(side) for side in self.form.sides)
        return [
            (_("Before"), f"{before['version']}; {before['day_words']}"),
            (_("After"), f"{after['version']}; {after['day_words']}"),
            (_("Counted as present"), str(TEST_WORDS[self.test])),
            (_("Data"), str(BASIS_WORDS[self.comparison.basis])),
            (_("Result"), self.sentence()),
        ]


def told_side(side: Side) -> dict:
    """A side as a template shows it."""
    return {
        "plan": side.plan,
        "version": version_words(side.plan),
        "as_of": side.as_of,
        "on": side.on,
        "day_words": day_in_words(side.on),
    }


def form_values(form: CompareForm) -> dict:
    """What the form's fields hold: the versions and days that are compared, not only what was asked for."""
    before, after = form.sides
    return {
        "a": before.plan.pk if before.plan and not before.as_of else "",
        "b": after.plan.pk if after.plan and not after.as_of else "",
        **{name: form.cleaned_data.get(name) for name in ("as_of_a", "as_of_b", "on_a", "on_b")},
    }


def version_choices(form: CompareForm) -> list[dict]:
    """The versions that the reader may choose, by pair of services."""
    groups: dict[str, list[dict]] = {}
    for plan in form.versions.values():
        groups.setdefault(plan.pair, []).append({"pk": plan.pk, "label": version_words(plan)})
    return [{"pair": pair, "versions": versions} for pair, versions in groups.items()]


def ready_made(snapshot: Snapshot) -> list[dict]:
    """Comparisons worth beginning with: the published versions, and the day before each phase against its first day."""
    made = [{"label": _("The published version and the one before it"), "query": "?"}]
    for phase in snapshot.phases:
        if start := phase.new_service_starts_on:
            made.append(
                {
                    "label": _("%(phase)s starts") % {"phase": phase.label},
                    "query": f"?on_a={(start - timedelta(days=1)).isoformat()}&on_b={start.isoformat()}",
                }
            )
    return made


def phase_label(snapshot: Snapshot, number) -> str:
    """The name of a phase on one side; a dash where there is none."""
    if pd.isna(number):
        return "–"
    return next((phase.label for phase in snapshot.phases if phase.number == number), str(number))


def phases_beside(before: Snapshot, after: Snapshot) -> list[dict]:
    """The phases of two versions by number: names, municipalities and days, with what changed."""
    sides = [{phase.number: phase for phase in each.phases} for each in (before, after)]
    sizes = [pd.Series([phase.number for phase in each.phase_of.values()]).value_counts() for each in (before, after)]
    return [
        told_phases(number, [side.get(number) for side in sides], [int(size.get(number, 0)) for size in sizes])
        for number in sorted({*sides[0], *sides[1]})
    ]


def told_phases(number: int, phases: Sequence[Phase | None], sizes: Sequence[int]) -> dict:
    """A phase on both sides; a phase that is on one side only has dashes on the other."""
    labels = [phase.label if phase else "–" for phase in phases]
    values = [[getattr(phase, name, None) for phase in phases] for name in DAYS]
    days = [[day_or_dash(day) for day in both] for both in values]
    return {
        "class": told_class(phase_key(number), labels[1] if phases[1] else labels[0]),
        "labels": [phase.label if phase else None for phase in phases],
        "values": values,
        "renamed": labels if labels[0] != labels[1] else None,
        "sizes": {"before": sizes[0], "after": sizes[1], "same": sizes[0] == sizes[1]},
        "days": [{"before": old, "after": new, "same": old == new} for old, new in days],
    }
