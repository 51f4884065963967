"""The reviewers' queue, and what is done there: take, put back, apply, reject; one correction, or a file at once."""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from providers import corrections
from providers.models import Correction, OfficeUpload
from rollout.correction_mail import tell_decision, tell_decisions
from rollout.correction_reading import corrections_in, get_any_correction, get_upload
from rollout.forms.corrections import ApplyForm, RejectForm, StepForm
from rollout.pages.correction_queue import VIEWS, queue_page, review_page, upload_page
from rollout.pages.lists.corrections import OF_QUEUE, OF_UPLOAD
from rollout.permissions import require
from rollout.roles import REVIEW_CORRECTIONS
from rollout.selection import InvalidSelection
from rollout.views.planning_answer import REFUSED
from rollout.views.portal_answer import carried_out, members_page
from rollout.views.with_lists import with_lists

View = Callable[..., HttpResponse]


def reviewers(view: View) -> View:
    """A page that is not there but for those who may review corrections; the nameless sign in first."""

    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs) -> HttpResponse:
        require(request.user, REVIEW_CORRECTIONS)
        return view(request, **kwargs)

    return members_page(wrapped)


def sent_from(page: str) -> Callable[[View], View]:
    """An address that is only sent to; whoever merely opens it gets the page of the same row."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, **kwargs) -> HttpResponse:
            if request.method in ("GET", "HEAD"):
                key = next(iter(kwargs.values()))
                return HttpResponseRedirect(reverse(page, args=[key]))
            return require_POST(view)(request, **kwargs)

        return reviewers(wrapped)

    return decorate


@reviewers
@with_lists("rollout/correction_queue.html", *OF_QUEUE)
def correction_queue(request: HttpRequest) -> dict:
    """The corrections that wait, those that I review, or those decided."""
    view = request.GET.get("show", "")
    if view not in VIEWS:
        raise InvalidSelection([(_("Show"), _("There is no such list."))])
    return queue_page(request, view=view, page=request.GET.get("page", "1"))


@require_safe
@reviewers
def correction_review(request: HttpRequest, correction: int) -> HttpResponse:
    """One correction, before and after."""
    context = review_page(request, get_any_correction(correction))
    return render(request, "rollout/correction_review.html", context)


def _take(row: Correction, form: forms.Form, user) -> None:
    corrections.take(row, seen=form.cleaned_data["seen"], by=user)


def _put_back(row: Correction, form: forms.Form, user) -> None:
    corrections.put_back(row, seen=form.cleaned_data["seen"], by=user)


def _apply(row: Correction, form: forms.Form, user) -> None:
    corrections.apply(row, seen=form.cleaned_data["seen"], answer=form.cleaned_data["answer"], by=user)


def _reject(row: Correction, form: forms.Form, user) -> None:
    corrections.reject(row, seen=form.cleaned_data["seen"], answer=form.cleaned_data["answer"], by=user)


STEPS = {
    "ta": (StepForm, _take, gettext_lazy("You review the correction now.")),
    "lagg-tillbaka": (StepForm, _put_back, gettext_lazy("The correction waits for another reviewer.")),
    "genomfor": (ApplyForm, _apply, gettext_lazy("The correction is applied, and shows at once.")),
    "avsla": (RejectForm, _reject, gettext_lazy("The correction is rejected.")),
}
DECISIONS = ("genomfor", "avsla")


@sent_from("correction-review")
def correction_step(request: HttpRequest, correction: int, step: str) -> HttpResponse:
    """Take a correction, put it back, apply it or reject it. Raises Http404 for a step that does not exist."""
    if step not in STEPS:
        raise Http404
    row, (kind, act, said) = get_any_correction(correction), STEPS[step]
    form = kind(request.POST, correction=row)
    if not carried_out(form, lambda: act(row, form, request.user)):
        fault = " ".join(form.non_field_errors())
        context = review_page(request, get_any_correction(correction), form=form, fault=fault)
        return render(request, "rollout/correction_review.html", context, status=REFUSED)
    messages.success(request, str(said))
    if step not in DECISIONS:
        return HttpResponseRedirect(reverse("correction-review", args=[correction]))
    _tell(request, row)
    return HttpResponseRedirect(reverse("correction-queue"))


def _tell(request: HttpRequest, row: Correction) -> None:
    tell_decision(row, link=_link(request, "portal-correction", row.agreement.provider_id, row.pk))


def _link(request: HttpRequest, name: str, *args: int) -> str:
    """The whole address of a page, in the language of the letters, whatever the reviewer reads."""
    with translation.override(settings.LANGUAGE_CODE):
        return request.build_absolute_uri(reverse(name, args=args))


# --- A file at once --------------------------------------------------------------------------------------------------


@reviewers
@with_lists("rollout/correction_upload.html", *OF_UPLOAD)
def upload_review(request: HttpRequest, upload: int) -> dict:
    """All corrections of a file, before and after."""
    return upload_page(request, get_upload(upload))


@sent_from("correction-upload")
def upload_step(request: HttpRequest, upload: int, step: str) -> HttpResponse:
    """Take, apply or reject what the page showed of a file. Each correction by itself: what is refused stays."""
    if step not in STEPS or step == "lagg-tillbaka":
        raise Http404
    found = get_upload(upload)
    answer = request.POST.get("answer", "").strip()
    if step == "avsla" and not answer:
        context = upload_page(request, found, fault=_("Give a reason. The provider reads it."))
        return render(request, "rollout/correction_upload.html", context, status=REFUSED)
    done, refused = _each(request, found, step, answer)
    if done:
        words = ngettext("Done with %(number)d correction.", "Done with %(number)d corrections.", done)
        messages.success(request, words % {"number": done})
    if done and step in DECISIONS:
        _tell_of_file(request, found, step, done, answer)
    if refused:
        context = upload_page(request, get_upload(upload), refused=refused)
        return render(request, "rollout/correction_upload.html", context, status=REFUSED)
    return HttpResponseRedirect(reverse("correction-upload", args=[upload]))


def _each(request: HttpRequest, upload: OfficeUpload, step: str, answer: str) -> tuple[int, list[str]]:
    """Do a step with each correction of a file that the page showed. Returns how many, and why others were not."""
    kind, act, _said = STEPS[step]
    seen, done, refused = dict(_revisions(request)), 0, []
    for row in corrections_in(upload).filter(pk__in=seen):
        form = kind({"seen": seen[row.pk], "answer": answer}, correction=row)
        if carried_out(form, lambda row=row, form=form: act(row, form, request.user)):
            done += 1
        else:
            faults = " ".join(message for told in form.errors.values() for message in told)
            refused.append(f"{row.pk} {row.place}: {faults}")
    return done, refused


def _revisions(request: HttpRequest) -> list[tuple[int, int]]:
    """The corrections that the page showed, each with its revision, as "17-0". What is none is left out."""
    pairs = (each.partition("-") for each in request.POST.getlist("row"))
    return [
        (int(key), int(revision))
        for key, _dash, revision in pairs
        if all(each.isascii() and each.isdigit() and len(each) < 10 for each in (key, revision))
    ]


def _tell_of_file(request: HttpRequest, upload: OfficeUpload, step: str, done: int, answer: str) -> None:
    where = _link(request, "portal-corrections", upload.provider_id)
    counts = {"applied": done if step == "genomfor" else 0, "rejected": done if step == "avsla" else 0}
    tell_decisions(upload, **counts, answer=answer, link=where)
