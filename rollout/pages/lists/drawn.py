"""What is drawn on a page, as a sheet that stands alone: its drawings, legend and notes, and what they are.

Knows the context of a page, as `frame.py` does; nothing of any one page.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import unescape

from django.utils.translation import gettext as _

from rollout.pages.file_about import Line, standing_lines, whole_about
from rollout.pages.lists.frame import Picture, asked_lines
from rollout.pages.map_state import class_words
from rollout.selection import Selection
from rollout.svg_file import Panel, Sheet, is_faint, shown_classes
from rollout.svg_legend import Key

UPRIGHT = '<path class="{}" d="M11 0v16"/>'  # a line through the whole height of a chart, in a legend


def sheet_of(picture: Picture, context: Mapping, *, link: str) -> Sheet | None:
    """The picture of a page as a sheet; None where there is nothing to draw. link: the page's address."""
    if not (panels := picture.panels(context)):
        return None
    title = picture.heading(context) or (unescape(panels[0].title) if len(panels) == 1 else str(picture.title))
    crumbs = [str(each.label) for each in context.get("crumbs", ())]
    return Sheet(
        title=title,
        panels=panels,
        above=" – ".join(label for label in crumbs if not title.startswith(label)),
        about=_about(picture, context, link),
        legend=list(picture.legend(context)),
        notes=[str(each) for each in picture.notes(context)],
        example=_("Example data") if picture.basis(context) == "example" else "",
        shared=picture.shared(context),
        columns=picture.columns(context),
    )


def picture_name(picture: Picture, context: Mapping, about: Iterable[object]) -> str:
    """The name of the file, without its ending. about: what the page is about."""
    day = [context["selection"].on.isoformat()] if picture.dated(context) else []
    return "-".join([picture.key, *map(str, about), *day])


def _about(picture: Picture, context: Mapping, link: str) -> list[Line]:
    selection = context["selection"] if picture.dated(context) else None
    told = [*([(_("Plan"), str(context["plan"]))] if context.get("plan") else []), *picture.about(context)]
    told += _asked(context, told) if selection else []
    told += [(_("How it is counted"), str(picture.counted))] if picture.counted else []
    told += [(_("Source"), str(picture.source))] if picture.source else []
    return whole_about(told, selection, link, basis=picture.basis(context), day_first=True)


def _asked(context: Mapping, told: Iterable[Line]) -> list[Line]:
    """What the page was narrowed by, as far as it has words for it and nothing else says it."""
    said = {label for label, _words in (*told, *standing_lines(context["selection"]))}
    nameless = {name for name, _value in context.get("kept_fields", ())}
    return [line for line in asked_lines(context) if line[0] not in said | nameless]


# --- What pages draw --------------------------------------------------------------------------------------------------


def map_panels(context: Mapping) -> Sequence[Panel]:
    """The map of a page, with the classes that it shows."""
    return [map_panel(context["map"], context["selection"])] if context["map"] else []


def map_panel(drawn: str, selection: Selection) -> Panel:
    """A map of the layers of the selection, with the classes that it shows."""
    faint = [_("Faint: not included.")] if is_faint(drawn) else []
    return Panel(drawn, legend=shown_keys(drawn, class_words(selection.snapshot)), notes=faint)


def shown_keys(svg: str, words: Mapping[str, str]) -> list[Key]:
    """The classes of the municipalities that a map shows in full colour. words: by class."""
    return [Key(words[key], key, number=number) for key, number in shown_classes(svg).items()]


def counted_keys(legend: Iterable[Mapping], count: str) -> list[Key]:
    """The legend of a page whose classes have numbers; those that do not occur are left out. count: their name."""
    return [Key(str(each["word"]), each["key"], number=each[count]) for each in legend if each[count]]


def chart_panel(chart: Mapping, context: Mapping, *, heading: str = "") -> Panel:
    """A chart of bars, as `charts.told_chart` gives it, with its classes and the lines of days."""
    keys = [Key(str(each["word"]), each["key"]) for each in chart["legend"]]
    keys += [day_key(context["selection"].on, "gantt-day")] if chart["shows_day"] else []
    keys += [Key(_("today"), drawn=UPRIGHT.format("gantt-today"))] if chart["shows_today"] else []
    return Panel(chart["svg"], heading=heading, legend=keys)


def day_key(on: date, looks: str) -> Key:
    """The line of a day. looks: its class in the drawing."""
    return Key(on.isoformat(), drawn=UPRIGHT.format(looks))
