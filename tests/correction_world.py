"""A provider with an office in Luleå, its editor, and reviewers: what tests of corrections stand on."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import Group

from municipalities.models import Municipality
from providers import corrections
from providers.correcting import ADD, CLOSE, DAYS, MOVE, Address
from providers.correction_ground import Wanted
from providers.models import Agreement, Correction, DeliveryArea, Office, Provider
from tests import factories as make

LULEA, BODEN = (65.5848, 22.1547), (65.8252, 21.6887)
KIRUNA = (67.8558, 20.2253)  # far from the area
SEA = (57.0, 19.2)  # between Öland and Gotland, further out than any harbour
STARTS, ENDS = date(2021, 12, 7), date(2026, 12, 31)


@dataclass
class World:
    """The rows; `editor` asks, `reviewer` and `other` decide."""

    provider: Provider
    agreement: Agreement
    office: Office
    editor: object
    reviewer: object
    other: object

    def wanted(self, kind: str, **values) -> Wanted:
        """A wish that the rules have nothing against, but for what is given."""
        return Wanted(kind, self.agreement, **{**self.sound(kind), **values})

    def sound(self, kind: str) -> dict:
        nearby = Address("Storgatan 2", "97231", "Luleå", 65.5840, 22.1500)
        return {
            ADD: {"address": nearby, "first_on": date(2024, 1, 1)},
            MOVE: {"office": self.office, "address": nearby, "first_on": date(2024, 1, 1)},
            CLOSE: {"office": self.office, "last_on": date(2026, 6, 30)},
            DAYS: {"first_on": STARTS, "last_on": date(2027, 12, 31)},
        }[kind]

    def ask(self, kind: str, **values) -> Correction:
        return corrections.ask(wanted=self.wanted(kind, **values), by=self.editor)

    def taken(self, kind: str, **values) -> Correction:
        """A correction that the reviewer has taken."""
        correction = self.ask(kind, **values)
        corrections.take(correction, seen=0, by=self.reviewer)
        return correction


def make_reviewer(**values):
    user = make.make_user(**values)
    user.groups.add(Group.objects.get(name="editor"))
    return user


def make_world(**values) -> World:
    """An agreement in the real area Luleå, with one office there; values: of the agreement."""
    area = DeliveryArea.objects.get(service="rom", name="Luleå")
    agreement = make.make_agreement(**{"area": area, "starts_on": STARTS, "ends_on": ENDS, **values})
    office = make.make_office(
        agreement=agreement,
        street="Storgatan 1",
        postal_code="97231",
        post_town="Luleå",
        latitude=LULEA[0],
        longitude=LULEA[1],
        municipality=Municipality.objects.get(pk="2580"),
        placed="inside",
        opens_on=date(2022, 1, 1),
    )
    editor = make.make_user(email="editor@example.se")
    make.make_membership(user=editor, provider=agreement.provider, role="editor")
    return World(agreement.provider, agreement, office, editor, make_reviewer(), make_reviewer())
