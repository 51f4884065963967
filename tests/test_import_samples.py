"""The real files go through whole: in any order, once or twice, with the counts worked out beside the program."""

import re
from datetime import date

import pytest

from municipalities.models import ClassMembership, Municipality
from municipalities.versions import current_version
from providers.models import Agreement, DeliveryArea, ListedAgreement, Office, Provider, Rating, Result
from tests.import_files import every_row, run

pytestmark = [pytest.mark.django_db, pytest.mark.samples, pytest.mark.usefixtures("country")]
OFFICES, RESULTS = "af_sokleverantor_2025-03-01.json", "af_rom_results_2026_01.xlsx"
DAY = date(2025, 3, 1)


def import_offices(samples) -> str:
    return run("import_offices", samples / OFFICES, on=DAY)


def import_results(samples) -> str:
    return run("import_results", samples / RESULTS)


def with_an_office() -> set[str]:
    listed = Office.objects.open(on=DAY).on_site().filter(municipality__isnull=False)
    return set(listed.values_list("municipality_id", flat=True))


@pytest.mark.once
def test_the_provider_search_holds_1060_agreements_with_1743_offices(samples):
    out = import_offices(samples)

    assert (Agreement.objects.count(), ListedAgreement.objects.count(), Office.objects.count()) == (1060, 1060, 1743)
    assert ListedAgreement.objects.filter(rating__isnull=True).count() == 272
    assert set(Agreement.objects.values_list("service_id", "area_id", "starts_on")) == {("rom2", None, None)}
    assert "remarks" not in out


@pytest.mark.once
def test_62_of_290_municipalities_have_no_office_and_16_of_the_56_rural_ones(samples):
    import_offices(samples)

    rural = ClassMembership.objects.filter(municipality_class__code__in=["C8", "C9"])
    codes = set(rural.values_list("municipality_id", flat=True))
    assert (Municipality.objects.count() - len(with_an_office()), len(codes - with_an_office()), len(codes)) == (
        62,
        16,
        56,
    )


@pytest.mark.once
def test_110_offices_are_placed_in_the_nearest_municipality_and_none_abroad(samples):
    import_offices(samples)

    assert Office.objects.filter(placed="nearest").count() == 110
    assert Office.objects.filter(placed="inside").count() == 1743 - 110


@pytest.mark.once
def test_the_result_follow_up_holds_925_rows_in_69_areas(samples):
    import_results(samples)

    assert (Result.objects.count(), Result.objects.filter(rating__isnull=True).count()) == (925, 220)
    assert (Agreement.objects.count(), DeliveryArea.objects.filter(service="rom2").count()) == (925, 69)
    assert not Agreement.objects.filter(area__isnull=True).exists()
    assert not Rating.objects.exists()


@pytest.mark.once
@pytest.mark.parametrize("order", [(import_offices, import_results), (import_results, import_offices)])
def test_both_files_go_together_in_either_order(samples, order):
    told = [import_file(samples) for import_file in order]

    assert (Agreement.objects.count(), Office.objects.count(), Result.objects.count()) == (1063, 1743, 925)
    assert Agreement.objects.filter(area__isnull=True).count() == 138
    assert len(re.findall("the provider is known as", told[1])) == 76
    assert len(with_an_office()) == 228


def test_both_files_twice_are_both_files_once(samples):
    import_offices(samples)
    import_results(samples)
    before, version, providers = every_row(), current_version(), Provider.objects.count()

    told = import_offices(samples) + import_results(samples)

    assert (every_row() == before, current_version(), Provider.objects.count()) == (True, version, providers)
    assert told.count("Nothing was changed") == 2
