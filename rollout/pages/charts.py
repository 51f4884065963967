"""A chart as a template shows it: figure for the script, drawing for everybody, legend and table from the same bars."""

from rollout.figures import Chart, gantt
from rollout.pages.words import told_class
from rollout.svggantt import draw_gantt


def told_chart(chart: Chart, *, title: str, name: str = "gantt") -> dict | None:
    """The context of `rollout/parts/gantt.html`; None where there is nothing to draw."""
    if not chart.rows:
        return None
    return {
        "name": name,
        "title": title,
        "data_id": f"{name}-data",
        "figure": gantt(chart),
        "svg": draw_gantt(chart, title=title, name=name),
        "legend": legend(chart),
        "shows_day": "day" in chart.day_lines,
        "shows_today": "today" in chart.day_lines,
        "rows": [{"name": row, "bars": [bar for bar in chart.bars if bar.row == row]} for row in chart.rows],
    }


def legend(chart: Chart) -> list[dict[str, str]]:
    """The classes in use with their words; where the bars of a class differ in words, the first one's."""
    words = {}
    for bar in chart.bars:
        words.setdefault(bar.key, bar.word)
    return [told_class(each.key, words[each.key]) for each in chart.classes]
