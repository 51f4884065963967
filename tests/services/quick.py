"""Settings for tests: what is quick on a server, where it is done once, and slow where each test begins anew."""

from django.conf import settings

from tests.services import keys


def be_quick() -> None:
    """Have this process spare itself what shows nothing."""
    settings.WHITENOISE_AUTOREFRESH = True  # else every client in a test looks at all files that have been collected
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real ones are slow on purpose
    keys.look_at_what_was_written()
