"""What the map page shows, put together from a selection: sentence, figures, legend, map, table, ready-made views."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rollout import words
from rollout.coverage import Figure
from rollout.pages.freshness import freshness
from rollout.pages.map_state import class_words, page_state, short_status_words
from rollout.palette import layer_classes
from rollout.selection import LAYER_FILTERS, Selection
from rollout.status import Status, open_for_referral
from rollout.svgmap import draw_map, shapes

# What the map shows where a shape has no row: before any facts are loaded.
MISSING = {"status": "unknown", "coverage": "nodata", "phase": "nophase"}
STATUS_OPEN_NEW = tuple(status.value for status in Status if open_for_referral(status)[1])


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure above the map, with what it takes to question it: an address is empty where there is no list to show."""

    key: str
    label: str
    figure: Figure
    part_url: str
    whole_url: str
    counted: str


@dataclass(frozen=True, slots=True)
class LegendKey:
    """A class in the legend: a button that takes it out of the selection or brings it back."""

    key: str
    sign: str
    word: str
    count: int
    is_on: bool
    url: str


def map_page(selection: Selection) -> dict:
    """The context of `rollout/map.html`, but for `standing`, which needs the address (`pages/asked.py`)."""
    counts = sentence_counts(selection)
    names = service_names(selection)
    return {
        "selection": selection,
        "form": selection.filterset.form,
        "filter_groups": filter_groups(selection),
        "filter_selects": filter_selects(selection),
        "rural_choices": [("", _("all")), ("yes", _("rural")), ("no", _("not rural"))],
        "sentence": words.sentence(
            selection.layer, selection.test, counts, on=selection.on, observed=selection.counts_only, **names
        ),
        "figures": key_figures(selection),
        "layers": layers(selection),
        "legend": legend(selection),
        "svg": static_map(selection),
        "table": table(selection),
        "files": [("csv", "CSV"), ("xlsx", "Excel"), ("geojson", "GeoJSON")],
        "month_files": [("csv", "CSV"), ("xlsx", "Excel")],
        "carried": carried(selection),
        "columns": columns(selection),
        "views": ready_made_views(selection),
        "definitions": selection.snapshot.definitions,
        "state": page_state(selection),
        "days": {"first": selection.filterset.first, "last": selection.last, "today": selection.today},
        "freshness": freshness(selection),
    }


def service_names(selection: Selection) -> dict[str, str]:
    """The names of the old and the new service of the plan."""
    plan = selection.snapshot.plan
    return {"old": plan.from_service.name, "new": plan.to_service.name} if plan else {"old": "–", "new": "–"}


def sentence_counts(selection: Selection) -> dict[str, int | None]:
    """The numbers that the sentence may need, counted over the scope."""
    statuses = selection.scope["status"].value_counts()
    counts = {status.value: int(statuses.get(status.value, 0)) for status in Status}
    counts["open"] = sum(counts[key] for key in STATUS_OPEN_NEW)
    return counts | {"of": len(selection.scope), "without": selection.without().part}


def key_figures(selection: Selection) -> list[KeyFigure]:
    """Rural without a provider first; then all without, winding down, in a gap."""
    without = words.counted_without(selection.test, observed=selection.counts_only)
    whole = selection.address(status=None, providers=None)
    return [
        KeyFigure(
            "rural",
            _("rural municipalities without a provider"),
            selection.rural_without(),
            *rural_addresses(selection),
            words.counted_rural(selection.test, chosen_definition(selection), observed=selection.counts_only),
        ),
        KeyFigure(
            "all",
            _("municipalities without a provider"),
            selection.without(),
            selection.address(status=None, providers="none", layer=None),
            whole,
            without,
        ),
        *(_status_figure(selection, key, whole) for key in ("winding", "gap")),
    ]


def rural_addresses(selection: Selection) -> tuple[str, str]:
    """The lists behind the rural figure, by coverage; none where the reader has left rural municipalities out."""
    if selection.filterset.form.cleaned_data.get("rural") == "no":
        return "", ""
    chosen = {"rural": "yes", "status": None, "layer": None}
    return selection.address(**chosen, providers="none"), selection.address(**chosen, providers=None)


def _status_figure(selection: Selection, key: str, whole: str) -> KeyFigure:
    told = {
        "winding": (
            _("in wind-down"),
            _("Unit: municipality. The new service is open, the old one delivers to those already placed."),
        ),
        "gap": (_("in a service gap"), _("Unit: municipality. Neither service is open for referral.")),
    }[key]
    part = selection.address(status=key, providers=None, layer="status")
    return KeyFigure(key, told[0], selection.in_status(key), part, whole, told[1])


def chosen_definition(selection: Selection) -> str:
    """The words of the definition of rural in force."""
    return next((each.label for each in selection.snapshot.definitions if each.key == selection.definition), "–")


def layers(selection: Selection) -> list[dict]:
    """The three ways to colour the map."""
    return [
        {"key": key, "label": label, "on": key == selection.layer, "url": selection.address(layer=key)}
        for key, label in words.LAYER_WORDS.items()
    ]


def legend(selection: Selection) -> list[LegendKey]:
    """The classes of the layer shown, with how many of the municipalities chosen by place are in each."""
    column = {"status": "status", "coverage": "coverage", "phase": "phase_class"}[selection.layer]
    counts = selection.scope[column].value_counts()
    told = class_words(selection.snapshot)
    classes = [each for each in layer_classes(selection.layer) if each.key in told]
    on = legend_on(selection, [each.key for each in classes])
    return [
        LegendKey(
            key=each.key,
            sign=each.sign,
            word=told[each.key],
            count=int(counts.get(each.key, 0)),
            is_on=each.key in on,
            url=selection.address(**{LAYER_FILTERS[selection.layer]: toggled(selection, each.key, on, classes)}),
        )
        for each in classes
    ]


def legend_on(selection: Selection, keys: list[str]) -> list[str]:
    """The classes that are on: those filtered for, or all where there is no such filter."""
    chosen = selection.filterset.form.cleaned_data.get(LAYER_FILTERS[selection.layer]) or []
    if selection.layer == "phase":
        chosen = [words.phase_key(value) for value in chosen]
    return list(chosen) or keys


def toggled(selection: Selection, key: str, on: list[str], classes: list) -> list[str]:
    """The filter values after a click on a class: all on is no filter, and the last one cannot go out."""
    after = [each.key for each in classes if (each.key in on) != (each.key == key)]
    if not after or len(after) == len(classes):
        return []
    return [words.phase_value(each) for each in after] if selection.layer == "phase" else after


def static_map(selection: Selection) -> str:
    """The map as SVG, with the same rows in words."""
    told, counted = class_words(selection.snapshot), legend(selection)
    description = "; ".join(f"{told[each.key]}: {each.count}" for each in counted if each.count)
    layer, day = words.LAYER_WORDS[selection.layer], words.day_in_words(selection.on)
    title = words.map_title_template().format(layer=layer, day=day)
    classes, missing = selection.classes(), MISSING[selection.layer]
    drawn = {code: classes.get(code, missing) for code in shapes().outlines}
    return draw_map(drawn, title=title, description=description, dimmed=drawn.keys() - selection.rows.index)


def table(selection: Selection) -> list[dict]:
    """The rows as the table shows them."""
    told, phases = (
        short_status_words(selection.snapshot),
        {phase.number: phase.label for phase in selection.snapshot.phases},
    )
    chosen = set(selection.rows.index)
    shown = selection.rows.reset_index().to_dict("records")
    signs = {each.key: each.sign for layer in ("status", "coverage") for each in layer_classes(layer)}
    return [
        {
            "code": row["code"],
            "name": row["name"],
            "status": row["status"],
            "status_word": told[row["status"]],
            "status_sign": signs[row["status"]],
            "coverage": row["coverage"],
            "providers": "–" if row["coverage"] == "nodata" else int(row["providers"]),
            "phase": phases.get(row["phase"], "–") if row["phase_class"] != "nophase" else "–",
            "phase_class": row["phase_class"],
            "population": row["population"],
        }
        for row in shown
        if row["code"] in chosen
    ]


def carried(selection: Selection) -> str:
    """What a link to a municipality takes with it: days and basis, where they are not the usual ones."""
    usual = {"on": selection.today.isoformat(), "as_of": "", "basis": selection.snapshot.default_basis}
    as_of = selection.as_of.isoformat() if selection.as_of else ""
    now = {"on": selection.on.isoformat(), "as_of": as_of, "basis": selection.basis}
    kept = {name: value for name, value in now.items() if value != usual[name]}
    return f"?{urlencode(kept)}" if kept else ""


def columns(selection: Selection) -> list[dict]:
    """The heads of the table: label, address that sorts by it, and how it is sorted now."""
    heads = [
        ("name", _("Municipality")),
        ("status", _("Service")),
        ("providers", pgettext("column", "Providers")),
        ("phase", _("Phase")),
    ]
    made = []
    for key, label in heads:
        here, down = selection.sort.lstrip("-") == key, selection.sort.startswith("-")
        made.append(
            {
                "key": key,
                "label": label,
                "order": ("descending" if down else "ascending") if here else "none",
                "url": selection.address(sort=f"-{key}" if here and not down else key),
            }
        )
    return made


def filter_groups(selection: Selection) -> list[dict]:
    """The filters of checkboxes: name, label, choices with whether each is on, and how many are on."""
    form = selection.filterset.form
    groups = []
    for name in ("county", "part", "group", "phase", "status", "providers"):
        chosen = form.cleaned_data.get(name) or []
        choices = [
            {"value": str(value), "label": label, "on": str(value) in chosen}
            for value, label in form.fields[name].choices
        ]
        groups.append({"name": name, "label": form.fields[name].label, "choices": choices, "count": len(chosen)})
    return groups


def filter_selects(selection: Selection) -> list[dict]:
    """The filters of one choice. `counts` marks those that change how providers are counted, and so ask the server."""
    form = selection.filterset.form
    chosen = {"area": (form.cleaned_data.get("area") or [""])[0], "provider": str(selection.provider or "")}
    chosen |= {"service": selection.service, "test": selection.test, "basis": selection.basis}
    made = []
    for name in ("area", "service", "provider", "test", "basis"):
        choices = [(str(value), label) for value, label in form.fields[name].choices if value or name != "area"]
        if name == "area":
            choices.insert(0, ("", _("all delivery areas")))
        if name == "basis" and len(choices) < 2:
            continue
        label = form.fields[name].label
        made.append(
            {"name": name, "label": label, "choices": choices, "chosen": chosen[name], "counts": name != "area"}
        )
    return made


def ready_made_views(selection: Selection) -> list[dict]:
    """Views worth beginning with."""
    plan = selection.snapshot.plan
    made = [{"label": _("Coverage today"), "query": "?"}]
    if plan:
        made += [
            {"label": _("The rollout day by day"), "query": "?layer=status&on=2020-03-01#play"},
            {"label": _("The gap in March 2020"), "query": "?layer=status&on=2020-03-20"},
            {"label": _("Wind-down in December 2021"), "query": "?layer=status&on=2021-12-10"},
            {"label": _("The phases"), "query": "?layer=phase"},
        ]
    made.append({"label": _("Rural without a provider"), "query": "?rural=yes&providers=none"})
    here, shown = selection.address(), [{**each, "query": keeping_plan(each["query"], selection)} for each in made]
    return [{**each, "here": each["query"].split("#")[0] == here} for each in shown]


def keeping_plan(address: str, selection: Selection) -> str:
    """An address with the day of the plan in it, where the reader has chosen one."""
    if selection.as_of is None:
        return address
    query, mark, fragment = address.partition("#")
    return f"{query}{'&' if query != '?' else ''}as_of={selection.as_of.isoformat()}{mark}{fragment}"
