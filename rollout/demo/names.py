"""The invented providers and streets. Each name holds the word Exempel, so that none is taken for a real one. Pure."""

from dataclasses import dataclass

from rollout.demo.country import Place

TREES = ("Alen", "Almen", "Asken", "Aspen", "Björken", "Boken", "Eken", "Enen", "Granen", "Hasseln", "Häggen", "Linden")
BIRDS = ("Domherren", "Fiskmåsen", "Göken", "Koltrasten", "Kungsfågeln", "Lärkan", "Ormvråken", "Rödhaken")
BIRDS_BY_WATER = ("Storlommen", "Svalan", "Tranan", "Vipan", "Ärlan")
FLOWERS = (
    "Blåklinten",
    "Blåsippan",
    "Gullvivan",
    "Hästhoven",
    "Kattfoten",
    "Klockljungen",
    "Linnean",
    "Liljekonvaljen",
)
MEADOW_FLOWERS = (
    "Prästkragen",
    "Ringblomman",
    "Rölleken",
    "Skogsstjärnan",
    "Smultronet",
    "Styvmorsviolen",
    "Tusenskönan",
)
BERRIES = ("Blåbäret", "Hallonet", "Hjortronet", "Lingonet", "Odonet")

NAMES = (
    *(f"Exempelleverantören {name} AB" for name in TREES),
    *(f"Exempelföretaget {name} AB" for name in (*BIRDS, *BIRDS_BY_WATER)),
    *(f"Exempelföreningen {name}" for name in (*FLOWERS, *MEADOW_FLOWERS)),
    *(f"Exempelstiftelsen {name}" for name in BERRIES),
)
STREETS = ("Exempelgatan", "Exempelvägen", "Exempeltorget", "Exempelstigen", "Exempelallén", "Exempelbacken")

ALL_SERVICES = ("stom", "rom", "rom2")
# Some leave, some come: the services of every ninth provider; the others deliver all three.
SERVICES = {0: ("stom",), 1: ("stom", "rom"), 2: ("rom", "rom2"), 3: ("rom2",)}
NATIONAL, REGIONAL = (
    8,
    23,
)  # the first eight work everywhere, those up to 23 in a part of the country, the others in a county
PARTS = ("SE1", "SE2", "SE3")


@dataclass(frozen=True, slots=True)
class ExampleProvider:
    """An invented provider: its services, and the part of the country or the county it works in; None is everywhere."""

    name: str
    services: tuple[str, ...]
    part: str | None
    county: str | None

    def works_in(self, place: Place) -> bool:
        """Whether it can have an office there."""
        return self.part in (None, place.part) and self.county in (None, place.county)


def providers(counties: list[str]) -> tuple[ExampleProvider, ...]:
    """All of them; those that work in one county are dealt out over `counties`, in order."""
    return tuple(_provider(number, name, counties) for number, name in enumerate(NAMES))


def _provider(number: int, name: str, counties: list[str]) -> ExampleProvider:
    services = SERVICES.get(number % 9, ALL_SERVICES)
    if number < NATIONAL:
        return ExampleProvider(name, services, part=None, county=None)
    if number < REGIONAL:
        return ExampleProvider(name, services, part=PARTS[number % len(PARTS)], county=None)
    return ExampleProvider(name, services, part=None, county=counties[(number - REGIONAL) % len(counties)])
