"""How the services cut the country into delivery areas, and which providers are at work in each. Pure."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from rollout.demo.country import Country, PhaseDays, Place, by_pull
from rollout.demo.dice import Dice
from rollout.demo.eras import ERAS, FIRST_DAY, ROM2_STARTS, ROM_ENDS, Era, levels
from rollout.demo.names import ExampleProvider
from rollout.demo.rows import Area

Places = tuple[Place, ...]
Levels = Mapping[str, int]
Panel = tuple[ExampleProvider, ...]

FEWEST_IN_AN_AREA = 2
LOCAL_FIRST = 0.6


@dataclass(frozen=True, slots=True)
class Market:
    """A delivery area at work.

    real: the area is one of the facts, not invented.
    levels: how many providers have an office in a municipality, by code.
    panel: the providers that get an agreement, the steadiest first.
    notice: the days of the phase that ends the service.
    """

    area: Area
    real: bool
    places: Places
    levels: Levels
    panel: Panel
    starts_on: date
    ends_on: date | None
    notice: PhaseDays | None

    @property
    def service(self) -> str:
        """The code of the service."""
        return self.area.service

    @property
    def steady(self) -> Panel:
        """The better half of the panel: there from the first day to the last."""
        return self.panel[: max(FEWEST_IN_AN_AREA, (len(self.panel) + 1) // 2)]


def markets(country: Country, providers: Panel) -> list[Market]:
    """Every area of every service, service by service, in order of name."""
    made = []
    for era in ERAS:
        make, wanted = MAKERS[era.service], levels(era, country)
        for area, places in sorted(_areas(era, country).items()):
            here = {place.code: wanted[place.code] for place in places}
            panel = _panel(era, places, providers, max(here.values()))
            made.append(make(area, tuple(places), here, panel, country.phases[places[0].phase]))
    return made


def _areas(era: Era, country: Country) -> dict[str, list[Place]]:
    """The municipalities of each area, by its name."""
    name_of, found = NAMES_OF_AREAS[era.service](country), defaultdict(list)
    for place in country.places:
        found[name_of(place)].append(place)
    return found


def _panel(era: Era, places: list[Place], providers: Panel, most: int) -> Panel:
    """As many providers as the largest municipality takes, two at least; in a county much the same in all eras.

    Those that work in one county only are sooner at hand there.
    """
    seat = by_pull(places)[-1].county
    willing = [one for one in providers if era.service in one.services and any(map(one.works_in, places))]
    willing.sort(key=lambda one: Dice("panel", seat, one.name).share() * (LOCAL_FIRST if one.county else 1))
    return tuple(willing[: max(FEWEST_IN_AN_AREA, most)])


# --- What differs between the services --------------------------------------------------------------------------------


def _names_of_stom(country: Country) -> Callable[[Place], str]:
    """Counties, cut where a phase cuts them, since all agreements of an area end on one day."""
    phases = defaultdict(set)
    for place in country.places:
        phases[place.county].add(place.phase)

    def name(place: Place) -> str:
        parts = sorted(phases[place.county])
        part = f" {parts.index(place.phase) + 1}" if len(parts) > 1 else ""
        return f"Exempelområde {place.county_name}{part}"

    return name


def _names_of_rom(country: Country) -> Callable[[Place], str]:
    """The real areas."""
    return lambda place: place.area


def _names_of_rom2(country: Country) -> Callable[[Place], str]:
    """Counties."""
    return lambda place: f"Exempelområde RoM 2 {place.county_name}"


def _market_of_stom(name: str, places: Places, here: Levels, panel: Panel, phase: PhaseDays) -> Market:
    """From the first day of the demonstration to the last contract day of the phase."""
    area = Area("stom", name, tuple(place.code for place in places))
    return Market(area, False, places, here, panel, FIRST_DAY, phase.last_contract_day_on, notice=phase)


def _market_of_rom(name: str, places: Places, here: Levels, panel: Panel, phase: PhaseDays) -> Market:
    """From the start of the phase to a day in autumn 2023."""
    ends_on = Dice("end of RoM", name).pick(ROM_ENDS)
    return Market(Area("rom", name), True, places, here, panel, phase.new_service_starts_on, ends_on, notice=None)


def _market_of_rom2(name: str, places: Places, here: Levels, panel: Panel, phase: PhaseDays) -> Market:
    """Without end, and without municipalities: which ones an area holds is not known of the real ones either."""
    return Market(Area("rom2", name), False, places, here, panel, ROM2_STARTS, None, notice=None)


NAMES_OF_AREAS = {"stom": _names_of_stom, "rom": _names_of_rom, "rom2": _names_of_rom2}
MAKERS = {"stom": _market_of_stom, "rom": _market_of_rom, "rom2": _market_of_rom2}
