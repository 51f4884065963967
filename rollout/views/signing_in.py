"""Signing in: people who act for a provider come to its portal, all others to the map, or to where they were going."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.views import LoginView
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse

from rollout.portal_access import has_portal
from rollout.roles import LOOK_AS_PROVIDER


def landing(user: AbstractBaseUser) -> str:
    """Where somebody begins who was going nowhere in particular."""
    acts_for_a_provider = has_portal(user) and not user.has_perm(LOOK_AS_PROVIDER)
    return reverse("portal") if acts_for_a_provider else reverse("map")


class SignIn(LoginView):
    """As Django's own; the front page is nowhere in particular, so that members who come from it go to the portal."""

    def get_success_url(self) -> str:
        return self.wanted() or landing(self.request.user)

    def wanted(self) -> str:
        """Where somebody was going, if anywhere."""
        url = self.get_redirect_url()
        return "" if url == reverse("map") else url

    def form_valid(self, form: Form) -> HttpResponse:
        if not settings.SSO:
            return super().form_valid(form)
        from rollout.sso.entering import enter

        return enter(self.request, form.get_user(), url=self.wanted())

    def get_context_data(self, **kwargs) -> dict:
        """With the outside provider's name, where there is one, for a button."""
        apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", []) if settings.SSO else []
        return super().get_context_data(**kwargs) | {"outside": apps[0] if apps else None}
