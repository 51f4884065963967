"""The pages of providers: all of them, and one with its agreements, offices, ratings and results."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

import pandas as pd
from django.core.paginator import InvalidPage, Paginator
from django.utils.translation import gettext as _

from providers.models import Agreement, Provider
from rollout import selectors
from rollout.coverage import day_number
from rollout.figures import Chart
from rollout.pages.agenda import Agenda, Occasion, agenda
from rollout.pages.charts import told_chart
from rollout.pages.provider_filter import ProviderFilter
from rollout.pages.words import agreement_words
from rollout.selection import InvalidSelection, Selection
from rollout.timeline import Bar

PAGE = 50
AHEAD = timedelta(days=365)
MOST_ROWS = 24
MOST_NUMBERS = 6
SERVICE_KEYS = ("old", "new", "few")  # a colour for each service in turn; its name stands beside it


def provider_list(selection: Selection, filterset: ProviderFilter, page: str) -> dict:
    """The context of `rollout/provider_list.html`. Two queries. Raises InvalidSelection for a page there is not."""
    paginator = Paginator(filterset.qs.order_by("sort_key", "id"), PAGE)
    try:
        shown = paginator.page(page)
    except InvalidPage:
        raise InvalidSelection([(_("Page"), _("There is no such page of the list."))]) from None
    counts = counted(selection)
    return {
        "form": filterset.form,
        "choices": [filterset.form["service"], filterset.form["county"]],
        "page_address": page_address(filterset),
        "narrowed": any(filterset.form.cleaned_data.values()),
        "page": shown,
        "pages": paginator.get_elided_page_range(shown.number) if paginator.num_pages > 1 else [],
        "found": paginator.count,
        "lines": [counted_in(provider, counts) for provider in shown],
        "every_line": lambda: [counted_in(provider, counts) for provider in paginator.object_list],
    }


def counted_in(provider: Provider, counts: dict[int, dict]) -> dict:
    """A provider as a line of the list, with its counts."""
    return {"provider": provider, **counts.get(provider.id, NOTHING)}


def page_address(filterset: ProviderFilter) -> str:
    """The address of a page of this list, but for its number."""
    query = filterset.data.copy()
    query.pop("page", None)
    return f"?{query.urlencode()}&page=" if query else "?page="


NOTHING = {"agreements": 0, "offices": 0, "municipalities": 0, "services": []}


def counted(selection: Selection) -> dict[int, dict]:
    """Agreements, offices on site, municipalities and services of each provider on the day, from the snapshot."""
    snapshot = selection.snapshot
    agreements, offices = (on_day(rows, selection.on) for rows in (snapshot.agreements, snapshot.offices))
    offices = offices[offices["on_site"]]
    names = {code: service.short_name for code, service in snapshot.services.items()}
    places = offices.groupby("provider")["code"].nunique()
    rooms = offices["provider"].value_counts()
    return {
        int(provider): {
            "agreements": len(rows),
            "offices": int(rooms.get(provider, 0)),
            "municipalities": int(places.get(provider, 0)),
            "services": [names[code] for code in snapshot.services if code in set(rows["service"])],
        }
        for provider, rows in agreements.groupby("provider")
    }


def on_day(rows: pd.DataFrame, on: date) -> pd.DataFrame:
    """The rows whose days include a day. Columns `first` and `last` (day numbers, both included)."""
    day = day_number(on)
    return rows[(rows["first"] <= day) & (rows["last"] >= day)]


def provider_page(provider: Provider, selection: Selection) -> dict:
    """The context of `rollout/provider_detail.html`. Five queries beside that of the provider itself."""
    agreements = list(selectors.agreements(provider=provider))
    offices = list(selectors.open_offices(on=selection.on, agreement__provider=provider))
    in_force = [each for each in agreements if is_in_force(each, selection.on)]
    return {
        "provider": provider,
        "shows_examples": provider.is_example,
        "agenda": coming(agreements, provider, selection.on),
        "in_force": len(in_force),
        "services": list(dict.fromkeys(each.service for each in in_force)),
        "municipalities": len({each.municipality_id for each in offices if each.municipality_id and each.on_site}),
        "on_site": sum(each.on_site for each in offices),
        "agreements": [told_agreement(each, selection.on) for each in agreements],
        "chart": chart(agreements, provider, selection),
        "offices": offices,
        "results": told_results(provider, in_force, selection.on),
    }


def is_in_force(agreement: Agreement, on: date) -> bool:
    """Whether an agreement is in force on a day; both ends count, a missing end is open."""
    return (agreement.starts_on or on) <= on <= (agreement.ends_on or on)


def told_agreement(agreement: Agreement, on: date) -> dict:
    """An agreement with how it stands on the day."""
    if is_in_force(agreement, on):
        return {"row": agreement, "state": "notice" if (agreement.notice_sent_on or date.max) <= on else "in_force"}
    return {"row": agreement, "state": "ahead" if agreement.starts_on and agreement.starts_on > on else "ended"}


def coming(agreements: Sequence[Agreement], provider: Provider, on: date) -> Agenda:
    """First and last days, notices and last referral days of the agreements; those on one day are told together."""
    found = []
    for field in ("starts_on", "notice_sent_on", "last_referral_on", "ends_on"):
        dated = [each for each in agreements if getattr(each, field)]
        dated.sort(key=lambda each: (getattr(each, field), each.service.order))
        for (day, service), rows in groupby(dated, key=lambda each: (getattr(each, field), each.service.short_name)):
            rows = list(rows)
            what = agreement_words(field, number=len(rows), service=service)
            found.append(Occasion(day, what, about=areas_in_words(rows), example=provider.is_example))
    return agenda(found, on)


def areas_in_words(agreements: Sequence[Agreement]) -> str:
    """The areas of some agreements, the first few by name."""
    names = sorted({each.area.name for each in agreements if each.area})
    if len(names) > 3:
        return _("%(areas)s and %(number)s more") % {"areas": ", ".join(names[:2]), "number": len(names) - 2}
    return ", ".join(names)


def chart(agreements: Sequence[Agreement], provider: Provider, selection: Selection) -> dict | None:
    """The agreements through time."""
    last = max(selection.today + AHEAD, selection.on)
    bars = agreement_bars(agreements, list(selection.snapshot.services))
    drawn = Chart(tuple(bars), first=selection.filterset.first, last=last, on=selection.on)
    return told_chart(drawn, title=_("The agreements of %(name)s through time") % {"name": provider.name})


def agreement_bars(agreements: Sequence[Agreement], services: Sequence[str]) -> list[Bar]:
    """A line for the agreements of a service with the same days; with very many of those, a line for each service."""
    groups: dict[tuple, list[Agreement]] = {}
    for each in sorted(agreements, key=lambda each: (each.service.order, each.starts_on or date.min)):
        groups.setdefault((each.service_id, each.starts_on, each.ends_on), []).append(each)
    few = len(groups) <= MOST_ROWS
    return [
        Bar(
            row=f"{rows[0].service.short_name} · {areas_in_words(rows) or rows[0].number}"
            if few
            else rows[0].service.name,
            key=SERVICE_KEYS[services.index(service) % len(SERVICE_KEYS)],
            word=rows[0].service.name,
            first=first,
            last=last,
            note=", ".join(each.number for each in rows[:MOST_NUMBERS]) + ("…" if len(rows) > MOST_NUMBERS else ""),
        )
        for (service, first, last), rows in groups.items()
    ]


def told_results(provider: Provider, in_force: Sequence[Agreement], on: date) -> list[dict]:
    """Latest rating and result of each agreement in force; what is missing stays missing. Three queries."""
    ratings = selectors.latest_ratings(provider=provider, on=on)
    listed = selectors.latest_listed(provider=provider, on=on)
    results = selectors.latest_results(provider=provider, on=on)
    return [
        {
            "agreement": each,
            "rating": ratings.get(each.id),
            "listed": listed.get(each.id),
            "result": (result := results.get(each.id)),
            "percent": None if result is None or result.weighted_result is None else 100 * result.weighted_result,
        }
        for each in in_force
        if each.id in ratings or each.id in listed or each.id in results
    ]
