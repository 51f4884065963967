"""The addresses that SSO=1 adds under /konto/: those of allauth's that are wanted, under the names it knows them by.

No sign-up by password, no addresses to manage.
"""

from allauth.account.views import account_inactive, logout, reauthenticate
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("logga-in/", RedirectView.as_view(pattern_name="sign-in", query_string=True), name="account_login"),
    path("logga-ut/", logout, name="account_logout"),  # also out of a sign-in that waits for its second factor
    path("avstangd/", account_inactive, name="account_inactive"),
    path("bekrafta/", reauthenticate, name="account_reauthenticate"),
    path("tvafaktor/", include("allauth.mfa.urls")),
    path("anslutna/", include("allauth.socialaccount.urls")),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]
