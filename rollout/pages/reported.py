"""Figures that others have published, as they stand in the sources: told, never computed."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """A published figure with what is known of how it was counted; what is not known is said to be so."""

    value: str
    what: str
    unit: str
    test: str
    definition: str
    day: str
    source: str


REPORTED_FIGURES = (
    ReportedFigure(
        value=_("over 99 %"),
        what=_("of the unemployed had a provider of Stöd och matchning"),
        unit=_("person"),
        test=_("an agreement in the delivery area"),
        definition=_("the whole country"),
        day=_("not stated here"),
        source="Riksrevisionen",
    ),
    ReportedFigure(
        value=_("157 of 290"),
        what=_("municipalities had no provider of Stöd och matchning"),
        unit=_("municipality"),
        test=_("an office there"),
        definition=_("the whole country"),
        day=_("August 2019"),
        source="Arbetet",
    ),
    ReportedFigure(
        value=_("43 %"),
        what=_("of the rural municipalities lack a provider"),
        unit=_("municipality"),
        test=_("definition not published"),
        definition=_("definition not published"),
        day=_("February 2024"),
        source="Ramboll, SKR",
    ),
)
