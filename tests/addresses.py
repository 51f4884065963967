"""The addresses of every page there is, each with the things and days that show its branches, in the demonstration.

What opens every page asks here, so that a new page that needs to be told about something is missed in one place only.
"""

from django.test import Client
from django.urls import get_resolver, reverse

from providers.models import Agreement, DeliveryArea, Provider
from rollout import actions
from rollout.models import Change, Milestone, Plan
from rollout.selectors import plan_slug
from tests.factories import make_admin
from tests.portal_addresses import ONLY_POSTED as PORTAL_ONLY_POSTED
from tests.portal_addresses import PREFIXES, member_for, portal_arguments

ONLY_POSTED = {
    "sign-out",
    "api-key-revoke",
    *PORTAL_ONLY_POSTED,
    *(f"plan-{act}" for act in "move paste undo step unwaive draft scenario discard milestone-remove".split()),
    *(f"plan-phase-{act}" for act in "new edit shift remove".split()),
}
# Read by people who may see drafts; the tests read them as one who may do everything.
SIGNED_IN = ("plan-", "change-", "row-", "api-keys")
DAYS = ("2020-03-20", "2021-09-22")
PAGES_ABOUT_THE_API = ("api-reference", "api-keys")
ODD = {
    "map": [
        *(f"?layer=status&on={day}" for day in ("2019-01-01", "2020-03-09", "2020-03-20", "2021-12-10", "2022-03-08")),
        "?layer=phase",
        "?rural=yes&providers=none&test=agreement",
        "?q=finnsinte",
        "?other=1",
    ],
    "coverage": [
        "?q=finnsinte",
        *(f"?county=24&measure={key}" for key in ("distance", "rural-gap", "participants-share", "thin-areas")),
        "?county=24&measure=participants-share&on=2019-01-01&by=part",
    ],
    "municipality-list": ["?q=finnsinte", "?q=a"],
    "provider-list": ["?q=finnsinte", "?service=rom2"],
    "search": ["?q=lule", "?q=finnsinte"],
    "search-suggestions": ["?q=lule"],
    "embed-guide": ["?kind=measure&width=x"],
    **{f"portal-{name}": [f"?on={day}" for day in DAYS] for name in ("home", "areas", "area")},
}
WANTS = {"subscription-new-filter": "?service=rom"}  # pages that are about what is asked of them
FAULTY = {
    "coverage": ["?measure=x&by=y&counted=z"],
    "map": ["?on=2021-02-30", "?on=2018-12-31&county=99&layer=x", "?on=2021-01-01&on=2021-01-02", "?q=" + "a" * 101],
    "provider-list": ["?county=99", "?page=999"],
}


def arguments() -> dict[str, list[list]]:
    """For each page about one thing, the things that show its branches: invented and real, rich and poor in facts."""
    areas, providers = DeliveryArea.objects.order_by("pk"), Provider.objects.order_by("pk")
    with_real_area = Agreement.objects.filter(area__is_example=False).order_by("pk").values("provider")[:1]
    published = Plan.objects.get(stage=Plan.Stage.PUBLISHED)
    plan, drafts = plan_slug(published), list(Plan.objects.filter(is_example=True).values_list("pk", flat=True))
    plans = [[published.pk], *([pk] for pk in drafts)]
    act = Change.objects.filter(plan__stage=Plan.Stage.DRAFT, kind=Change.Kind.MOVED).first()
    row = act.historicalswitch_rows.first()
    milestone = Milestone.objects.filter(plan__in=drafts).first()
    return {
        "plan-workspace": plans,
        "plan-change": plans[1:],
        "plan-readiness": plans,
        "plan-readiness-file": [[published.pk, "csv"], [drafts[0], "csv"]],
        "plan-outcome": plans,
        "plan-changes": plans,
        "plan-changes-file": [[published.pk, "csv"], [drafts[0], "csv"]],
        "plan-milestones": plans,
        "plan-milestone": [[milestone.plan_id, milestone.pk]],
        "change-undo": [[act.plan_id, act.number]],
        "change-restore": [[act.plan_id, act.number]],
        "row-restore": [[act.plan_id, "switch", row.history_id]],
        "phase-changes": [[plan, 2]],
        "phase-changes-file": [[plan, 2, "csv"]],
        "municipality-changes": [["0180"]],
        "municipality-changes-file": [["0180", "csv"]],
        "embed-measure": [["rural-without"], ["thin-areas"]],
        "embed-municipality": [["2580"]],
        "municipality-detail": [["0180"], ["0980"], ["2584"]],
        "county-detail": [["01"], ["25"]],
        "phase-detail": [[plan, 0], [plan, 2], [plan, 3]],
        "area-detail": [[areas.filter(is_example=example).first().pk] for example in (True, False)],
        "provider-detail": [[providers.first().pk], [providers.get(pk__in=with_real_area).pk]],
    }


def shared_scenario() -> str:
    """The key of a scenario that its owner shared."""
    owner, plan = make_admin(), Plan.objects.get(stage=Plan.Stage.PUBLISHED)
    return actions.share(actions.scenario_from(plan, owner=owner, name="Prov"), by=owner)


def page_names() -> set[str]:
    """The names of all addresses but the admin's, and the API's lists, which `test_api*.py` ask each."""
    named = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    return {name for name in named - ONLY_POSTED if not name.startswith("api-") or name in PAGES_ABOUT_THE_API}


def signed_in_for(client: Client, name: str) -> Client:
    """The browser of somebody who may see a page: of one who may do everything, where not everybody may."""
    if name.startswith(PREFIXES):
        member_for(client)
    elif name.startswith(SIGNED_IN):
        client.force_login(make_admin(username="one-of-us"), backend="rollout.signin.LoopbackDemoBackend")
    return client


def addresses(name: str) -> list[str]:
    """The addresses of a page in the language in force: as it opens, oddly asked, and on days on which it differs."""
    usual = ["csv"] if name.endswith("-file") else []
    things = [[shared_scenario()]] if name == "plan-shared" else None
    if things is None:
        things = portal_arguments(name) if name.startswith(PREFIXES) else arguments().get(name, [usual])
    paths = [reverse(name, args=given) + WANTS.get(name, "") for given in things]
    days = () if name.startswith(("sign-in", *SIGNED_IN, *PREFIXES)) else DAYS
    return [
        *paths,
        *(f"{path}?on={day}" for path in paths for day in days),
        *(paths[0] + each for each in ODD.get(name, [])),
    ]
