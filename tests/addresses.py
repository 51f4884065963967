"""The addresses of every page there is, each with the things and days that show its branches, in the demonstration.

What opens every page asks here, so that a new page that needs to be told about something is missed in one place only.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from django.test import Client
from django.urls import get_resolver, reverse

from municipalities.versions import current_version
from providers.models import Agreement, DeliveryArea, Provider
from rollout import actions
from rollout.list_urls import OWN_PAGES, PUBLIC_PAGES
from rollout.models import Change, Milestone, Plan
from rollout.selectors import plan_slug
from tests.factories import make_admin
from tests.import_addresses import ONLY_POSTED as IMPORT_ONLY_POSTED
from tests.import_addresses import PREFIX as IMPORT_PREFIX
from tests.import_addresses import import_arguments
from tests.portal_addresses import ONLY_POSTED as PORTAL_ONLY_POSTED
from tests.portal_addresses import PREFIXES, member_for, portal_arguments

ONLY_POSTED = {
    "sign-out",
    "api-key-revoke",
    *PORTAL_ONLY_POSTED,
    *IMPORT_ONLY_POSTED,
    *(f"plan-{act}" for act in "move paste undo step unwaive draft scenario discard milestone-remove".split()),
    *(f"plan-phase-{act}" for act in "new edit shift remove".split()),
}
# Files of facts for programs and the days on which they were kept, and a file of tens of thousands of rows: see
# `test_datasets.py` and `test_month_file.py`.
TESTED_APART = {"map-months-file", *(f"dataset-{name}" for name in ("day", "latest", "edition", "catalogue"))}
# Read by people who may see drafts; the tests read them as one who may do everything.
SIGNED_IN = ("plan-", "change-", "row-", "api-keys", IMPORT_PREFIX)
DAYS = ("2020-03-20", "2021-09-22")
# Whose address has no day, or has days by other names.
DAYLESS = {
    *"api-reference compare compare-file coverage-trend-file embed-guide follow-up-months-file how-we-decide".split(),
    *"map-sheets municipality-changes municipality-changes-file phase-changes phase-changes-file search".split(),
    *"search-suggestions timeline-file".split(),
}
LISTED = "-listed"  # ends the name of the files of a page that is not for everybody
PAGES_ABOUT_THE_API = ("api-reference", "api-keys")
ODD = {
    "compare": ["?on_a=2020-03-20&on_b=2021-09-22"],
    "map-sheets": ["?every=month&from=2021-01-01&to=2021-03-31"],
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
WANTS = {  # pages that are about what is asked of them, and one that is long without
    "report-country": "?county=25",
    "subscription-new-filter": "?service=rom",
}
FAULTY = {
    "coverage": ["?measure=x&by=y&counted=z"],
    "map": ["?on=2021-02-30", "?on=2018-12-31&county=99&layer=x", "?on=2021-01-01&on=2021-01-02", "?q=" + "a" * 101],
    "provider-list": ["?county=99", "?page=999"],
}


def arguments() -> dict[str, list[list]]:
    """For each page about one thing, the things that show its branches: invented and real, rich and poor in facts."""
    return _arguments(current_version())


@lru_cache(maxsize=2)
def _arguments(version: str) -> dict[str, list[list]]:
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
        "report-county": [["25"]],
        "report-municipality": [["2584"]],
        "report-phase": [[plan, 0]],
        "report-area": [[areas.filter(is_example=False).first().pk]],
        "report-provider": [[providers.get(pk__in=with_real_area).pk]],
    }


def shared_scenario() -> str:
    """The key of a scenario that its owner shared."""
    owner, plan = make_admin(), Plan.objects.get(stage=Plan.Stage.PUBLISHED)
    return actions.share(actions.scenario_from(plan, owner=owner, name="Prov"), by=owner)


def page_names() -> set[str]:
    """The names of all addresses but the admin's, and the API's lists, which `test_api*.py` ask each."""
    named = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    return {
        name
        for name in named - ONLY_POSTED - TESTED_APART
        if not name.startswith("api-") or name in PAGES_ABOUT_THE_API
    }


def signed_in_for(client: Client, name: str) -> Client:
    """The browser of somebody who may see a page: of one who may do everything, where not everybody may."""
    if name.startswith(PREFIXES):
        member_for(client)
    elif name.startswith(SIGNED_IN):
        client.force_login(make_admin(username="one-of-us"), backend="rollout.signin.LoopbackDemoBackend")
    return client


def lists_below(page: str, view: Callable) -> list[str]:
    """The files of all lists of a page. page: its address."""
    return [f"{page.partition('?')[0]}{each.key}.csv" for each in view.listings]


def public_lists() -> list[str]:
    """The files of all lists of the public pages, of the first thing that shows the branches of each."""
    things = arguments()
    pages = {reverse(name, args=things.get(name, [[]])[0]): view for name, (_below, view) in PUBLIC_PAGES.items()}
    return [path for page, view in pages.items() for path in lists_below(page, view)]


def addresses(name: str, on: Sequence[str] = DAYS) -> list[str]:
    """The addresses of a page in the language in force: as it opens, oddly asked, and on days on which it differs."""
    if name == "listed":
        return public_lists()
    if name.endswith(LISTED):
        page = name.removesuffix(LISTED)
        return lists_below(addresses(page)[0], OWN_PAGES[page][1])
    usual = ["csv"] if name.endswith("-file") else []
    things = [[shared_scenario()]] if name == "plan-shared" else None
    if name.startswith(IMPORT_PREFIX):
        things = import_arguments(name)
    if things is None:
        things = portal_arguments(name) if name.startswith(PREFIXES) else arguments().get(name, [usual])
    paths = [reverse(name, args=given) + WANTS.get(name, "") for given in things]
    days = () if name in DAYLESS or name.startswith(("sign-in", "report-", *SIGNED_IN, *PREFIXES)) else on
    return [
        *paths,
        *(f"{path}?on={day}" for path in paths for day in days),
        *(paths[0] + each for each in ODD.get(name, [])),
    ]
