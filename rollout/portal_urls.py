"""The addresses of the provider's portal, under /portal/: the door, members and invitations; home and areas.

All that lies below a provider's key is asked of `rollout/portal_access.py`, and is not there for strangers.
"""

from django.urls import path

from rollout.views import portal_door, portal_home, portal_invitation, portal_members

urlpatterns = [
    path("portal/", portal_door.portal, name="portal"),
    path("portal/titta/", portal_door.look_begin, name="portal-look"),
    path("portal/titta/avsluta/", portal_door.look_end, name="portal-look-end"),
    path("portal/bjud-in/", portal_door.invite_to, name="portal-invite"),
    path("portal/inbjudan/<str:secret>/", portal_invitation.portal_invitation, name="portal-invitation"),
    path("portal/<int:pk>/", portal_home.portal_home, name="portal-home"),
    path("portal/<int:pk>/omraden/", portal_home.portal_areas, name="portal-areas"),
    path("portal/<int:pk>/omraden/<int:area>/", portal_home.portal_area, name="portal-area"),
    path("portal/<int:pk>/medlemmar/", portal_members.portal_members, name="portal-members"),
    path("portal/<int:pk>/medlemmar/<int:member>/roll/", portal_members.member_role, name="portal-member-role"),
    path("portal/<int:pk>/medlemmar/<int:member>/ta-bort/", portal_members.member_remove, name="portal-member-remove"),
    path(
        "portal/<int:pk>/medlemmar/inbjudan/<int:invitation>/aterkalla/",
        portal_members.invitation_revoke,
        name="portal-invitation-revoke",
    ),
]
