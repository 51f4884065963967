"""A user's own keys to the API: made, shown once, and taken back."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rollout.models import ApiKey
from rollout.pages.asked import Crumb
from rollout.views.planning_answer import REFUSED, sign_in_first

MOST = 20


class KeyForm(forms.Form):
    """What a key is for."""

    name = forms.CharField(label=gettext_lazy("What the key is for"), max_length=100)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first
def api_keys(request: HttpRequest) -> HttpResponse:
    """The keys there are; sent to, it makes one, which is on the page that answers and nowhere else."""
    if not request.user.is_authenticated:
        raise Http404
    keys = ApiKey.objects.filter(user=request.user)
    form = KeyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and keys.count() >= MOST:
        form.add_error(None, _("You have %(most)d keys already. Take one back first.") % {"most": MOST})
    made = None
    if form.is_bound and form.is_valid():
        _key, made = ApiKey.objects.create(user=request.user, name=form.cleaned_data["name"])
        form = KeyForm()
    context = {"keys": keys.all(), "form": form, "made": made, "crumbs": [Crumb(_("API keys"))]}
    return render(request, "rollout/api_keys.html", context, status=REFUSED if form.errors else 200)


@require_POST
@sign_in_first
def api_key_revoke(request: HttpRequest, key: str) -> HttpResponse:
    """Take one of one's own keys back: from then on it opens nothing."""
    gone, _models = ApiKey.objects.filter(user=request.user.pk, digest=key).delete()
    if not gone:
        raise Http404
    messages.success(request, _("The key is taken back."))
    return redirect("api-keys")
