"""Lists and figures as blocks of a report, made of what the pages' templates are given. Counts nothing.

The words are those of the templates in `rollout/parts/`, so that paper and page say the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.models import Certainty
from providers.models import Agreement, Office
from rollout.pages.agenda import Agenda, Occasion
from rollout.pages.coverage_words import out_of
from rollout.pages.white_spot_words import candidate_words
from rollout.reports.document import Counts, Day, Days, Figure, Head, Key, Picture, Section, Table, Under, Words
from rollout.reports.drawing import printed_chart, printed_map
from rollout.reports.frame import Citations
from rollout.templatetags.rollout import MISSING, figure_number, per_cent

MAP_HEIGHT, TALL_MAP_HEIGHT = 72, 118  # millimetres
CHART_SHARE = 174  # millimetres: the width of the text
EARLIER = 6  # days behind the reader's that are told


def share_words(figure: Mapping) -> str:
    """Such as “24 of 56 (42.9%)”, from what `told_figure` gives; never a share without its numbers."""
    if figure["part"] is None:
        return _("no data")
    share = f" ({per_cent(figure['percent'])})" if figure["percent"] is not None else ""
    return f"{out_of(figure['part'], figure['whole'])}{share}"


def key_of(told: Mapping) -> Key:
    """A class as the templates have it."""
    return Key(told["key"], str(told["word"]))


def day_cell(day: date | None, missing: str = MISSING) -> str:
    return f"{day:%Y-%m-%d}" if day else missing


def certainty_words(certainty: str) -> str:
    """How a fact is known, in a word; empty where it is a row entered here."""
    return str(Certainty(certainty).label) if certainty else ""


def coming(agenda: Agenda, citations: Citations) -> Section:
    """What happens next, and under it what has happened: the nearest day first, with how far away it is."""
    if agenda.next:
        days = [_day(agenda.next, citations, lead=True, distance=_until(agenda.days_until))]
        days += [_day(each, citations) for each in agenda.ahead[1:]]
        behind = agenda.behind[:EARLIER]
    elif agenda.latest:
        days = [_day(agenda.latest, citations, lead=True, distance=_since(agenda.days_since))]
        behind = agenda.behind[1:EARLIER]
    else:
        return Section(_("What happens next"), [Words(_("No day is known here."), quiet=True)])
    blocks = [Days(days)]
    if not agenda.next:
        blocks.append(Words(_("No later day is known here."), quiet=True))
    if behind:
        blocks.append(Section(_("Before that"), [Days([_day(each, citations) for each in behind])]))
    return Section(_("What happens next") if agenda.next else _("What happened last"), blocks)


def _day(occasion: Occasion, citations: Citations, *, lead: bool = False, distance: str = "") -> Day:
    what = f"{occasion.what}, {occasion.about}" if occasion.about else occasion.what
    told = [
        distance,
        certainty_words(occasion.certainty),
        _("example data") if occasion.example else "",
        _("sources disagree") if occasion.contested else "",
        str(occasion.method) if lead else "",
    ]
    about = " · ".join(each for each in told if each)
    return Day(day_cell(occasion.day), what, f"{about} {citations.cite(occasion.source)}".strip(), lead)


def _until(days: int) -> str:
    told = ngettext("in %(days)s day", "in %(days)s days", days) if days else _("today")
    return told % {"days": figure_number(days)}


def _since(days: int) -> str:
    return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": figure_number(days)}


def municipality_table(
    rows: Sequence[Mapping], *, with_county: Mapping[str, str] | None = None, with_certainty: bool = False
) -> Table:
    """Municipalities as `told_rows` gives them. with_county: the names of their counties by code, where it is told.

    with_certainty: how it is known that each lies in the area that the rows are about.
    """
    heads = [
        Head(_("Municipality"), share=2.2),
        *([Head(_("County"), share=1.6)] if with_county is not None else []),
        *([Head(_("Lies in the area"), share=1)] if with_certainty else []),
        Head(_("Service"), share=2.4),
        Head(_("Phase"), share=1),
        Head(_("Providers with an office"), share=1.7),
        Head(_("Inhabitants"), number=True),
    ]
    return Table(heads, [_municipality(row, with_county, with_certainty) for row in rows])


def _municipality(row: Mapping, with_county: Mapping[str, str] | None, with_certainty: bool) -> list:
    return [
        f"{row['name']} {row['code']}",
        *([with_county[row["code"]]] if with_county is not None else []),
        *([certainty_words(row["certainty"])] if with_certainty else []),
        key_of(row["status"]),
        str(row["phase"]),
        key_of(row["providers"]),
        figure_number(row["population"]),
    ]


def counts(title: str, told: Iterable[Mapping]) -> Counts:
    """Classes with how many are in each, as `counted` of the county's page gives them."""
    return Counts(title, [(key_of(each), figure_number(each["count"])) for each in told])


def office_table(offices: Sequence[Office], *, with_place: bool = False, with_provider: bool = True) -> Table:
    """Offices with what is public of them."""
    heads = [
        Head(_("Address"), share=3),
        *([Head(_("Municipality"), share=1.5)] if with_place else []),
        *([Head(_("Provider"), share=2.4)] if with_provider else []),
        Head(_("Service"), share=0.8),
        Head(_("Kind"), share=1.1),
        Head(_("Since")),
        Head(_("Last confirmed")),
        Head(_("How its municipality is known"), share=1.4),
    ]
    return Table(heads, [_office(each, with_place, with_provider) for each in offices])


def _office(office: Office, with_place: bool, with_provider: bool) -> list:
    town = " ".join(part for part in (office.postal_code, office.post_town) if part)
    place = [str(office.municipality) if office.municipality else _("not known")]
    return [
        ", ".join(part for part in (office.street, town) if part) or _("No address"),
        *(place if with_place else []),
        *([office.agreement.provider.name] if with_provider else []),
        office.agreement.service.short_name,
        _("on site") if office.on_site else _("digital only"),
        day_cell(office.opens_on, _("not known")),
        day_cell(office.last_confirmed_on, _("never")),
        str(office.get_placed_display()),
    ]


def agreement_table(
    agreements: Sequence[Agreement], *, last: Head | None = None, told: Sequence[str] | None = None
) -> Table:
    """Agreements by provider. last, told: one thing more of each, in a last column."""
    heads = [
        Head(_("Provider"), share=3),
        Head(_("Service"), share=1),
        Head(_("Agreement number"), share=1.4),
        Head(_("From")),
        Head(_("Last day")),
        *([last] if last else []),
    ]
    more = [[each] for each in told] if last else [[]] * len(agreements)
    rows = zip(agreements, more, strict=True)
    return Table(heads, [[row.provider.name, *_agreement(row), *each] for row, each in rows])


def _agreement(row: Agreement) -> list[str]:
    return [
        row.service.short_name,
        row.number,
        day_cell(row.starts_on, _("not known")),
        day_cell(row.ends_on, _("until further notice")),
    ]


def nothing(counts_only: bool, words: str) -> str:
    """What is said where there is nothing to list: that it is not known, where only counts were observed."""
    return _("Not known: what was observed are numbers, without rows behind them.") if counts_only else words


def picture(
    svg: str, words: str, *, tall: bool = False, caption: str = "", legend: Sequence[Key] = (), outlined: str = ""
) -> Picture:
    """A map of a page, as it is printed. outlined: the code of its municipality. Raises ValueError for no map."""
    height = TALL_MAP_HEIGHT if tall else MAP_HEIGHT
    return Picture(printed_map(svg, height=height, outlined=outlined), words, height, caption, legend)


def chart(told: Mapping | None, title: str) -> Section | None:
    """The chart of a page, as `told_chart` gives it; None where there is nothing to draw."""
    if told is None:
        return None
    svg, share = printed_chart(told["svg"])
    legend = [key_of(each) for each in told["legend"]]
    return Section(title, [Picture(svg, told["title"], CHART_SHARE * share, legend=legend)])


def white_spot_table(rows: Sequence[Mapping], *, with_county: bool, counts_only: bool) -> Table:
    """White spots as the page of white spots tells them."""
    heads = [
        Head(_("Municipality"), share=1.7),
        Head(_("White spot since"), share=1.7),
        Head(_("Last there"), share=1.5),
        Head(_("Nearest open office"), share=2.1),
        Head(_("Who could serve it"), share=3.4),
        Head(_("Inhabitants"), number=True),
    ]
    return Table(heads, [_white_spot(each, with_county, counts_only) for each in rows])


def _white_spot(spot: Mapping, with_county: bool, counts_only: bool) -> list:
    last, name = spot["last_there"], f"{spot['name']} {spot['code']}"
    return [
        Under(name, spot["county"]) if with_county else name,
        since_words(spot),
        Under(", ".join(last["providers"]), _("until %(day)s") % {"day": day_cell(last["until"])}) if last else MISSING,
        nearest_words(spot["nearest"], how_far="%(distance)s"),
        could_serve_words(spot, counts_only=counts_only),
        figure_number(spot["population"]),
    ]


def since_words(spot: Mapping) -> Under:
    """Since when a municipality is a white spot, and for how many days."""
    days = ngettext("%(number)s day", "%(number)s days", spot["days"]) % {"number": figure_number(spot["days"])}
    if spot["at_least"]:
        return Under(_("at least %(day)s") % {"day": day_cell(spot["since"])}, _("at least %(days)s") % {"days": days})
    return Under(day_cell(spot["since"]), days)


def nearest_words(nearest: Mapping | None, *, how_far: str) -> Under | str:
    """The nearest open office: town, distance, municipality and whose it is. how_far: with a hole for the distance."""
    if nearest is None:
        return MISSING
    town = f"{nearest['town']}, " if nearest["town"] else ""
    distance = how_far % {"distance": nearest["distance"]}
    where = " · ".join(part for part in (nearest["municipality"], ", ".join(nearest["providers"])) if part)
    return Under(f"{town}{distance}", where)


def could_serve_words(spot: Mapping, *, counts_only: bool) -> str:
    """The first who could serve a white spot, and how many more there are; or that nobody is near.

    counts_only: nothing but numbers of providers was observed.
    """
    first = [candidate_words(each) for each in spot["first_candidates"]]
    if first:
        more = [_("and %(number)s more") % {"number": spot["more"]}] if spot["more"] else []
        return "; ".join([*first, *more])
    if counts_only:
        return _("not known")
    if spot["by_distance"]:
        return _("No office in the three nearest municipalities.")
    return _("No office in the neighbouring municipalities.")


def key_figure(label: str, told: Mapping, about: str = "") -> Figure:
    """A count out of a number as a key figure."""
    return Figure(label[:1].upper() + label[1:], share_words(told), about)
