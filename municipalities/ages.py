"""Which ages the unemployed of a month are counted among. Pure.

Arbetsförmedlingen counts those aged 16–64 to the end of 2022, 16–65 from 2023 and 16–66 from 2026, as the retirement
age goes up. So the series breaks in January 2023 and January 2026: across a break, numbers are not compared.
"""

from datetime import date

AGE_RANGES = ((date(2026, 1, 1), "16–66"), (date(2023, 1, 1), "16–65"), (date.min, "16–64"))


def age_range(period: date) -> str:
    """The ages that the unemployed of a month are counted among, such as "16–64"."""
    return next(ages for starts_on, ages in AGE_RANGES if period >= starts_on)
