"""What somebody follows, what they were last told of it, and the news since. Private: only the follower sees it.

The secret of a link is never stored: the link is a signature over a key that is (`rollout/secret_links.py`), so that
who reads the database cannot read anybody's calendar. Without a key there is no link.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from providers.models import DeliveryArea, Provider, Service

LONGEST_QUERY = 1_000
LONGEST_PATH = LONGEST_QUERY + 100
SUBJECTS = {
    "municipality": ("municipality",),
    "area": ("area",),
    "phase": ("from_service", "to_service", "phase_number"),
    "provider": ("provider",),
    "filter": ("query",),
}


def _about_one_thing() -> Q:
    """Exactly one of the subjects, with all its columns."""
    found = Q()
    for own in SUBJECTS.values():
        others = (name for columns in SUBJECTS.values() if columns != own for name in columns)
        found |= Q(**{f"{name}__isnull": False for name in own}, **{f"{name}__isnull": True for name in others})
    return found


class Subscription(models.Model):
    """Somebody who follows a municipality, an area, a phase of a chain of services, a provider, or a choice on the map.

    `query` is a choice as the address of the map has it, in one spelling (`rollout/subjects.py`).
    """

    private = True

    class Digest(models.TextChoices):
        """How often news come by e-mail."""

        NONE = "", _("no e-mail")
        DAILY = "daily", _("daily, when something has changed")
        WEEKLY = "weekly", _("weekly, when something has changed")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="subscriptions", verbose_name=_("user")
    )
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    area = models.ForeignKey(
        DeliveryArea, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("delivery area")
    )
    provider = models.ForeignKey(
        Provider, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("provider")
    )
    from_service = models.ForeignKey(
        Service, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("old service")
    )
    to_service = models.ForeignKey(
        Service, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("new service")
    )
    phase_number = models.PositiveSmallIntegerField(_("number of the phase"), null=True, blank=True)
    query = models.CharField(_("choice on the map"), max_length=LONGEST_QUERY, null=True, blank=True)  # noqa: DJ001
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="sv")
    digest = models.CharField(_("news by e-mail"), max_length=6, choices=Digest, blank=True, default=Digest.NONE)
    calendar_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    feed_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    noticed_at = models.DateTimeField(_("last change noticed"), null=True, blank=True, editable=False)
    digested_on = models.DateField(_("last digest"), null=True, blank=True, editable=False)
    digested_until = models.BigIntegerField(default=0, editable=False)  # the key of the last news that was sent

    class Meta:
        ordering = ["user", "made_at"]
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.CheckConstraint(
                condition=_about_one_thing(),
                name="subscription_about_one_thing",
                violation_error_message=_("A subscription is about one thing."),
            ),
            *(
                models.UniqueConstraint(
                    fields=["user", *columns],
                    name=f"{subject}_followed_once",
                    violation_error_message=_("The user follows this already."),
                )
                for subject, columns in SUBJECTS.items()
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.subject}"

    @property
    def subject(self) -> str:
        """What it is about: a key of `SUBJECTS`. Asks the database nothing."""
        filled = {name: self.serializable_value(columns[0]) for name, columns in SUBJECTS.items()}
        return next((name for name, value in filled.items() if value is not None), "")


class ToldFact(models.Model):
    """What a follower was last told of a fact (`rollout/subscribed.py`), whether it stands or has gone.

    `sequence` goes up with each change, as calendars ask for.
    """

    private = True

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="told", verbose_name=_("subscription"))
    uid = models.CharField(max_length=120)
    title = models.CharField(_("what"), max_length=400)
    on = models.DateField(_("day"), null=True, blank=True)
    until = models.DateField(_("last day"), null=True, blank=True)
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    value = models.CharField(_("value"), max_length=100, blank=True)
    names = models.TextField(_("names"), blank=True)
    note = models.TextField(_("note"), blank=True)
    path = models.CharField(_("page"), max_length=LONGEST_PATH, blank=True)
    sequence = models.PositiveIntegerField(_("times changed"), default=0)
    is_gone = models.BooleanField(_("gone"), default=False)
    made_at = models.DateTimeField(_("first told"), default=timezone.now)
    changed_at = models.DateTimeField(_("last changed"), default=timezone.now)

    class Meta:
        ordering = ["subscription", "on", "uid"]
        verbose_name = _("fact that was told")
        verbose_name_plural = _("facts that were told")
        constraints = [
            models.UniqueConstraint(fields=["subscription", "uid"], name="fact_told_once"),
        ]

    def __str__(self) -> str:
        return self.title


class News(models.Model):
    """Something that became another in what somebody follows, in the words in which it was noticed."""

    private = True

    class Kind(models.TextChoices):
        """What happened to the fact."""

        BEGAN = "began", _("Subscription began")
        NEW = "new", _("New")
        MOVED = "moved", _("New day")
        CHANGED = "changed", _("Changed")
        GONE = "gone", _("Cancelled")

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="news", verbose_name=_("subscription"))
    at = models.DateTimeField(_("moment"), default=timezone.now)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    uid = models.CharField(max_length=120, blank=True)
    title = models.CharField(_("what"), max_length=400)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    path = models.CharField(_("page"), max_length=LONGEST_PATH, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("news")
        verbose_name_plural = _("news")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"
