"""The reviewers' pages: the queue of corrections, one correction before and after, and a file of many."""

from collections.abc import Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.geography import distance_km
from providers.correcting import ADD, MOVE
from providers.correction_words import told
from providers.corrections import judge, wanted_by
from providers.models import AreaMembership, Correction, Office, OfficeUpload
from rollout.correction_reading import corrections_in, counts_of, decided, queue
from rollout.forms.corrections import ApplyForm, RejectForm, StepForm, agreement_label
from rollout.pages.asked import Crumb
from rollout.pages.correction_words import placed_words, steps, told_correction
from rollout.pages.portal_corrections import page_of

VIEWS: dict[str, Promise] = {
    "": gettext_lazy("Waiting"),
    "mine": gettext_lazy("My reviews"),
    "decided": gettext_lazy("Decided"),
}


def queue_page(request: HttpRequest, *, view: str, page: str) -> dict:
    """The context of `rollout/correction_queue.html`. Four queries. Raises InvalidSelection for no such page."""
    rows = {"": queue(), "mine": queue().filter(reviewer=request.user.pk), "decided": decided()}[view]
    rows = rows.filter(upload__isnull=True) if view == "" else rows
    shown = page_of(rows, page)
    return {
        "crumbs": [Crumb(_("Corrections"))],
        "kept_fields": [(_("Show"), str(VIEWS[view]))],
        "views": [{"key": key, "label": label, "here": key == view} for key, label in VIEWS.items()],
        "view": view,
        "page": shown,
        "page_address": f"?show={view}&page=" if view else "?page=",
        "corrections": [told_correction(row) for row in shown],
        "every": lambda: [told_correction(row) for row in rows],  # of all pages, for the file
        "uploads": waiting_uploads() if view == "" else [],
    }


def waiting_uploads() -> list[OfficeUpload]:
    """The files that have corrections waiting, with their number as `waiting`, the oldest first. One query."""
    waits = Count("corrections", filter=Q(corrections__state__in=Correction.OPEN))
    rows = OfficeUpload.objects.select_related("provider").annotate(waiting=waits).filter(waiting__gt=0)
    return list(rows.order_by("at", "pk"))


def review_page(request: HttpRequest, correction: Correction, *, form=None, fault: str = "") -> dict:
    """The context of `rollout/correction_review.html`. Eight queries at most.

    form: one that was sent and is at fault. fault: what was refused otherwise.
    """
    sent = {form.key: form} if form is not None else {}
    return {
        "crumbs": [Crumb(_("Corrections"), reverse("correction-queue")), Crumb(number_words(correction))],
        **told_correction(correction),
        "correction": correction,
        "agreement": agreement_label(correction.agreement),
        "provider": correction.agreement.provider,
        "steps": steps(correction),
        "placed": placed_words(correction),
        "remarks": remarks(correction),
        "against": against(correction),
        "stand": stand(correction, request.user),
        "take_form": StepForm(correction=correction),
        "apply_form": sent.get("apply") or ApplyForm(correction=correction),
        "reject_form": sent.get("reject") or RejectForm(correction=correction),
        "fault": fault,
    }


def number_words(correction: Correction) -> str:
    """How a correction is called."""
    return _("No. %(number)d") % {"number": correction.pk}


def stand(correction: Correction, user: AbstractBaseUser) -> str:
    """What a reviewer can do: take it, decide on it as mine, take it over from another; own and closed: nothing."""
    if not correction.is_open:
        return "closed"
    if correction.by_id == user.pk:
        return "own"
    if correction.state == Correction.State.REQUESTED:
        return "free"
    return "mine" if correction.reviewer_id == user.pk else "others"


def against(correction: Correction) -> list[str]:
    """What the rules have against an open correction by now. Four queries."""
    if not correction.is_open:
        return []
    try:
        (judged,) = judge([wanted_by(correction)], beside=correction)
    except ValidationError as refused:
        return refused.messages
    return [told(fault) for fault in judged.faults]


def remarks(correction: Correction) -> list[str]:
    """What a reviewer should know beside the rules. Two queries at most."""
    found = []
    if correction.kind == MOVE and (away := moved_km(correction)) is not None:
        found.append(_("The new coordinate lies %(km)s km from the old one.") % {"km": number_format(away, 1)})
    if correction.kind in (ADD, MOVE) and not has_known_area(correction):
        found.append(_("The municipalities of the agreement’s area are not known, so that cannot be checked."))
        if (away := nearest_km(correction)) is not None:
            words = _("The nearest other office of the agreement lies %(km)s km from there.")
            found.append(words % {"km": number_format(away, 1)})
    if correction.kind in (ADD, MOVE) and correction.latitude is None and correction.on_site:
        found.append(_("There is no coordinate: the municipality was chosen by whoever made the request."))
    return found


def moved_km(correction: Correction) -> float | None:
    """How far an office moves in a straight line; None where a point is missing."""
    points = [(correction.was_latitude, correction.was_longitude), (correction.latitude, correction.longitude)]
    if any(value is None for point in points for value in point):
        return None
    return float(distance_km(*points))


def nearest_km(correction: Correction) -> float | None:
    """How far the wanted point lies from the nearest other office of the agreement; None without points. One query."""
    others = Office.objects.filter(agreement=correction.agreement_id, latitude__isnull=False, longitude__isnull=False)
    points = list(others.exclude(pk=correction.office_id).values_list("latitude", "longitude"))
    if correction.latitude is None or not points:
        return None
    return float(distance_km((correction.latitude, correction.longitude), points).min())


def has_known_area(correction: Correction) -> bool:
    """Whether the municipalities of the agreement's area are known. One query."""
    area = correction.agreement.area_id
    return area is not None and AreaMembership.objects.filter(area=area).exists()


def upload_page(request: HttpRequest, upload: OfficeUpload, *, refused: Sequence[str] = (), fault: str = "") -> dict:
    """The context of `rollout/correction_upload.html`. Two queries. refused: what was not decided, in words."""
    rows = list(corrections_in(upload))
    told = [told_correction(row) for row in rows]
    counts = counts_of(upload.corrections.all())
    mine = [row for row in rows if stand(row, request.user) == "mine"]
    free = [row for row in rows if stand(row, request.user) in ("free", "others")]
    return {
        "crumbs": [Crumb(_("Corrections"), reverse("correction-queue")), Crumb(upload.file_name)],
        "upload": upload,
        "provider": upload.provider,
        "corrections": told,
        "every": lambda: told,
        "waiting": sum(counts.get(state, 0) for state in Correction.OPEN),
        "mine": mine,
        "free": free,
        "is_own": upload.by_id == request.user.pk,
        "refused": list(refused),
        "fault": fault,
    }
