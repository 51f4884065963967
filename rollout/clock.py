"""Today, in Sweden. Read once per request and handed on; nothing else looks at the clock."""

from datetime import date

from django.utils import timezone


def today() -> date:
    """Today's date in Swedish time."""
    return timezone.localdate()
