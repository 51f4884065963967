"""The kinds of files that can be imported: one line each, which names the importer and what is asked beside the file.

An importer is a module with `read(path, track)`, `find_problems(rows, …)`, `compare(rows, …)` and `save(changes,
track)`; what it is asked differs a little from kind to kind, and that is told here and nowhere else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from types import ModuleType
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from municipalities.importers.reading import ImportFault, Problem, Track
from rollout.roles import EDIT_PLANS

Answers = Mapping[str, Any]  # what was answered, by the name of the question

TABLES, JSON_FILES = (".xlsx", ".csv"), (".json",)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked beside the file. Its answer is kept as text; `read` makes the value of it again.

    field: makes the field of the form anew each time, since what can be chosen may change.
    """

    name: str
    field: Callable[[], forms.Field]
    read: Callable[[str], Any] = str


def find_problems_alone(importer: ModuleType, rows: Any, answers: Answers, today: date) -> list[Problem]:
    """What is wrong with a file by itself, whatever was answered."""
    return importer.find_problems(rows, today=today)


def compare_alone(importer: ModuleType, rows: Any, answers: Answers) -> Any:
    """What a file changes, asked with the answers as they are."""
    return importer.compare(rows, **answers)


def save_alone(importer: ModuleType, changes: Any, track: Track, by: AbstractBaseUser | None) -> None:
    """Save what was compared; who did it, `municipalities.kept.recording` knows."""
    importer.save(changes, track)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    module: the importer. header: a header by which its table is found; "" where the file is no table. permission: what
    somebody must be allowed to do beside importing. template: the name, with its module, of a function that takes
    "csv" or "xlsx" and returns the bytes of a file to begin with; "" where there is none.
    """

    key: str
    title: Promise
    about: Promise
    module: str
    header: str = ""
    endings: tuple[str, ...] = TABLES
    questions: tuple[Question, ...] = ()
    find_problems: Callable[[ModuleType, Any, Answers, date], list[Problem]] = find_problems_alone
    compare: Callable[[ModuleType, Any, Answers], Any] = compare_alone
    save: Callable[[ModuleType, Any, Track, AbstractBaseUser | None], None] = save_alone
    permission: str = ""
    template: str = ""

    @property
    def importer(self) -> ModuleType:
        """The module that knows the file; imported when it is first needed, since the menu asks for no file."""
        return import_module(self.module)

    def template_file(self, ending: str) -> bytes:
        """The file to begin with. Raises KeyError where there is none."""
        if not self.template:
            raise KeyError(self.key)
        module, name = self.template.rsplit(".", 1)
        return getattr(import_module(module), name)(ending)

    def values(self, answers: Mapping[str, str]) -> dict[str, Any]:
        """The answers as values. Raises ValueError for text that is none."""
        return {question.name: question.read(answers.get(question.name, "")) for question in self.questions}


# --- What is asked ---------------------------------------------------------------------------------------------------


def _service_field() -> forms.Field:
    from providers.models import Service

    services = Service.objects.filter(is_example=False).order_by("starts_on", "code")
    return forms.ChoiceField(
        label=_("Service"),
        required=False,
        choices=[("", _("The newest that had started by then")), *((each.code, each.name) for each in services)],
    )


def _day_field() -> forms.Field:
    return forms.DateField(
        label=_("Day of the file"),
        help_text=_("The day on which it was saved: what it says holds from then on."),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the day as year-month-day, such as 2021-09-28.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _gone_field() -> forms.Field:
    return forms.ChoiceField(
        label=_("What the file no longer has"),
        help_text=_("Of the classifications or areas that the file names."),
        required=False,
        choices=[("", _("Stays as it is")), ("yes", _("Is taken out"))],
    )


def _end_field() -> forms.Field:
    return forms.DateField(
        label=_("Last day of what the file no longer has"),
        help_text=_("Empty: it stays as it is."),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the day as year-month-day, such as 2021-09-28.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _plan_field() -> forms.Field:
    from rollout.models import Plan

    drafts = Plan.objects.versions().filter(stage__in=[Plan.Stage.DRAFT, Plan.Stage.IN_REVIEW])
    drafts = drafts.select_related("from_service", "to_service").order_by("-pk")
    return forms.ChoiceField(label=_("Draft"), choices=[(each.pk, f"{each} {each.name}".strip()) for each in drafts])


def _day_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


SERVICE = Question("service", _service_field)
DAY = Question("on", _day_field, date.fromisoformat)
REMOVE_GONE = Question("remove_gone", _gone_field, bool)
END_GONE_ON = Question("end_gone_on", _end_field, _day_or_none)
PLAN = Question("plan", _plan_field, int)


# --- How the importers are asked that are asked in another way -------------------------------------------------------


def _compare_of_service(importer: ModuleType, rows: Any, answers: Answers) -> Any:
    return importer.compare(rows, service=importer.choose(rows, answers["service"] or None))


def _find_problems_of_day(importer: ModuleType, rows: Any, answers: Answers, today: date) -> list[Problem]:
    return importer.find_problems(rows, on=answers["on"], today=today)


def _compare_listing(importer: ModuleType, rows: Any, answers: Answers) -> Any:
    from providers.importers.agreements import choose_service

    service = choose_service(answers["service"] or None, on=answers["on"])
    return importer.compare(rows, service=service, on=answers["on"])


def _compare_plan(importer: ModuleType, rows: Any, answers: Answers) -> Any:
    from rollout.models import Plan

    plan = Plan.objects.versions().select_related("from_service", "to_service").filter(pk=answers["plan"]).first()
    if plan is None:
        raise ImportFault(_("The plan has been removed."))
    return importer.compare(rows, plan=plan)


def _save_as(importer: ModuleType, changes: Any, track: Track, by: AbstractBaseUser | None) -> None:
    importer.save(changes, track, by=by)


KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind(
            key="offices-listed",
            title=_("AF’s provider search"),
            about=_("A saved search, as JSON: which agreements were listed on a day, and where their offices were."),
            module="providers.importers.offices",
            endings=JSON_FILES,
            questions=(DAY, SERVICE),
            find_problems=_find_problems_of_day,
            compare=_compare_listing,
        ),
        Kind(
            key="results",
            title=_("Result follow-up"),
            about=_("AF’s workbook with a row for each agreement and month: results, participants, rating."),
            module="providers.importers.results",
            template="rollout.imports.templates.results",
            header="KA-NUMMER",
            questions=(SERVICE,),
            compare=_compare_of_service,
        ),
        Kind(
            key="ratings",
            title=_("Ratings over time"),
            about=_("AF’s workbook with a row for each agreement and a column for each month."),
            module="providers.importers.ratings",
            template="rollout.imports.templates.ratings",
            header="Ka-Nummer",
            questions=(SERVICE,),
            compare=_compare_of_service,
        ),
        Kind(
            key="unemployment",
            title=_("Unemployed"),
            about=_("The unemployed of each municipality, month by month."),
            module="providers.importers.unemployment",
            template="rollout.imports.templates.unemployment",
            header="ARBETSLÖSA",
        ),
        Kind(
            key="participants",
            title=_("Participants"),
            about=_("The participants of each service in each municipality, or in the country, month by month."),
            module="providers.importers.participants",
            template="rollout.imports.templates.participants",
            header="DELTAGARE",
        ),
        Kind(
            key="municipalities",
            title=_("Municipalities"),
            about=_("A row for each municipality: name, inhabitants in a year, a point."),
            module="municipalities.importers.municipality_files",
            header="KOMMUNKOD",
            template="rollout.imports.templates.municipalities",
        ),
        Kind(
            key="classes",
            title=_("Classifications"),
            about=_("A row for each municipality and its class, such as SKR’s groups of municipalities."),
            module="municipalities.importers.class_files",
            header="INDELNING",
            questions=(REMOVE_GONE,),
            template="rollout.imports.templates.classes",
        ),
        Kind(
            key="areas",
            title=_("Delivery areas"),
            about=_("A row for each delivery area and municipality."),
            module="providers.importers.area_files",
            header="TJÄNST",
            questions=(REMOVE_GONE,),
            template="rollout.imports.templates.areas",
        ),
        Kind(
            key="agreements",
            title=_("Agreements"),
            about=_("A row for each agreement: provider, service, delivery area, days."),
            module="providers.importers.agreement_files",
            header="KA-NUMMER",
            questions=(END_GONE_ON,),
            template="rollout.imports.templates.agreements",
        ),
        Kind(
            key="offices",
            title=_("Offices"),
            about=_("A row for each office of any provider: agreement, address, coordinate, days."),
            module="providers.importers.office_rows",
            header="KA-NUMMER",
            questions=(END_GONE_ON,),
            template="rollout.imports.templates.offices",
        ),
        Kind(
            key="plan",
            title=_("Rows of a plan"),
            about=_("Which municipality or area switches in which phase, and the days of the phases, into a draft."),
            module="rollout.importers.plan_files",
            header="ETAPP",
            questions=(PLAN,),
            compare=_compare_plan,
            save=_save_as,
            permission=EDIT_PLANS,
            template="rollout.imports.templates.plan",
        ),
    )
}


def kind_of_importer(module: str) -> Kind | None:
    """The kind whose importer a module is; None where it is that of none."""
    return next((kind for kind in KINDS.values() if kind.module == module), None)
