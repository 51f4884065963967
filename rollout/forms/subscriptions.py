"""The forms of following something and of signing up for a meeting."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rollout.models import Subscription

LINKS = {
    "calendar": _("Calendar: the days as events, which move when a day does"),
    "feed": _("Feed (Atom): the changes"),
}
MOST_PEOPLE = 99
LONGEST_NOTE = 500


class SubscriptionForm(forms.Form):
    """In which ways somebody wants to have what they follow."""

    links = forms.MultipleChoiceField(
        label=_("Your own links"), choices=list(LINKS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    digest = forms.ChoiceField(
        label=_("News by e-mail"), choices=Subscription.Digest.choices, required=False, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    def __init__(self, data=None, *, subscription: Subscription | None = None, **options) -> None:
        self.subscription = subscription
        super().__init__(data, initial=_initial(subscription), **options)

    def clean(self) -> dict:
        """Whoever wants nothing at all stops following instead."""
        cleaned = super().clean()
        if not self.errors and not cleaned.get("links") and not cleaned.get("digest"):
            self.add_error("links", _("Choose calendar, feed or e-mail."))
        return cleaned


def _initial(subscription: Subscription | None) -> dict:
    if subscription is None:
        return {"links": ["calendar"], "digest": "", "language": get_language()}
    kept = {"calendar": subscription.calendar_key, "feed": subscription.feed_key}
    return {
        "links": [name for name, key in kept.items() if key],
        "digest": subscription.digest,
        "language": subscription.language,
    }


class SignUpForm(forms.Form):
    """How many are coming to a meeting, and a message to those who hold it."""

    people = forms.IntegerField(
        label=_("Number of people"),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "ds-input"}),
    )
    note = forms.CharField(
        label=_("Message to the organiser"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"class": "ds-input", "rows": 2}),
        help_text=_("Such as what is needed to take part. Only those who hold the meeting read it."),
    )
