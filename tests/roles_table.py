"""Who is let in where: for the name of each address, the roles that may open it, and those that may send to it.

Everybody else finds nothing, and the nameless are sent to sign in. What is not in the table is let in nowhere: the test
fails for an address that nobody has thought about.
"""

from dataclasses import dataclass

from rollout.list_urls import OWN_PAGES
from tests.roles_world import ROLES

EVERYBODY = frozenset(ROLES)
NOBODY_AT_ALL = frozenset()
SIGNED_IN = EVERYBODY - {"nobody"}
ADMINS = frozenset({"admin", "looking"})
PLANNERS = frozenset({"planner", "editor", "approver"}) | ADMINS
EDITORS = frozenset({"editor"}) | ADMINS
APPROVERS = frozenset({"approver"}) | ADMINS
ACTING = frozenset({"reader", "member"})  # for the provider that the addresses are about
MEMBERS = ACTING | {"looking"}
PROVIDERS_EDITORS = frozenset({"member"})


@dataclass(frozen=True, slots=True)
class Entry:
    """opens: who gets the page, or is led back from an address that is only sent to. sends: who is heard there."""

    opens: frozenset[str]
    sends: frozenset[str] = NOBODY_AT_ALL


def these(names: str, entry: Entry) -> dict[str, Entry]:
    return dict.fromkeys(names.split(), entry)


PUBLIC, OF_PLANNERS, OF_MEMBERS = Entry(EVERYBODY), Entry(PLANNERS), Entry(MEMBERS)


def posted(sends: frozenset[str], *, opens: frozenset[str] = EVERYBODY) -> Entry:
    """An address that is only sent to; whoever merely opens it is led back to the page, which asks who it is."""
    return Entry(opens, sends)


TABLE = {
    # What everybody reads
    **these(
        "map map-state map-facts map-file map-sheets compare compare-file timeline timeline-file search",
        PUBLIC,
    ),
    **these(
        "search-suggestions",
        PUBLIC,
    ),
    **these("municipality-list municipality-detail county-detail area-list area-detail", PUBLIC),
    **these("phase-list phase-detail provider-list provider-detail about how-we-decide", PUBLIC),
    **these("coverage coverage-file coverage-trend-file evidence evidence-file alerts alerts-file", PUBLIC),
    **these("white-spots white-spots-file follow-up follow-up-table-file follow-up-months-file", PUBLIC),
    **these("phase-changes phase-changes-file municipality-changes municipality-changes-file", PUBLIC),
    **these("meeting-list meeting-detail meeting-calendar", PUBLIC),
    **these("map-months-file datasets dataset-day dataset-latest dataset-edition dataset-catalogue", PUBLIC),
    "listed": PUBLIC,
    **these("embed-guide embed-map embed-measure embed-municipality", PUBLIC),
    **these("report-country report-county report-municipality report-phase report-area report-provider", PUBLIC),
    **these("api-root api-schema api-reference api-classifications-list api-changes-list", PUBLIC),
    **these("api-municipalities-list api-municipalities-detail api-counties-list api-counties-detail", PUBLIC),
    **these("api-services-list api-services-detail api-areas-list api-areas-detail", PUBLIC),
    **these("api-providers-list api-providers-detail api-agreements-list api-agreements-detail", PUBLIC),
    **these("api-offices-list api-offices-detail api-plans-list api-plans-detail", PUBLIC),
    **these("api-phases-list api-phases-detail api-switches-list api-switches-detail", PUBLIC),
    **these("api-coverage-list api-coverage-detail api-coverage-trend", PUBLIC),
    "api-offices-confirm": posted(NOBODY_AT_ALL, opens=NOBODY_AT_ALL),  # by a key alone, never by a session
    "api-keys": Entry(SIGNED_IN, SIGNED_IN),
    "api-key-revoke": posted(PROVIDERS_EDITORS, opens=NOBODY_AT_ALL),  # the one whose it is
    # Signing in and out
    "sign-in": Entry(EVERYBODY, EVERYBODY),
    "sign-out": posted(EVERYBODY, opens=NOBODY_AT_ALL),
    # Plans that are worked on: a draft
    **these(
        "plan-list plan-workspace plan-change plan-changes plan-changes-file plan-outcome plan-shared", OF_PLANNERS
    ),
    "plan-readiness": Entry(PLANNERS, EDITORS),
    "plan-readiness-file": OF_PLANNERS,
    **these("plan-new plan-milestones plan-milestone change-undo change-restore row-restore", Entry(EDITORS, EDITORS)),
    **these("plan-phase-new plan-phase-edit plan-phase-shift plan-phase-remove plan-move plan-paste", posted(EDITORS)),
    **these("plan-undo plan-unwaive plan-draft plan-discard plan-step", posted(EDITORS)),
    "plan-scenario": posted(PLANNERS),
    "plan-milestone-remove": posted(EDITORS, opens=NOBODY_AT_ALL),
    # The portal of a provider
    "portal": PUBLIC,
    **these("portal-look portal-look-end portal-invite", posted(ADMINS)),
    "portal-invitation": Entry(EVERYBODY, EVERYBODY),  # whoever has the link
    **these("portal-home portal-areas portal-area portal-offices portal-corrections", OF_MEMBERS),
    **these("portal-correction portal-office-template", OF_MEMBERS),
    "portal-members": Entry(MEMBERS, PROVIDERS_EDITORS),
    **these("portal-member-role portal-member-remove portal-invitation-revoke", posted(PROVIDERS_EDITORS)),
    **these("portal-offices-confirm portal-office-upload-send portal-correction-withdraw", posted(PROVIDERS_EDITORS)),
    **these(
        "portal-office-new portal-office-move portal-office-close portal-office-upload portal-agreement-days",
        Entry(PROVIDERS_EDITORS, PROVIDERS_EDITORS),
    ),
    # What reviewers see of all providers
    **these("correction-queue correction-review correction-upload", Entry(EDITORS)),
    **these("correction-step correction-upload-step", posted(EDITORS, opens=EDITORS)),
    # Imports
    **these("import-home import-log import-log-file import-template", Entry(ADMINS)),
    **these("import-detail import-progress import-faults-file", Entry(ADMINS)),
    "import-new": Entry(ADMINS, ADMINS),
    **these("import-save import-again import-discard import-undo", posted(ADMINS, opens=ADMINS)),
    # What people follow
    "subscription-list": Entry(SIGNED_IN),
    **these("subscription-new subscription-new-filter", Entry(SIGNED_IN, SIGNED_IN)),
    "subscription-edit": Entry(PROVIDERS_EDITORS, PROVIDERS_EDITORS),  # the one whose it is
    **these("subscription-renew subscription-remove", posted(PROVIDERS_EDITORS, opens=NOBODY_AT_ALL)),
    **these("calendar-file news-feed", PUBLIC),  # whoever has the link
    "subscription-stop": Entry(EVERYBODY, EVERYBODY),  # likewise
    **these("meeting-sign-up meeting-withdraw", posted(ACTING, opens=NOBODY_AT_ALL)),
}

# The files of a page's lists are for whoever may open it; who comes to a meeting is told those who hold it.
LISTED = {f"{page}-listed": page for page in OWN_PAGES}
TABLE |= {name: Entry(TABLE[page].opens) for name, page in LISTED.items()} | {"meeting-detail-listed": OF_PLANNERS}

# Behind these links the reader has been told already, and on these pages administrators read why others looked.
TELLS_PRIVATE = {
    **dict.fromkeys(("portal-invitation", "calendar-file", "news-feed"), EVERYBODY),
    **dict.fromkeys(("correction-queue", "correction-review", "correction-step"), EDITORS),
    **dict.fromkeys(("correction-upload", "correction-upload-step"), EDITORS),
    **dict.fromkeys(("portal", "portal-look", "portal-invite"), ADMINS),
    "meeting-detail": PLANNERS | MEMBERS,
    "meeting-sign-up": ACTING,
}
TELLS_PRIVATE |= {name: TELLS_PRIVATE[page] for name, page in LISTED.items() if page in TELLS_PRIVATE}
