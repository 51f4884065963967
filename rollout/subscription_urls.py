"""The addresses of following: subscriptions, their secret links, and dialogue meetings with their sign-up.

What is behind a secret link is opened by whoever has it; all else under /prenumerationer/ is the reader's own, and not
there for others. Meetings are for everybody, signing up for the members of a provider.
"""

from django.urls import path

from rollout.views import meetings, subscriptions

urlpatterns = [
    path("prenumerationer/", subscriptions.subscription_list, name="subscription-list"),
    path("prenumerationer/ny/urval/", subscriptions.subscription_new_filter, name="subscription-new-filter"),
    path("prenumerationer/ny/<slug:word>/<str:key>/", subscriptions.subscription_new, name="subscription-new"),
    path("prenumerationer/<int:pk>/", subscriptions.subscription_edit, name="subscription-edit"),
    path("prenumerationer/<int:pk>/ny-lank/", subscriptions.subscription_renew, name="subscription-renew"),
    path("prenumerationer/<int:pk>/ta-bort/", subscriptions.subscription_remove, name="subscription-remove"),
    path("prenumerationer/avsluta/<str:secret>/", subscriptions.subscription_stop, name="subscription-stop"),
    path("kalender/<str:secret>.ics", subscriptions.subscribed_calendar, name="calendar-file"),
    path("flode/<str:secret>.atom", subscriptions.news_feed, name="news-feed"),
    path("dialogmoten/", meetings.meeting_list, name="meeting-list"),
    path("dialogmoten/<uuid:uid>/", meetings.meeting_detail, name="meeting-detail"),
    path("dialogmoten/<uuid:uid>.ics", meetings.meeting_calendar, name="meeting-calendar"),
    path("dialogmoten/<uuid:uid>/anmal/<int:provider>/", meetings.meeting_sign_up, name="meeting-sign-up"),
    path("dialogmoten/<uuid:uid>/avanmal/<int:provider>/", meetings.meeting_withdraw, name="meeting-withdraw"),
]
