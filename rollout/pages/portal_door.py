"""The door of the portal: to one's own provider, to a choice of several, to what it is; for administrators looks."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from providers.models import Look
from rollout.forms.portal import InviteToForm, LookForm
from rollout.pages.asked import Crumb
from rollout.portal_access import look_of, providers_of
from rollout.roles import INVITE_TO_ANY_PROVIDER, LOOK_AS_PROVIDER

LATEST_LOOKS = 10


def door_page(request: HttpRequest, *sent: forms.Form, invited: dict | None = None) -> dict:
    """The context of `rollout/portal/door.html`. Up to five queries beside those for permissions.

    sent: forms that were refused, in place of empty ones. invited: the invitation just made, with its link.
    """
    shown = {form.key: form for form in sent}
    context = {"crumbs": [Crumb(_("Portal"))], "mine": list(providers_of(request.user)), "invited": invited}
    if request.user.has_perm(LOOK_AS_PROVIDER):
        looks = Look.objects.select_related("provider")[:LATEST_LOOKS]
        context |= {
            "may_look": True,
            "now_looking": look_of(request),
            "look_form": shown.get(LookForm.key) or LookForm(),
            "looks": list(looks),
        }
    if request.user.has_perm(INVITE_TO_ANY_PROVIDER):
        context["invite_form"] = shown.get(InviteToForm.key) or InviteToForm()
    return context
