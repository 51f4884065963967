"""One of everything that somebody may or may not see: two providers with all that is theirs, and plans of all stages.

What is private to the first provider holds a word of its own, so that it is noticed wherever it turns up.
"""

from dataclasses import dataclass
from datetime import date
from http.cookies import SimpleCookie

from django.test import Client
from django.urls import reverse

from providers.correcting import CLOSE
from providers.correction_ground import Wanted
from providers.corrections import ask
from providers.membership import invite
from providers.models import Agreement, Membership, OfficeUpload
from rollout import actions
from rollout.list_urls import OWN_PAGES
from rollout.models import ApiKey, Change, Plan, Switch
from rollout.portal_access import LOOK
from rollout.secret_links import CALENDAR, FEED, STOP, secret_of
from rollout.selectors import plan_slug
from tests import factories as make
from tests.desks import BACKEND, make_person, make_staffed_world
from tests.followers import follow
from tests.import_addresses import WITH_TEMPLATE
from tests.plans import World

ROLES = ("nobody", "stranger", "reader", "member", "other", "planner", "editor", "approver", "admin", "looking")
PRIVATE = "hemligt-hos-ettan"
NOT_BELOW_A_PROVIDER = {"portal", "portal-look", "portal-look-end", "portal-invite", "portal-invitation"}


@dataclass
class RolesWorld:
    """The sessions by role, and by the name of an address what is to be put into it, asked of it and sent to it."""

    cookies: dict[str, SimpleCookie]
    arguments: dict[str, tuple]
    queries: dict[str, str]
    sent: dict[str, dict]
    other: int  # the key of the other provider

    def client(self, role: str) -> Client:
        """A browser in the session of a role, new each time, so that nothing is carried from one try to the next."""
        browser = Client()
        browser.cookies.update(self.cookies[role])
        return browser

    def path(self, name: str) -> str:
        """An address, of the first provider where it lies below a provider's key."""
        return self._path(name, *self.arguments["provider-detail"])

    def path_of_other(self, name: str) -> str:
        """An address below the other provider's key, with what is the first one's after it."""
        return self._path(name, self.other)

    def _path(self, name: str, provider: int) -> str:
        below = (provider,) if name.startswith("portal-") and name not in NOT_BELOW_A_PROVIDER else ()
        kind = ("csv",) if name.endswith(("-file", "-template")) and name != "calendar-file" else ()
        return reverse(name, args=(*below, *self._about(name), *kind)) + self.queries.get(name, "")

    def _about(self, name: str) -> tuple:
        """What is put into an address; into that of a page's files also the first of its lists."""
        page = name.removesuffix("-listed")
        if page not in OWN_PAGES or page == name:
            return self.arguments.get(name, ())
        return (*self.arguments.get(page, ()), OWN_PAGES[page][1].listings[0].key, "csv")


def make_roles_world() -> RolesWorld:
    """The plans, the providers, the people and their sessions."""
    world = make_staffed_world()
    arguments = _plans(world)
    arguments |= _imports()
    member = make.make_membership(role="editor", user=make.make_user(email=f"{PRIVATE}@example.se"))
    arguments |= _provider(member, world) | _followed(member, Plan.objects.get(pk=arguments["plan-outcome"][0]))
    other = make.make_membership(role="editor")
    people = _people(member) | {"other": other.user}
    return RolesWorld(
        cookies={role: _session(role, people[role], member) for role in ROLES},
        arguments=arguments | _of_the_api(arguments) | _of_files(arguments),
        queries={
            "plan-readiness": f"?edit={world.areas[0].pk}:enough-ready",
            "subscription-new-filter": "?service=rom",
        },
        sent={"subscription-renew": {"link": "calendar"}},
        other=other.provider_id,
    )


def _imports() -> dict[str, tuple]:
    """A file that was sent in and has faults; and kinds of files."""
    row = make.make_import(state="faulty")
    of_it = "detail progress faults-file save again discard undo"
    return {
        **{f"import-{name}": (row.pk,) for name in of_it.split()},
        "import-new": ("results",),
        "import-template": (WITH_TEMPLATE,),
    }


def _of_the_api(arguments: dict[str, tuple]) -> dict[str, tuple]:
    """The API's addresses of one thing, by the keys that the pages have."""
    agreement = Agreement.objects.get(pk=arguments["portal-agreement-days"][0])
    switch = Switch.objects.filter(plan__stage=Plan.Stage.PUBLISHED).first()
    return {
        "api-municipalities-detail": arguments["municipality-detail"],
        "api-counties-detail": arguments["county-detail"],
        "api-services-detail": (agreement.service_id,),
        "api-areas-detail": arguments["area-detail"],
        "api-providers-detail": arguments["provider-detail"],
        "api-agreements-detail": (agreement.pk,),
        **dict.fromkeys(("api-offices-detail", "api-offices-confirm"), arguments["portal-office-move"]),
        "api-plans-detail": (switch.plan_id,),
        "api-phases-detail": (switch.phase_id,),
        "api-switches-detail": (switch.pk,),
        **dict.fromkeys(("api-coverage-detail", "api-coverage-trend", "embed-measure"), ("without-office",)),
        "embed-municipality": arguments["municipality-detail"],
        **{
            f"report-{name}": arguments[f"{name}-detail"]
            for name in ("municipality", "county", "phase", "area", "provider")
        },
    }


def _of_files(arguments: dict[str, tuple]) -> dict[str, tuple]:
    """A file that was kept on a day, and files of lists."""
    edition = make.make_edition()
    return {
        "dataset-catalogue": ("jsonld",),
        "dataset-day": (edition.on,),
        "dataset-edition": (edition.on, edition.file),
        "dataset-latest": ("etapper.csv",),
        "listed": (*arguments["provider-detail"], "kontor", "csv"),
    }


def _people(member: Membership) -> dict:
    """A user of each role; the looking administrator is another than the one who does not look."""
    return {
        "nobody": None,
        "stranger": make_person(),
        "reader": make.make_membership(provider=member.provider).user,
        "member": member.user,
        **{role: make_person(role, is_staff=True) for role in ("planner", "editor", "approver", "admin")},
        "looking": make_person("admin", is_staff=True),
    }


def _session(role: str, user, member: Membership) -> SimpleCookie:
    """The cookies of somebody who is signed in."""
    browser = Client()
    if user is None:
        return browser.cookies
    browser.force_login(user, backend=BACKEND)
    if role == "looking":
        session = browser.session
        session[LOOK] = make.make_look(provider=member.provider, by=user, reason=PRIVATE).pk
        session.save()
    return browser.cookies


def _plans(world: World) -> dict[str, tuple]:
    """A published version, a draft of it, and a scenario that is shared; what is done to the draft is kept."""
    published = world.publish()
    draft = actions.draft_from(published, by=world.editor)
    phase = draft.phases.first()
    waiver = draft.waivers.first()
    world.edit(phase, name="Etapp ett")
    milestone = make.make_milestone(plan=draft)
    act = Change.objects.filter(plan=draft).latest("number")
    scenario = actions.scenario_from(published, owner=make_person("planner"), name="Prov")
    slug, place = plan_slug(published), Switch.objects.filter(plan=published).first().municipality_id
    of_draft = {f"plan-{name}": (draft.pk,) for name in _OF_A_PLAN.split()}
    return {
        **of_draft,
        **{f"plan-{name}": (draft.pk, phase.pk) for name in ("phase-edit", "phase-shift", "phase-remove")},
        **{f"plan-{name}": (draft.pk, milestone.pk) for name in ("milestone", "milestone-remove")},
        "plan-outcome": (draft.pk,),
        "plan-step": (draft.pk, "foresla"),
        "plan-undo": (draft.pk, act.number),
        "plan-unwaive": (draft.pk, waiver.pk),
        "plan-shared": (actions.share(scenario, by=scenario.owner),),
        **{f"change-{name}": (draft.pk, act.number) for name in ("undo", "restore")},
        "row-restore": (draft.pk, "phase", phase.history.latest().pk),
        **dict.fromkeys(("phase-detail", "phase-changes", "phase-changes-file"), (slug, 1)),
        **dict.fromkeys(_OF_A_MUNICIPALITY.split(), (place,)),
        "county-detail": (place[:2],),
    }


_OF_A_PLAN = (
    "workspace change phase-new move paste draft scenario discard changes changes-file milestones readiness "
    "readiness-file"
)
_OF_A_MUNICIPALITY = "municipality-detail municipality-changes municipality-changes-file"


def _provider(member: Membership, world: World) -> dict[str, tuple]:
    """The first provider with an office and all that is private to it."""
    provider, area = member.provider, world.areas[1]
    agreement = make.make_agreement(provider=provider, area=area, starts_on=date(2021, 1, 1), ends_on=None)
    office = make.make_office(agreement=agreement, municipality=world.municipalities[2], opens_on=date(2021, 1, 1))
    wanted = Wanted(CLOSE, agreement, office, last_on=date(2026, 12, 31), note=PRIVATE)
    correction = ask(wanted=wanted, by=member.user)
    upload = OfficeUpload.objects.create(provider=provider, file_name=f"{PRIVATE}.csv", by_name=PRIVATE)
    invitation, secret = invite(provider, email=f"inbjuden-{PRIVATE}@example.se", role="reader", by=member.user)
    of_office = {f"portal-office-{act}": (office.pk,) for act in ("move", "close")}
    of_member = {f"portal-member-{act}": (member.pk,) for act in ("role", "remove")}
    return {
        "area-detail": (area.pk,),
        "provider-detail": (provider.pk,),
        "portal-area": (area.pk,),
        **of_office,
        **of_member,
        "portal-agreement-days": (agreement.pk,),
        "portal-invitation-revoke": (invitation.pk,),
        "portal-invitation": (secret,),
        **{f"portal-correction{act}": (correction.pk,) for act in ("", "-withdraw")},
        "correction-review": (correction.pk,),
        "correction-step": (correction.pk, "ta"),
        "correction-upload": (upload.pk,),
        "correction-upload-step": (upload.pk, "ta"),
    }


def _followed(member: Membership, plan: Plan) -> dict[str, tuple]:
    """The member's key to the API, what they follow by links of their own, and a dialogue meeting to come."""
    row = follow("leverantor", member.provider.pk, by=member.user, links=("calendar", "feed"))
    meeting = make.make_milestone(plan=plan.based_on, kind="dialogue", on=date(2099, 5, 5))
    make.make_sign_up(provider=member.provider, meeting=meeting.uid, note=PRIVATE)
    key, _shown = ApiKey.objects.create(user=member.user, name=PRIVATE)
    return {
        "api-key-revoke": (key.digest,),
        "subscription-new": ("leverantor", str(member.provider.pk)),
        **{f"subscription-{act}": (row.pk,) for act in ("edit", "renew", "remove")},
        "subscription-stop": (secret_of(STOP, row.pk),),
        "calendar-file": (secret_of(CALENDAR, row.calendar_key),),
        "news-feed": (secret_of(FEED, row.feed_key),),
        **{f"meeting-{name}": (meeting.uid,) for name in ("detail", "calendar")},
        **{f"meeting-{act}": (meeting.uid, member.provider.pk) for act in ("sign-up", "withdraw")},
    }
