"""The coverage page as files: the rows of the list, and the figure through time, with all that the page says."""

from django.utils import timezone
from django.utils.translation import gettext as _

from rollout.coverage import to_day
from rollout.exports import Table
from rollout.pages.coverage_list import file_columns, file_rows
from rollout.pages.coverage_rows import MeasureRows
from rollout.pages.coverage_trend import break_words, trend_breaks, trend_frame
from rollout.pages.coverage_words import alone_words, facts, figure_words
from rollout.selection import PLACES, Selection
from rollout.words import BASIS_WORDS


def list_file(selection: Selection) -> Table:
    """The rows of the list, in its order."""
    rows = MeasureRows(selection)
    return Table(
        name=_("coverage"),
        title=_("Coverage"),
        columns=file_columns(rows),
        rows=file_rows(rows),
        about=about(rows),
    )


def trend_file(selection: Selection) -> Table:
    """The figure on the first day of every month and on every day on which it changes, in order of time."""
    rows = MeasureRows(selection)
    measure, data = str(rows.measure.title), str(BASIS_WORDS[selection.basis])
    frame = trend_frame(rows)
    lines = [
        [to_day(int(row.Index)), *_numbers(row), int(row.missing), bool(row.is_change), measure, data]
        for row in frame.itertuples()
    ]
    heads = [
        _("Day"),
        _("Value"),
        _("Numerator"),
        _("Denominator"),
        _("Not known"),
        _("Changed"),
        _("Measure"),
        _("Data"),
    ]
    return Table(
        name=_("coverage-through-time"),
        title=_("Coverage through time"),
        columns=heads,
        rows=lines,
        about=[*about(rows), *((_("Note"), words) for words in break_words(trend_breaks(rows, frame)))],
    )


def _numbers(row) -> list[float | None]:
    return [None if number != number else float(number) for number in (row.value, row.part, row.whole)]


def about(rows: MeasureRows) -> list[tuple[str, str]]:
    """What the file holds: the measure, the figure, all that the page says of it, the filters, and when it was made."""
    selection = rows.selection
    told = [(_("Measure"), str(rows.measure.title)), (_("Figure"), figure_words(rows.measure, rows.figure))]
    told += facts(rows)
    told.append((_("Why it matters"), str(rows.measure.why)))
    if rows.measure.note:
        told.append((_("Note"), str(rows.measure.note)))
    told += [(_("Note"), words) for words in (alone_words(rows),) if words]
    told += filters_in_words(selection)
    told.append((_("Made"), timezone.localtime().strftime("%Y-%m-%d %H:%M")))
    if selection.shows_examples:
        told.append((_("Example data"), _("The rows are invented.")))
    return told


def filters_in_words(selection: Selection) -> list[tuple[str, str]]:
    """The filters that are on, each with its values as the reader sees them."""
    form = selection.filterset.form
    told = []
    for name in (*PLACES, "provider", "counted", "step", "side", "as_of"):
        if value := form.cleaned_data.get(name):
            words = dict(getattr(form.fields[name], "choices", []))
            values = value if isinstance(value, list) else [value]
            told.append((str(form.fields[name].label), ", ".join(str(words.get(each, each)) for each in values)))
    return told
