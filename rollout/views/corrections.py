"""A provider's offices and what it asks to have put right. The rules and the writing are `providers/corrections.py`."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from providers.actions import confirm_offices
from providers.corrections import ask, withdraw
from rollout.clock import today
from rollout.correction_reading import (
    agreements_to_come,
    get_agreement,
    get_correction,
    get_office,
    offices_of,
)
from rollout.forms.corrections import (
    AgreementDaysForm,
    CloseOfficeForm,
    MoveOfficeForm,
    NewOfficeForm,
    StepForm,
    agreement_label,
)
from rollout.pages.asked import common, page_selection
from rollout.pages.correction_words import in_words, open_end
from rollout.pages.lists.corrections import OF_PROVIDER
from rollout.pages.lists.frame import files_of
from rollout.pages.lists.portal import OF_OFFICES
from rollout.pages.portal_corrections import correction_page, corrections_page
from rollout.pages.portal_offices import ask_page, facts_of, offices_page
from rollout.portal_access import Entrance, enter, enter_to_change
from rollout.views.planning_answer import REFUSED
from rollout.views.portal_answer import carried_out, members_page, posted_from
from rollout.views.with_lists import with_lists

ASKING = ["GET", "HEAD", "POST"]


@members_page
@with_lists("rollout/portal/offices.html", *OF_OFFICES)
def portal_offices(request: HttpRequest, pk: int) -> dict:
    """All offices of the provider on a day: what is open, when it was last confirmed, what is being put right."""
    return _offices(request, enter(request, pk))


def _offices(request: HttpRequest, entrance: Entrance, *, fault: str = "") -> dict:
    selection = page_selection(request)
    return {**common(request, selection, []), **offices_page(request, entrance, selection, fault=fault)}


def _refused(request: HttpRequest, entrance: Entrance, fault: str) -> HttpResponse:
    """The page of offices with what was refused."""
    page = reverse("portal-offices", args=[entrance.provider.pk])
    context = {**_offices(request, entrance, fault=fault), "lists": files_of(OF_OFFICES, page, "")}
    return render(request, "rollout/portal/offices.html", context, status=REFUSED)


@posted_from("portal-offices")
def offices_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm that offices are open today: the one whose button was pressed, else those that are ticked."""
    entrance, on = enter_to_change(request, pk), today()
    keys = _keys(request)
    chosen = list(offices_of(entrance.provider).filter(pk__in=keys))
    if len(chosen) < len(keys):
        raise Http404  # another's office
    if not chosen:
        return _refused(request, entrance, _("Tick at least one office first."))
    try:
        confirm_offices(offices=chosen, on=on, by=request.user, reason=_("Confirmed in the portal"))
    except ValidationError as refused:
        return _refused(request, entrance, " ".join(refused.messages))
    words = ngettext("%(number)d office is confirmed.", "%(number)d offices are confirmed.", len(chosen))
    messages.success(request, words % {"number": len(chosen)})
    return HttpResponseRedirect(reverse("portal-offices", args=[pk]))


def _keys(request: HttpRequest) -> set[int]:
    """The keys of the offices that were sent; what is no key is none of theirs. Raises Http404."""
    sent = request.POST.getlist("only") or request.POST.getlist("chosen")
    if not all(each.isascii() and each.isdigit() and len(each) < 16 for each in sent):
        raise Http404
    return {int(each) for each in sent}


@require_http_methods(ASKING)
@members_page
def office_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a new office."""
    entrance = enter_to_change(request, pk)
    agreements = list(agreements_to_come(entrance.provider, on=today()))
    form = NewOfficeForm(request.POST or None, agreements=agreements)
    return _asked(request, entrance, form, title=_("New office"), button=_("Request the office"))


@require_http_methods(ASKING)
@members_page
def office_move(request: HttpRequest, pk: int, office: int) -> HttpResponse:
    """Ask for another address of an office."""
    entrance = enter_to_change(request, pk)
    row = get_office(entrance.provider, office)
    form = MoveOfficeForm(request.POST or None, office=row)
    title, button = _("Move an office or correct its address"), _("Request the new address")
    return _asked(request, entrance, form, title=title, button=button, facts=facts_of(row))


@require_http_methods(ASKING)
@members_page
def office_close(request: HttpRequest, pk: int, office: int) -> HttpResponse:
    """Ask for a last day of an office."""
    entrance = enter_to_change(request, pk)
    row = get_office(entrance.provider, office)
    form = CloseOfficeForm(request.POST or None, office=row)
    title, button = _("Close an office"), _("Request the last day")
    return _asked(request, entrance, form, title=title, button=button, facts=facts_of(row))


@require_http_methods(ASKING)
@members_page
def agreement_days(request: HttpRequest, pk: int, agreement: int) -> HttpResponse:
    """Propose other days of an agreement."""
    entrance = enter_to_change(request, pk)
    row = get_agreement(entrance.provider, agreement)
    form = AgreementDaysForm(request.POST or None, agreement=row)
    facts = [
        (_("Agreement"), agreement_label(row)),
        (_("First day"), in_words(row.starts_on)),
        (_("Last day"), open_end(row.ends_on)),
        (_("Last referral day"), in_words(row.last_referral_on)),
    ]
    title, button = _("Other days of an agreement"), _("Propose the days")
    return _asked(request, entrance, form, title=title, button=button, facts=facts)


def _asked(request: HttpRequest, entrance: Entrance, form: forms.Form, **page) -> HttpResponse:
    """A form by which a correction is asked for; once it is, the correction's own page."""
    if request.method != "POST":
        return render(request, "rollout/portal/ask.html", ask_page(request, entrance, form, **page))
    made = []

    def act() -> None:
        made.append(ask(wanted=form.wanted, seen=form.cleaned_data.get("seen", ""), by=request.user))

    if not carried_out(form, act):
        return render(request, "rollout/portal/ask.html", ask_page(request, entrance, form, **page), status=REFUSED)
    messages.success(request, _("The correction is requested. Nothing changes until it has been reviewed."))
    return HttpResponseRedirect(reverse("portal-correction", args=[entrance.provider.pk, made[0].pk]))


@members_page
@with_lists("rollout/portal/corrections.html", *OF_PROVIDER)
def portal_corrections(request: HttpRequest, pk: int) -> dict:
    """What the provider has asked for, and what became of it."""
    return corrections_page(request, enter(request, pk), page=request.GET.get("page", "1"))


@require_safe
@members_page
def portal_correction(request: HttpRequest, pk: int, correction: int) -> HttpResponse:
    """One correction: before and after, and how far it has come."""
    entrance = enter(request, pk)
    context = correction_page(request, entrance, get_correction(entrance.provider, correction))
    return render(request, "rollout/portal/correction.html", context)


@posted_from("portal-corrections")
def correction_withdraw(request: HttpRequest, pk: int, correction: int) -> HttpResponse:
    """Take a correction back."""
    entrance = enter_to_change(request, pk)
    row = get_correction(entrance.provider, correction)
    form = StepForm(request.POST, correction=row)
    if not carried_out(form, lambda: withdraw(row, seen=form.cleaned_data["seen"], by=request.user)):
        row = get_correction(entrance.provider, correction)
        fault = " ".join(message for told in form.errors.values() for message in told)
        context = correction_page(request, entrance, row, fault=fault)
        return render(request, "rollout/portal/correction.html", context, status=REFUSED)
    messages.success(request, _("The correction is withdrawn."))
    return HttpResponseRedirect(reverse("portal-corrections", args=[pk]))
