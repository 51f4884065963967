"""Users, whatever they are for."""

from django.contrib.auth import get_user_model

from tests.factories.counting import numbers


def make_user(**values):
    """A user without any rights; no password, so that tests sign in by `client.force_login`."""
    return get_user_model().objects.create(**{"username": f"example-{next(numbers)}", **values})


def make_admin(**values):
    """A user who may do everything in the admin."""
    return make_user(**{"is_staff": True, "is_superuser": True, **values})
