"""The forms at the door of the portal: inviting and accepting, members' roles, an administrator's look."""

from django import forms
from django.utils.translation import gettext_lazy as _

from providers.models import Invitation, MemberRole, Provider
from rollout.forms.fields import LONGEST_REASON, ReasonField
from rollout.forms.steps import dress


class PortalForm(forms.Form):
    """A form of the portal; key: its name on the page, so that the names of its inputs are its own."""

    key = ""

    def __init__(self, data=None, **options) -> None:
        super().__init__(data, **{"auto_id": f"{self.key}-%s", "label_suffix": "", **options})
        dress(self)


class ProviderField(forms.ModelChoiceField):
    """Any provider there is, in Swedish order."""

    def __init__(self) -> None:
        super().__init__(Provider.objects.order_by("sort_key", "pk"), label=_("Provider"), empty_label=_("Choose one"))


class InviteForm(PortalForm):
    key = "invite"

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices, initial=MemberRole.READER)


class InviteToForm(InviteForm):
    """An administrator's invitation, to any provider: that is how a provider gets its first editor."""

    key = "invite-to"

    provider = ProviderField()

    field_order = ["provider", "email", "role"]

    def __init__(self, data=None, **options) -> None:
        super().__init__(data, **{"initial": {"role": MemberRole.EDITOR}, **options})


class LookForm(PortalForm):
    key = "look"

    provider = ProviderField()
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say why. The provider’s members see the reason.")},
    )


class RoleForm(PortalForm):
    key = "role"

    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices)


class RemoveForm(PortalForm):
    key = "remove"

    reason = ReasonField()


class NewUserForm(PortalForm):
    """The invited makes a user who signs in by the invited address. The password is checked where the user is made."""

    key = "new-user"

    first_name = forms.CharField(label=_("First name"), max_length=150, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)
    password = forms.CharField(label=_("Password"), max_length=1_000, strip=False, widget=forms.PasswordInput)
    again = forms.CharField(label=_("Password once more"), max_length=1_000, strip=False, widget=forms.PasswordInput)

    def __init__(self, data=None, **options) -> None:
        super().__init__(data, **options)
        for name, hint in (("first_name", "given-name"), ("last_name", "family-name")):
            self.fields[name].widget.attrs["autocomplete"] = hint
        for name in ("password", "again"):
            self.fields[name].widget.attrs["autocomplete"] = "new-password"

    def clean(self) -> dict:
        cleaned = super().clean()
        if "password" in cleaned and "again" in cleaned and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("The two passwords differ."))
        return cleaned


class AcceptForm(PortalForm):
    """Accepting while signed in; by somebody else than the invited address it is confirmed by a tick."""

    key = "accept"

    sure = forms.BooleanField(error_messages={"required": _("Tick the box to accept with this user.")})

    def __init__(self, data=None, *, invitation: Invitation, user, **options) -> None:
        super().__init__(data, **options)
        if is_addressed_to(invitation, user):
            del self.fields["sure"]
        else:
            self.fields["sure"].label = _("Yes, I was invited as %(address)s and want to use %(user)s for it") % {
                "address": invitation.email,
                "user": user.get_username(),
            }


def is_addressed_to(invitation: Invitation, user) -> bool:
    """Whether an invitation was sent to the address of a user."""
    return user.email.lower() == invitation.email.lower()
