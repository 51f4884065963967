"""What allauth asks of us: who may come in anew, and where people go once they are in."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from rollout.views.signing_in import landing


class Accounts(DefaultAccountAdapter):
    """Users with a password are made by invitation, on our own page, or by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return landing(request.user)


class OutsideAccounts(DefaultSocialAccountAdapter):
    """Whoever the agency's own provider vouches for gets a user without rights."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin) -> bool:
        return True
