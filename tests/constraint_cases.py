"""What the database refuses and what lies just inside the border: rows, and the changes that somebody makes to them."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from providers.models import Agreement, Office
from tests import factories as make

JANUARY = {"starts_on": date(2021, 1, 1), "ends_on": date(2021, 1, 31)}


def january_agreement(**values) -> Agreement:
    return make.make_agreement(**{**JANUARY, **values})


def beside_january(**days):
    """An agreement of the same provider in the same area as one for January 2021, but with other days."""
    return lambda row: {"provider": january_agreement(area=row.area).provider, **days}


def january_office(**values) -> Office:
    return make.make_office(
        **{"address_id": "17", "opens_on": date(2021, 1, 1), "closes_on": date(2021, 1, 31), **values}
    )


def at_the_january_office(**days):
    return lambda row: {"agreement": january_office().agreement, "address_id": "17", **days}


def always(**values):
    """Changes that do not depend on the row."""
    return lambda row: values


OVERLAP = "The provider already has an agreement in this area on some of these days."
OFFICE = "The agreement already has this office on some of these days."
BOTH_OPEN = "Both services would be open for referral on the same day."
PHASE_BOTH_OPEN = "The last referral day must come before the new service starts."
NOT_BEFORE = "The last day cannot come before the first."
MONTH = "A month is given by its first day."
RATING = "A rating is 1, 2, 3 or 4."
SHARE = "A weighted result lies between 0 and 1."
MASKED = "A masked count has no number."
UNSOURCED = "A figure that is no example needs a source."
COUNTRY_TWICE = "There is already a national figure for this month."
OTHER_SERVICE = "The area belongs to another service."
STUDY_SHARE = "A share lies between 0 and 1: 43 per cent is 0.43."
STUDY_PART = "A part comes with what it is out of, and is no more than that."
STUDY_DAY = "Give the day together with how exact it is, or neither."
OBSERVED = "Every provider that is listed has an office, and every office a provider."
OTHER_PLAN = "The phase belongs to another plan."


def in_another_phase(row):
    return make.make_phase_area(phase=make.make_phase(row.plan))


def country_participants():
    """Those of the country in January, beside those of February."""
    make.make_participants(municipality=None, period=date(2026, 2, 1))
    return make.make_participants(municipality=None)


@dataclass(frozen=True)
class Case:
    """A row, and changes to it that the database refuses with a message, or accepts."""

    about: str
    row: object
    changes: object
    message: str = ""


# The agreement or office that is there already has all of January 2021; phase 2 starts on 2021-09-29.
REFUSED = [
    Case("from its last day", make.make_agreement, beside_january(starts_on=date(2021, 1, 31)), OVERLAP),
    Case(
        "until its first day",
        make.make_agreement,
        beside_january(starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1)),
        OVERLAP,
    ),
    Case("the same days", make.make_agreement, beside_january(**JANUARY), OVERLAP),
    Case(
        "inside it",
        make.make_agreement,
        beside_january(starts_on=date(2021, 1, 10), ends_on=date(2021, 1, 10)),
        OVERLAP,
    ),
    Case("around it", make.make_agreement, beside_january(starts_on=date(2020, 1, 1)), OVERLAP),
    Case("without days", make.make_agreement, beside_january(starts_on=None, ends_on=None), OVERLAP),
    Case(
        "open at the start until its first day",
        make.make_agreement,
        beside_january(starts_on=None, ends_on=date(2021, 1, 1)),
        OVERLAP,
    ),
    Case("an office from its last day", make.make_office, at_the_january_office(opens_on=date(2021, 1, 31)), OFFICE),
    Case("an agreement's last day", january_agreement, always(ends_on=date(2020, 12, 31)), NOT_BEFORE),
    Case("an office's last day", january_office, always(closes_on=date(2020, 12, 31)), NOT_BEFORE),
    Case(
        "a phase with both open on one day",
        make.make_phase,
        always(last_referral_on=date(2021, 9, 29)),
        PHASE_BOTH_OPEN,
    ),
    Case("a switch with both open on one day", make.make_switch, always(last_referral_on=date(2021, 9, 29)), BOTH_OPEN),
    Case(
        "referral that actually went on too long",
        make.make_switch,
        always(actual_last_referral_on=date(2021, 9, 29)),
        BOTH_OPEN,
    ),
    Case(
        "a start that actually came too early",
        make.make_switch,
        always(actual_new_service_starts_on=date(2021, 9, 28)),
        BOTH_OPEN,
    ),
    Case(
        "a code of another county",
        make.make_municipality,
        lambda row: {"county": make.make_county("91")},
        "The code of a municipality begins with the code of its county.",
    ),
    Case(
        "a second class of a classification",
        make.make_class_membership,
        lambda row: {"municipality": make.make_class_membership(classification=row.classification).municipality},
        "The municipality already has a class in this classification.",
    ),
    Case(
        "a class of another classification",
        make.make_class_membership,
        lambda row: {"municipality_class": make.make_class()},
        "The class belongs to another classification.",
    ),
    Case(
        "a second area of a service",
        make.make_area_membership,
        lambda row: {"municipality": make.make_area_membership().municipality},
        "The municipality already lies in an area of this service.",
    ),
    Case(
        "a member of another service's area",
        make.make_area_membership,
        lambda row: {"area": make.make_area(service=make.make_service("stom"))},
        OTHER_SERVICE,
    ),
    Case(
        "an agreement in another service's area",
        make.make_agreement,
        lambda row: {"area": make.make_area(service=make.make_service("stom"))},
        OTHER_SERVICE,
    ),
    Case(
        "a provider left out twice",
        make.make_left_out,
        lambda row: {"plan": make.make_left_out(provider=row.provider).plan},
        "The provider is left out of the scenario already.",
    ),
    Case(
        "an area's name twice in a service",
        make.make_area,
        lambda row: {"name": make.make_area().name},
        "The service already has an area of this name.",
    ),
    Case(
        "a second phase of an area",
        make.make_phase_area,
        lambda row: {"area": in_another_phase(row).area},
        "The area is already in a phase of this plan.",
    ),
    Case("an area in another plan's phase", make.make_phase_area, lambda row: {"phase": make.make_phase()}, OTHER_PLAN),
    Case("a switch in another plan's phase", make.make_switch, lambda row: {"phase": make.make_phase()}, OTHER_PLAN),
    Case(
        "a second switch of a municipality",
        make.make_switch,
        lambda row: {"municipality": make.make_switch(row.phase).municipality},
        "The municipality already has a switch in this plan.",
    ),
    Case(
        "a second published version",
        make.make_plan,
        lambda row: {"stage": make.make_plan(stage="published").stage, "published_at": make.PUBLISHED_AT},
        "Another version of this plan is published.",
    ),
    Case(
        "a published version without its moment",
        make.make_plan,
        always(stage="published"),
        "A published version needs the moment of its publication.",
    ),
    Case(
        "a superseded version without its end",
        make.make_plan,
        always(stage="superseded", published_at=make.PUBLISHED_AT),
        "A superseded version needs the moment at which it was superseded.",
    ),
    Case(
        "a version superseded as it was published",
        make.make_plan,
        always(stage="superseded", published_at=make.PUBLISHED_AT, superseded_at=make.PUBLISHED_AT),
        "A version is superseded after it was published.",
    ),
    Case(
        "a scenario with a version",
        make.make_plan,
        lambda row: {"owner": make.make_user()},
        "A scenario is a private draft and has no version.",
    ),
    Case(
        "a draft without a version",
        make.make_plan,
        always(version=None),
        "A plan that is not a scenario has a version.",
    ),
    Case(
        "a milestone that ends before it starts",
        make.make_milestone,
        lambda row: {"until": row.on - timedelta(days=1)},
        NOT_BEFORE,
    ),
    Case(
        "a plan from a service to itself",
        make.make_plan,
        lambda row: {"to_service": row.from_service},
        "A plan goes from one service to another.",
    ),
    Case("a rating of 0", make.make_rating, always(value=0), RATING),
    Case("a rating of 5", make.make_rating, always(value=5), RATING),
    Case("a listed rating of 5", make.make_listed_agreement, always(rating=5), RATING),
    Case("a result's rating of 5", make.make_result, always(rating=5), RATING),
    Case("more than all", make.make_result, always(weighted_result=Decimal("1.0001")), SHARE),
    Case("less than none", make.make_result, always(weighted_result=Decimal("-0.0001")), SHARE),
    Case("a rating in mid-month", make.make_rating, always(period=date(2025, 1, 2)), MONTH),
    Case("a result in mid-month", make.make_result, always(period=date(2025, 1, 31)), MONTH),
    Case(
        "a statement without a day or words",
        make.make_day_statement,
        always(day=None, wording=""),
        "Give a day or the wording of the source.",
    ),
    Case("a figure without a source", make.make_study_figure, always(source=None), "This field is required."),
    Case("a share of 43", make.make_study_figure, always(number=Decimal("43")), STUDY_SHARE),
    Case("a share below 0", make.make_study_figure, always(number=Decimal("-0.0001")), STUDY_SHARE),
    Case(
        "words with a number", make.make_study_figure, always(form="words"), "What is published in words has no number."
    ),
    Case("a part of nothing", make.make_study_figure, always(part=157), STUDY_PART),
    Case("a part above its whole", make.make_study_figure, always(part=291, whole=290), STUDY_PART),
    Case("a day that may be a year", make.make_study_figure, always(on=date(2022, 1, 1)), STUDY_DAY),
    Case("exact to the month of no day", make.make_study_figure, always(precision="month"), STUDY_DAY),
    Case(
        "a municipality observed twice a day",
        make.make_observed,
        lambda row: {"municipality": make.make_observed().municipality},
        "The municipality was observed on this day already.",
    ),
    Case("a provider without an office", make.make_observed, always(offices=0), OBSERVED),
    Case("an office of nobody", make.make_observed, always(providers=0), OBSERVED),
    Case(
        "a provider's name in other letters",
        make.make_provider,
        lambda row: {"name": make.make_provider(name="Exempel Ab").name.upper(), "search_key": "exempel ab"},
        "There is a provider of this name already.",
    ),
    Case("masked unemployment with a number", make.make_unemployment, always(is_masked=True), MASKED),
    Case("masked participants with a number", make.make_participants, always(is_masked=True), MASKED),
    Case("unemployment of a day", make.make_unemployment, always(period=date(2026, 1, 2)), MONTH),
    Case("participants of a day", make.make_participants, always(period=date(2026, 1, 2)), MONTH),
    Case("real unemployment without a source", make.make_unemployment, always(is_example=False), UNSOURCED),
    Case("real participants without a source", make.make_participants, always(is_example=False), UNSOURCED),
    Case("the country twice in a month", country_participants, always(period=date(2026, 2, 1)), COUNTRY_TWICE),
]

ACCEPTED = [
    Case("from the day after its last", make.make_agreement, beside_january(starts_on=date(2021, 2, 1))),
    Case(
        "until the day before its first",
        make.make_agreement,
        beside_january(starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31)),
    ),
    Case(
        "open at the start until the day before its first",
        make.make_agreement,
        beside_january(starts_on=None, ends_on=date(2020, 12, 31)),
    ),
    Case("another provider", make.make_agreement, lambda row: {**JANUARY, "area": january_agreement().area}),
    Case("another area", make.make_agreement, lambda row: {**JANUARY, "provider": january_agreement().provider}),
    Case(
        "without an area",
        make.make_agreement,
        lambda row: {**JANUARY, "provider": january_agreement(area=None).provider, "area": None},
    ),
    Case("an office from the day after", make.make_office, at_the_january_office(opens_on=date(2021, 2, 1))),
    Case(
        "an office without an address id",
        make.make_office,
        lambda row: {"agreement": january_office(address_id=None).agreement, "opens_on": date(2021, 1, 1)},
    ),
    Case("an agreement of one day", january_agreement, always(ends_on=date(2021, 1, 1))),
    Case("an office of one day", january_office, always(closes_on=date(2021, 1, 1))),
    Case("a phase without a gap", make.make_phase, always(last_referral_on=date(2021, 9, 28))),
    Case("a phase without days", make.make_phase, always(last_referral_on=None, new_service_starts_on=None)),
    Case("a switch without a gap", make.make_switch, always(last_referral_on=date(2021, 9, 28))),
    Case(
        "a plan that clashed, with actual days that do not",
        lambda: make.make_switch(actual_last_referral_on=date(2021, 9, 28)),
        always(last_referral_on=date(2021, 9, 29)),
    ),
    Case("a switch without days", make.make_switch, always(last_referral_on=None)),
    Case(
        "an area of another service",
        lambda: make.make_area_membership(area=make.make_area(service=make.make_service("stom"))),
        lambda row: {"municipality": make.make_area_membership().municipality},
    ),
    Case(
        "a class of another classification",
        make.make_class_membership,
        lambda row: {"municipality": make.make_class_membership().municipality},
    ),
    Case(
        "a published version of another chain",
        lambda: make.make_plan(from_service=make.make_service("rom"), to_service=make.make_service("rom2")),
        lambda row: {"stage": make.make_plan(stage="published").stage, "published_at": make.PUBLISHED_AT},
    ),
    Case(
        "a superseded version",
        make.make_plan,
        always(
            stage="superseded", published_at=make.PUBLISHED_AT, superseded_at=make.PUBLISHED_AT + timedelta(seconds=1)
        ),
    ),
    Case("a scenario", make.make_plan, lambda row: {"owner": make.make_user(), "version": None}),
    Case("a milestone of one day", make.make_milestone, lambda row: {"until": row.on}),
    Case("a rating of 1", make.make_rating, always(value=1)),
    Case("a rating of 4", make.make_rating, always(value=4)),
    Case("a missing rating", make.make_rating, always(value=None)),
    Case("none", make.make_result, always(weighted_result=Decimal(0))),
    Case("all", make.make_result, always(weighted_result=Decimal(1))),
    Case("a missing risk", make.make_result, always(risks_termination=None)),
    Case("a rating of another month", make.make_rating, always(period=date(2025, 2, 1))),
    Case("a statement in words", make.make_day_statement, always(day=None, wording="i början av september")),
    Case("masked participants", make.make_participants, always(is_masked=True, participants=None)),
    Case("missing unemployment", make.make_unemployment, always(unemployed=None)),
    Case(
        "real unemployment beside an example of the month",
        make.make_unemployment,
        lambda row: {
            "municipality": make.make_unemployment().municipality,
            "is_example": False,
            "source": make.make_source(),
        },
    ),
    Case(
        "participants of another service",
        make.make_participants,
        lambda row: {"municipality": make.make_participants(service=make.make_service("rom")).municipality},
    ),
    Case("a share of all", make.make_study_figure, always(number=Decimal("1"), part=290, whole=290)),
    Case("a share of none", make.make_study_figure, always(number=Decimal("0"), part=0, whole=290)),
    Case("a count above 1", make.make_study_figure, always(form="count", number=Decimal("23"))),
    Case("words without a number", make.make_study_figure, always(form="words", number=None)),
    Case("a month", make.make_study_figure, always(on=date(2019, 8, 1), precision="month")),
    Case(
        "a municipality observed on another day",
        make.make_observed,
        lambda row: {"municipality": make.make_observed(on=date(2024, 12, 3)).municipality},
    ),
    Case("observed to be none", make.make_observed, always(offices=0, providers=0)),
    Case("two offices of a provider", make.make_observed, always(offices=2)),
]
