"""Who asks, by the key that is sent along. Reading needs none."""

from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from rollout.signin import admits


class KeyAuthentication(TokenAuthentication):
    """`Authorization: Token …`. The demonstration's users are shut out here where they are shut out of the pages."""

    def authenticate(self, request):
        found = super().authenticate(request)
        if found is not None and not admits(request._request, found[0]):
            raise AuthenticationFailed(_("This key does not work here."))
        return found
