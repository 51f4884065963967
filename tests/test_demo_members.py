"""The demonstration's sign-ins act for its providers, also where the demonstration is older than the portal."""

import pytest

from providers.models import Membership, Provider
from rollout.demo import people, storage
from rollout.demo.clearing import clear
from tests.factories import make_invitation, make_look, make_membership

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def acting() -> list[tuple[str, str]]:
    return list(Membership.objects.order_by("user__username").values_list("user__username", "role"))


def test_one_sign_in_edits_for_the_largest_provider_and_another_reads_for_the_second():
    sizes = [row.provider.agreements.count() for row in Membership.objects.order_by("user__username")]
    every = sorted((provider.agreements.count() for provider in Provider.objects.filter(is_example=True)), reverse=True)

    assert acting() == [("leverantor", "editor"), ("leverantor2", "reader")]
    assert sizes == every[:2]


def test_an_older_demonstration_gets_its_members_and_the_sign_in_it_lacks():
    people.demo_users().get(username="leverantor2").delete()
    Membership.objects.all().delete()
    Membership.history.all().delete()

    storage.load()

    assert acting() == [("leverantor", "editor"), ("leverantor2", "reader")]


def test_a_member_who_was_removed_by_hand_is_not_brought_back():
    Membership.objects.filter(user__username="leverantor").delete()

    storage.load()

    assert acting() == [("leverantor2", "reader")]


def test_clearing_takes_what_is_private_of_the_examples_along_with_its_past_and_nothing_else():
    provider = Provider.objects.filter(is_example=True).first()
    kept = [make_membership(role="editor"), make_invitation(), make_look()]
    demo_user = people.demo_users().first()
    make_invitation(provider=provider, invited_by=demo_user)
    make_look(provider=provider, by=demo_user)

    clear()

    assert [list(type(row).objects.all()) for row in kept] == [[row] for row in kept]
    assert set(Membership.history.values_list("id", flat=True)) == {kept[0].pk}
