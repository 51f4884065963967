"""What can be followed: its key in an address, its name, its page; and choices on the map in one spelling.

Knows the models and the snapshot; nothing of requests, facts or mail.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from providers.models import DeliveryArea, Provider
from rollout import selectors
from rollout.models import News, Plan, Subscription
from rollout.models.subscriptions import LONGEST_QUERY
from rollout.selection import PLACES, InvalidSelection, Selection

# What of an address of the map is a choice that can be followed: which municipalities, and how they are counted.
FOLLOWED = (*PLACES, "status", "providers", "provider", "service", "test", "basis", "definition")
WORDS_IN_ADDRESS = {"kommun": "municipality", "omrade": "area", "etapp": "phase", "leverantor": "provider"}
MOST_DIGITS = 18  # of a row's key, in both databases


@dataclass(frozen=True, slots=True)
class Subject:
    """Something to follow: the columns of a subscription that name it, what it is called, and its page."""

    columns: Mapping[str, object]
    kind: str
    label: str
    path: str


def asked_subject(word: str, key: str) -> Subject:
    """The subject that an address names by a Swedish word and a key, such as kommun 0180. Raises Http404."""
    found = {
        "municipality": _municipality,
        "area": _area,
        "phase": _phase,
        "provider": _provider,
    }.get(WORDS_IN_ADDRESS.get(word, ""))
    if found is None:
        raise Http404
    return found(key)


def asked_filter(query: QueryDict, *, today: date) -> Subject:
    """The subject that a choice on the map is. Raises InvalidSelection: a value that is none, or nothing chosen."""
    canonical = spelled(query)
    selection = Selection.from_query(QueryDict(canonical), today=today)
    if not selection.narrowed_by:
        raise InvalidSelection([(_("Choice"), _("Choose something on the map first; the whole country is no choice."))])
    if len(canonical) > LONGEST_QUERY:
        raise InvalidSelection([(_("Choice"), _("The choice is too long to be followed. Choose fewer things."))])
    return Subject({"query": canonical}, "filter", filter_words(selection), f"{reverse('map')}?{canonical}")


def spelled(query: QueryDict) -> str:
    """A choice in one spelling: what is followed only, in order, each value once, nothing that is empty."""
    kept = QueryDict(mutable=True)
    for name in FOLLOWED:
        if values := sorted({value for value in query.getlist(name) if value}):
            kept.setlist(name, values)
    return kept.urlencode()


def filter_words(selection: Selection) -> str:
    """What a choice narrows by, such as “County: Norrbottens län; Rural municipality: yes”."""
    form = selection.filterset.form
    told = []
    for name in selection.narrowed_by:
        values = form.cleaned_data[name]
        words = {str(key): str(word) for key, word in getattr(form.fields[name], "choices", [])}
        chosen = [str(each) for each in (values if isinstance(values, list | tuple) else [values])]
        told.append(f"{form.fields[name].label}: {', '.join(words.get(each, each) for each in chosen)}")
    return "; ".join(told)


def subject_of(subscription: Subscription, *, today: date) -> Subject:
    """What a subscription is about, named in the language in force. A query or two.

    Raises InvalidSelection where a choice means nothing any more, Http404 where a phase is in no published plan.
    """
    if subscription.subject == "municipality":
        return _municipality(subscription.municipality_id)
    if subscription.subject == "phase":
        chain = f"{subscription.from_service_id}-{subscription.to_service_id}"
        return _phase(f"{chain}-{subscription.phase_number}")
    if subscription.subject == "filter":
        return asked_filter(QueryDict(subscription.query), today=today)
    key = str(subscription.area_id or subscription.provider_id)
    return _area(key) if subscription.subject == "area" else _provider(key)


def label_of(subscription: Subscription, *, today: date) -> str:
    """What a subscription is about is called now, or was when it began, where it means nothing any more."""
    try:
        return subject_of(subscription, today=today).label
    except (Http404, InvalidSelection):
        began = subscription.news.filter(kind=News.Kind.BEGAN).values_list("title", flat=True).first()
        return began or ""


def address_of(kind: str, key: object) -> str:
    """Where one begins to follow something."""
    word = next(word for word, each in WORDS_IN_ADDRESS.items() if each == kind)
    return reverse("subscription-new", args=[word, key])


def _municipality(code: str) -> Subject:
    row = selectors.get_municipality(code)
    page = reverse("municipality-detail", args=[row.code])
    return Subject({"municipality_id": row.code}, "municipality", row.name, page)


def _area(key: str) -> Subject:
    row = get_object_or_404(DeliveryArea.objects.select_related("service"), pk=_number(key))
    label = f"{row.name} ({row.service.short_name})"
    return Subject({"area_id": row.pk}, "area", label, reverse("area-detail", args=[row.pk]))


def _provider(key: str) -> Subject:
    row = get_object_or_404(Provider, pk=_number(key))
    return Subject({"provider_id": row.pk}, "provider", row.name, reverse("provider-detail", args=[row.pk]))


def _phase(key: str) -> Subject:
    chain, _dash, number = key.rpartition("-")
    phase = selectors.get_phase(chain, _number(number))
    plan: Plan = phase.plan
    columns = {
        "from_service_id": plan.from_service_id,
        "to_service_id": plan.to_service_id,
        "phase_number": phase.number,
    }
    page = reverse("phase-detail", args=[chain, phase.number])
    return Subject(columns, "phase", f"{phase.label} ({plan.pair})", page)


def _number(text: str) -> int:
    """A key of a row. Raises Http404 for what no row can have."""
    selectors.official(text)
    if len(text) > MOST_DIGITS:
        raise Http404
    return int(text)
