"""The project's own facts as the database has them after loading: every day, count and source against the domain's.

Of the plan the published version; the one before it is in `test_facts_history.py`.
"""

from datetime import date

import pytest
from django.db.models import Count, Sum

from municipalities.models import (
    Classification,
    ClassMembership,
    County,
    Municipality,
    RuralDefinition,
)
from providers.models import AreaMembership, DeliveryArea, Service
from rollout.models import DAY_FIELDS, DayStatement, Phase, PhaseArea, Plan, Switch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


@pytest.mark.parametrize(
    ("model", "expected"),
    [(County, 21), (Municipality, 290), (Service, 3), (Plan, 2), (Phase, 8), (DeliveryArea, 69), (Switch, 580)],
)
def test_the_country_and_the_plan_are_loaded_whole(model, expected):
    assert model.objects.count() == expected


def published(number: int) -> Phase:
    """A phase of the version that applies."""
    return Phase.objects.get(plan__stage=Plan.Stage.PUBLISHED, number=number)


def switches():
    """The switches of the version that applies."""
    return Switch.objects.filter(plan__stage=Plan.Stage.PUBLISHED)


def test_the_services_follow_on_one_another():
    chain = [(service.code, service.predecessor_id) for service in Service.objects.all()]

    assert chain == [("stom", None), ("rom", "stom"), ("rom2", "rom")]


@pytest.mark.parametrize(
    ("code", "expected"), [("stom", None), ("rom", date(2020, 3, 30)), ("rom2", date(2023, 4, 17))]
)
def test_a_service_starts_on_its_stated_day(code, expected):
    assert Service.objects.get(code=code).starts_on == expected


def test_the_plan_is_the_one_published_version_from_the_old_service_to_the_new():
    plan = Plan.objects.get(stage=Plan.Stage.PUBLISHED)

    assert (plan.from_service_id, plan.to_service_id, plan.is_example) == ("stom", "rom", False)


@pytest.mark.parametrize(
    ("phase", "municipalities", "areas", "so_far"),
    [(0, 32, 6, 32), (1, 53, 14, 85), (2, 101, 9, 186), (3, 104, 40, 290)],
)
def test_a_phase_has_the_municipalities_and_areas_published_for_it(phase, municipalities, areas, so_far):
    found = published(phase)

    assert found.switches.count() == municipalities
    assert found.areas.count() == areas
    assert switches().filter(phase__number__lte=phase).count() == so_far


def test_the_phase_is_stated_for_56_municipalities_and_derived_for_234():
    counts = dict(switches().order_by().values_list("certainty").annotate(Count("id")))

    assert counts == {"stated": 56, "derived": 234}


def test_a_derived_phase_names_the_derivation_as_its_source_and_a_stated_one_a_page():
    pairs = set(switches().order_by().values_list("certainty", "source__publisher"))

    assert pairs == {("derived", "Eget underlag"), ("stated", "Arbetsförmedlingen")}


def test_a_municipality_switches_in_the_phase_of_its_area():
    areas_of = dict(AreaMembership.objects.filter(service="rom").values_list("municipality", "area"))
    phase_of = dict(PhaseArea.objects.filter(plan__stage=Plan.Stage.PUBLISHED).values_list("area", "phase"))

    assert all(
        phase_of[areas_of[municipality]] == phase
        for municipality, phase in switches().values_list("municipality", "phase")
    )


# The five days of each phase and how each is known: s stated, d derived.
DAYS = {
    0: ("2020-03-09 s", "2020-03-12 d", "2020-03-09 s", "2020-06-12 d", "2020-03-30 s"),
    1: ("2021-05-17 d", "2021-05-18 d", "2021-05-17 d", "2021-08-18 d", "2021-05-18 s"),
    2: ("2021-09-28 s", "2021-09-29 s", "2021-09-28 s", "2021-12-29 s", "2021-09-29 s"),
    3: ("2021-12-06 d", "2021-12-07 d", "2021-12-06 s", "2022-03-07 d", "2021-12-07 s"),
}
EVERY_DAY = [
    (phase, field, *told.split()) for phase, days in DAYS.items() for field, told in zip(DAY_FIELDS, days, strict=True)
]


@pytest.mark.parametrize(("phase", "field", "day", "known"), EVERY_DAY)
def test_a_day_of_a_phase_is_the_published_one_with_a_statement_behind_it(phase, field, day, known):
    found = published(phase)

    statement = found.statements.get(field=field, holds=True)
    assert getattr(found, field) == statement.day == date.fromisoformat(day)
    assert statement.certainty == {"s": "stated", "d": "derived"}[known]
    assert bool(statement.method and statement.method_en) == (known == "d")
    assert statement.source.publisher == "Arbetsförmedlingen"


@pytest.mark.parametrize(("phase", "field", "day", "known"), EVERY_DAY)
def test_every_switch_has_the_days_of_its_phase_and_as_actual_only_the_stated_ones(phase, field, day, known):
    pairs = set(switches().filter(phase__number=phase).values_list(field, f"actual_{field}"))

    planned = date.fromisoformat(day)
    assert pairs == {(planned, planned if known == "s" else None)}


def test_the_page_that_disagrees_on_the_start_of_phase_2_is_kept_beside_the_day_that_holds():
    said = published(2).statements.filter(field="new_service_starts_on")

    told = {statement.source.key: (statement.day, statement.wording, statement.holds) for statement in said}
    assert told == {
        "af-2021-09-22": (date(2021, 9, 29), "", True),
        "af-2021-10-01": (None, "i början av september", False),
    }


def test_the_day_of_notice_planned_in_july_2021_is_kept_beside_the_one_that_came_to_hold():
    said = published(2).statements.filter(field="notice_sent_on")

    told = {statement.source.key: (statement.day, statement.holds) for statement in said}
    assert told == {"af-2021-07": (date(2021, 9, 24), False), "af-2021-09-22": (date(2021, 9, 28), True)}


def test_only_the_days_on_which_sources_disagree_have_a_second_statement():
    doubled = DayStatement.objects.filter(holds=False).values_list("phase__number", "field")

    assert set(doubled) == {(2, "notice_sent_on"), (2, "new_service_starts_on")}


@pytest.mark.parametrize("phase", [0, 1, 2, 3])
def test_the_areas_of_phase_3_are_derived_and_all_others_stated(phase):
    certainties = set(published(phase).areas.values_list("certainty", flat=True))

    assert certainties == {"derived" if phase == 3 else "stated"}


@pytest.mark.parametrize(("key", "expected"), [("skr-c8-c9", 56), ("skr-c8", 35), ("degurba-3", 139)])
def test_a_definition_of_rural_holds_its_published_number_of_municipalities(key, expected):
    classes = RuralDefinition.objects.get(key=key).classes.all()

    assert ClassMembership.objects.filter(municipality_class__in=classes).count() == expected


def test_every_municipality_has_one_class_in_each_classification():
    counts = dict(Classification.objects.annotate(members=Count("memberships")).values_list("key", "members"))

    assert counts == {"skr-2023": 290, "degurba": 290}


def test_the_municipalities_have_the_inhabitants_of_2024():
    """10 587 710 was Sweden's population on 31 December 2024 (Statistics Sweden)."""
    assert Municipality.objects.aggregate(sum=Sum("population"))["sum"] == 10_587_710
    assert set(Municipality.objects.values_list("population_year", flat=True).order_by().distinct()) == {2024}


def test_neighbours_are_neighbours_of_each_other_and_nobody_is_their_own():
    Link = Municipality.neighbours.through
    pairs = set(Link.objects.values_list("from_municipality", "to_municipality"))

    assert pairs == {(other, one) for one, other in pairs}
    assert all(one != other for one, other in pairs)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("orebro", ["Örebro"]),
        ("ÖREBRO", ["Örebro"]),
        (" Örebro ", ["Örebro"]),
        ("upplands-bro", ["Upplands-Bro"]),
        ("180", ["Stockholm"]),
        ("0180", ["Stockholm"]),
        ("goteborg", ["Göteborg"]),
        ("malung-salen", ["Malung-Sälen"]),
        ("0000", []),
        ("2511", []),
    ],
)
def test_a_municipality_is_found_as_readers_type_it(query, expected):
    assert [row.name for row in Municipality.objects.matching(query)] == expected


def test_the_municipalities_come_in_the_order_of_the_swedish_alphabet():
    names = list(Municipality.objects.values_list("name", flat=True))

    in_order = ["Ale", "Upplands-Bro", "Upplands Väsby", "Uppsala", "Övertorneå"]
    assert [name for name in names if name in in_order] == in_order
    assert names[0] == "Ale"
    assert names[names.index("Ystad") :] == [
        "Ystad",
        "Åmål",
        "Ånge",
        "Åre",
        "Årjäng",
        "Åsele",
        "Åstorp",
        "Åtvidaberg",
        "Älmhult",
        "Älvdalen",
        "Älvkarleby",
        "Älvsbyn",
        "Ängelholm",
        "Öckerö",
        "Ödeshög",
        "Örebro",
        "Örkelljunga",
        "Örnsköldsvik",
        "Östersund",
        "Österåker",
        "Östhammar",
        "Östra Göinge",
        "Överkalix",
        "Övertorneå",
    ]
