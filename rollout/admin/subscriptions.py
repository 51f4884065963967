"""What people follow, what they were told, and who is coming to meetings, to look at in the admin; never to rewrite.

The secret links are not shown: what they are made of opens nothing by itself, and nobody needs another's.
"""

from django.contrib import admin
from django.http import HttpRequest

from municipalities.admin import PlainAdmin
from rollout.models import MeetingSignUp, News, Subscription, ToldFact


class LookedAtAdmin(PlainAdmin):
    """Rows that come and go by what people do on the pages: looked at here, and at most removed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(Subscription)
class SubscriptionAdmin(LookedAtAdmin):
    list_display = ["user", "subject", "municipality", "area", "provider", "phase_number", "digest", "made_at"]
    list_filter = ["digest", "language", "made_at"]
    list_select_related = ["user", "municipality", "area", "provider"]
    search_fields = [
        "user__username",
        "user__email",
        "municipality__search_key",
        "area__search_key",
        "provider__search_key",
    ]


@admin.register(ToldFact)
class ToldFactAdmin(LookedAtAdmin):
    list_display = ["title", "on", "value", "subscription", "sequence", "is_gone", "changed_at"]
    list_filter = ["is_gone", "on", "changed_at"]
    list_select_related = ["subscription__user"]
    search_fields = ["title", "uid", "subscription__user__username"]


@admin.register(News)
class NewsAdmin(LookedAtAdmin):
    list_display = ["title", "kind", "at", "subscription"]
    list_filter = ["kind", "at"]
    list_select_related = ["subscription__user"]
    search_fields = ["title", "before", "after", "subscription__user__username"]


@admin.register(MeetingSignUp)
class MeetingSignUpAdmin(LookedAtAdmin):
    list_display = ["provider", "people", "meeting", "by_name", "signed_up_at", "withdrawn_at"]
    list_filter = ["signed_up_at", "withdrawn_at"]
    list_select_related = ["provider"]
    search_fields = ["provider__search_key", "by_name", "note"]
