"""The lists of who takes part and who follows what: members of a provider, subscriptions, who comes to a meeting."""

from collections.abc import Mapping

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollout.pages.lists.frame import Column, Listing, basis_of_provider, no_basis


def _moment(at):
    """A moment as a cell: Swedish time, to the second."""
    return localtime(at).replace(microsecond=0) if at else None


# --- A provider's members ---------------------------------------------------------------------------------------------

MEMBERS = Listing(
    key="medlemmar",
    title=gettext_lazy("Members"),
    columns=(
        Column(gettext_lazy("Name"), lambda member: member["name"]),
        Column(gettext_lazy("E-mail"), lambda member: member["row"].user.email or None),
        Column(gettext_lazy("Role"), lambda member: member["row"].get_role_display()),
        Column(gettext_lazy("Since"), lambda member: localdate(member["row"].since)),
    ),
    rows=lambda context: context["members"],
    basis=basis_of_provider,
)
INVITATIONS = Listing(
    key="inbjudningar",
    title=gettext_lazy("Open invitations"),
    columns=(
        Column(gettext_lazy("E-mail"), lambda each: each["row"].email),
        Column(gettext_lazy("Role"), lambda each: each["row"].get_role_display()),
        Column(gettext_lazy("Invited by"), lambda each: each["who"]),
        Column(gettext_lazy("Invited on"), lambda each: localdate(each["row"].invited_at)),
        Column(gettext_lazy("Open until"), lambda each: localdate(each["row"].expires_at)),
    ),
    rows=lambda context: context["invitations"],
    basis=basis_of_provider,
)
LOOKS = Listing(
    key="tittar",
    title=gettext_lazy("When Arbetsförmedlingen has looked"),
    columns=(
        Column(gettext_lazy("Began"), lambda look: _moment(look.began_at)),
        Column(gettext_lazy("Ended"), lambda look: _moment(look.ended_at)),
        Column(gettext_lazy("Reason"), lambda look: look.reason),
    ),
    rows=lambda context: context["looks"],
    basis=basis_of_provider,
)
OF_MEMBERS = (MEMBERS, INVITATIONS, LOOKS)

# --- What somebody follows --------------------------------------------------------------------------------------------


def _ways(each: Mapping) -> str | None:
    """How the reader is told: by calendar, feed or mail."""
    row = each["row"]
    ways = [_("calendar")] if row.calendar_key else []
    ways += [_("feed")] if row.feed_key else []
    ways += [_("e-mail daily") if row.digest == "daily" else _("e-mail weekly")] if row.digest else []
    return ", ".join(ways) or None


SUBSCRIPTIONS = Listing(
    key="prenumerationer",
    title=gettext_lazy("Subscriptions"),
    columns=(
        Column(gettext_lazy("Kind"), lambda each: each["kind"]),
        Column(gettext_lazy("What"), lambda each: each["label"]),
        Column(gettext_lazy("Next day"), lambda each: each["next"].on if each["next"] else None),
        Column(gettext_lazy("What happens"), lambda each: each["next"].title if each["next"] else None),
        Column(
            gettext_lazy("Day of the latest change"),
            lambda each: localdate(each["latest"].at) if each["latest"] else None,
        ),
        Column(
            gettext_lazy("Latest change"),
            lambda each: f"{each['latest'].get_kind_display()}: {each['latest'].title}" if each["latest"] else None,
        ),
        Column(gettext_lazy("How you get it"), _ways),
    ),
    rows=lambda context: context["subscriptions"],
    basis=no_basis,
)

# --- A dialogue meeting -----------------------------------------------------------------------------------------------

COMING = Listing(
    key="anmalda",
    title=gettext_lazy("Who is coming"),
    columns=(
        Column(gettext_lazy("Provider"), lambda each: each.provider.name),
        Column(gettext_lazy("People"), lambda each: each.people),
        Column(gettext_lazy("Message"), lambda each: each.note or None),
        Column(gettext_lazy("Signed up by"), lambda each: each.by_name or None),
        Column(gettext_lazy("Signed up"), lambda each: _moment(each.signed_up_at)),
    ),
    rows=lambda context: context["coming"],
    basis=lambda context: "example" if context["row"].plan.is_example else None,
)
