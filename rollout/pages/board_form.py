"""The forms of the readiness board: what to show of it, and who sees to a rule in an area. Knows no rules' words."""

from collections.abc import Iterable

from django import forms
from django.contrib.auth import get_user_model
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rollout.board import NOBODY, OPEN_STATES, STATES, Choice
from rollout.filters import DayField
from rollout.models import Phase
from rollout.pages.rule_words import SHORT_WORDS, STATE_WORDS
from rollout.roles import VIEW_DRAFTS
from rollout.rules import RULES
from rollout.selection import InvalidSelection

FILTERS = ("phase", "state", "rule", "owner")
OPEN = "open"
PERMISSIONS_KNOWN_BY = "rollout.signin.LoopbackDemoBackend"
LONGEST_NOTE = 500


def person(user) -> str:
    """How a person is named on the board."""
    return user.get_full_name() or user.get_username()


def planners() -> list:
    """The people who can see to something: those who may see drafts, by name. One query."""
    rows = get_user_model().objects.with_perm(VIEW_DRAFTS, backend=PERMISSIONS_KNOWN_BY)
    return sorted(rows, key=lambda user: person(user).casefold())


class BoardForm(forms.Form):
    """What to show of the board; anything may be left out."""

    phase = forms.ChoiceField(label=_("Phase"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    rule = forms.ChoiceField(label=_("Rule"), required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)

    def __init__(self, data: QueryDict, *, phases: Iterable[Phase], people: Iterable) -> None:
        # Ids of its own: the form of a follow-up on the same page has an owner as well.
        super().__init__(data, auto_id="show-%s")
        every = ("", _("All"))
        self.fields["phase"].choices = [every, *((str(phase.number), phase.label) for phase in phases)]
        self.fields["state"].choices = [
            every,
            (OPEN, _("All that is open")),
            *((key, STATE_WORDS[key]) for key in STATES),
        ]
        self.fields["rule"].choices = [every, *((rule.key, SHORT_WORDS[rule.key]) for rule in RULES)]
        self.fields["owner"].choices = [
            every,
            (NOBODY, _("Nobody yet")),
            *((str(user.pk), person(user)) for user in people),
        ]

    def choice(self) -> Choice:
        """What was chosen. Raises InvalidSelection for a value that is not there to choose."""
        if not self.is_valid():
            labels = {name: str(self.fields[name].label) for name in self.errors}
            raise InvalidSelection([(labels[name], each) for name, errors in self.errors.items() for each in errors])
        given = self.cleaned_data
        states = OPEN_STATES if given["state"] == OPEN else frozenset(filter(None, [given["state"]]))
        phase = int(given["phase"]) if given["phase"] else None
        return Choice(phase=phase, states=states, rule=given["rule"], owner=given["owner"])


class FollowUpForm(forms.Form):
    """Who sees to a rule in an area, and by when. All empty takes the follow-up away."""

    owner = forms.ChoiceField(label=_("Owner"), required=False)
    due_on = DayField(label=_("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    note = forms.CharField(label=_("Note"), required=False, max_length=LONGEST_NOTE)

    def __init__(self, *args, people: Iterable, **options) -> None:
        super().__init__(*args, **options)
        self.people = {str(user.pk): user for user in people}
        self.fields["owner"].choices = [("", _("Nobody")), *((key, person(user)) for key, user in self.people.items())]

    def clean_owner(self):
        """The person; None for nobody."""
        return self.people.get(self.cleaned_data["owner"])
