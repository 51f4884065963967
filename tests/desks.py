"""A person at the workspace: opens it, fills its forms as a browser without script would, and reads what comes back."""

from dataclasses import dataclass, field

from django.contrib.auth.models import Group
from django.test import Client

from municipalities.versions import current_version
from rollout.models import DAY_FIELDS, Phase, Plan
from tests import factories as make
from tests.pages import Element, read
from tests.plans import World, make_world
from tests.policy import violations
from tests.sheets import address, of_class

BACKEND = "rollout.signin.LoopbackDemoBackend"
ROLES = ("planner", "editor", "approver")
SERVED: dict[tuple[str, int], dict[str, str]] = {}  # the lines of the grid, by the version of the data and the phase


def make_person(*roles: str, **values):
    """A user in the groups of some roles."""
    user = make.make_user(**values)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def make_staffed_world() -> World:
    """The small plan, with an editor and an approver, and with warnings: nobody is ready in an area."""
    world = make_world()
    make.make_agreement(area=world.areas[0])
    for user, role in ((world.editor, "editor"), (world.approver, "approver")):
        user.groups.add(Group.objects.get(name=role))
    return world


@dataclass
class Desk:
    """Somebody's browser, and the page that it last got."""

    user: object
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        if self.user is not None:
            self.client.force_login(self.user, backend=BACKEND)

    def get(self, name: str, /, *args, **query):
        return self.client.get(address(name, *args), query)

    def open(self, plan: Plan, **query) -> Element:
        """The workspace of a plan, which must be there and keep the content policy."""
        answer = self.get("plan-workspace", plan.pk, **query)
        assert answer.status_code == 200, answer.status_code
        assert violations(answer.content.decode()) == []
        return read(answer.content)

    def post(self, name: str, /, *args, parts: bool = False, **values):
        headers = {"X-Plan-Parts": "1"} if parts else {}
        return self.client.post(address(name, *args), values, headers=headers)

    def save(self, plan: Plan, phase: Phase, /, *, page: Element | None = None, **values):
        """Save a line of the grid as the page has it, but for some fields."""
        entered = line(page, phase) if page else self._line(plan, phase)
        return self.post("plan-phase-edit", plan.pk, phase.pk, **{**entered, **values})

    def _line(self, plan: Plan, phase: Phase) -> dict[str, str]:
        """What the page has in a line; read once for all tests that begin with the same rows."""
        rows = current_version(), phase.pk
        if not SERVED.get(rows):
            SERVED[rows] = line(self.open(plan), phase)
        return SERVED[rows]

    def step(self, plan: Plan, slug: str, /, **values):
        return self.post("plan-step", plan.pk, slug, **values)


def line(page: Element, phase: Phase) -> dict[str, str]:
    """What the form of a phase holds, as the page was served."""
    form = f"form-phase-{phase.pk}"
    inputs = list(page.one("tbody", id=f"phase-{phase.pk}").all("input"))
    names = {"number", "name", "name_en", "reason", "expected_revision", *DAY_FIELDS}
    own = [each for each in inputs if each.attributes.get("form", form) == form]
    return {each["name"]: each.attributes.get("value") or "" for each in own if each.attributes.get("name") in names}


def faults(answer) -> list[str]:
    """What the page says is wrong, at fields and over forms."""
    page = read(answer.content)
    return [each.text for name in ("ds-validation-message", "fault") for each in of_class(page, name)]


def told(answer) -> str:
    """What a page in parts says was done."""
    return read(answer.content).one("p", data_said=None).text
