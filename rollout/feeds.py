"""The news of a subscription as an Atom feed, for whoever has its secret link. Knows no words but the feed's own."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from rollout.clock import today
from rollout.models import News, Subscription
from rollout.subjects import label_of
from rollout.subscribed import printable

NEWEST = 100
DOMAIN = "rusta-och-matcha"


class NewsFeed(Feed):
    """What has changed in what somebody follows, the latest first. The subscription is handed in by the view."""

    feed_type = Atom1Feed
    author_name = "Rusta och matcha"

    def __init__(self, subscription: Subscription, *, page: str) -> None:
        super().__init__()
        self.subscription, self.page = subscription, page

    def __call__(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        with override(self.subscription.language):
            return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, *args, **kwargs) -> Subscription:
        return self.subscription

    def title(self, row: Subscription) -> str:
        return printable(_("Changes: %(what)s") % {"what": label_of(row, today=today())})

    def subtitle(self, row: Subscription) -> str:
        return _("What has changed in the rollout of Rusta och matcha, as far as you follow it.")

    def link(self, row: Subscription) -> str:
        return self.page

    def feed_guid(self, row: Subscription) -> str:
        return f"tag:{DOMAIN},2026:subscription-{row.feed_key}"

    def items(self, row: Subscription) -> list[News]:
        return list(row.news.all()[:NEWEST])

    def item_title(self, item: News) -> str:
        return f"{item.get_kind_display()}: {item.title}"

    def item_description(self, item: News) -> str:
        """What it was and is; told to be HTML, and so escaped."""
        if item.before and item.after:
            return escape(_("Before: %(before)s. Now: %(after)s.") % {"before": item.before, "after": item.after})
        return escape(item.before or item.after)

    def item_link(self, item: News) -> str:
        return item.path or self.page

    def item_guid(self, item: News) -> str:
        return f"tag:{DOMAIN},2026:news-{item.pk}"

    def item_pubdate(self, item: News) -> datetime:
        return item.at

    def item_updateddate(self, item: News) -> datetime:
        return item.at
