"""The lists of the pages of coverage and follow-up, beside the files that these have at addresses of their own."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from rollout.pages.lists.frame import Column, Listing


def _whole(number: object) -> int | None:
    return None if number is None else int(number)


def _of_groups(context: Mapping) -> tuple[Column, ...]:
    title = str(context["measure"].title)
    return (
        Column(gettext_lazy("Name"), lambda bar: bar["name"]),
        Column(gettext_lazy("Figure"), lambda bar: bar["words"]),
        Column(gettext_lazy("Value"), lambda bar: bar["figure"].value),
        Column(gettext_lazy("Numerator"), lambda bar: bar["figure"].part),
        Column(gettext_lazy("Denominator"), lambda bar: bar["figure"].whole),
        Column(gettext_lazy("Not known"), lambda bar: bar["figure"].missing),
        Column(gettext_lazy("Measure"), lambda bar: title),
    )


COMPARED = Listing(
    key="jamforelse",
    title=gettext_lazy("Compared, the worst first"),
    columns=_of_groups,
    rows=lambda context: context["bars"]["bars"],
)
ACCESS = Listing(
    key="platser",
    title=gettext_lazy("Participants’ share of the unemployed, place by place"),
    columns=(
        Column(gettext_lazy("Place"), lambda line: line["name"]),
        Column(gettext_lazy("Share"), lambda line: line["numbers"][0]),
        Column(gettext_lazy("Participants"), lambda line: _whole(line["numbers"][1])),
        Column(gettext_lazy("Unemployed"), lambda line: _whole(line["numbers"][2])),
        Column(gettext_lazy("Municipalities counted"), lambda line: int(line["known"])),
        Column(gettext_lazy("Municipalities"), lambda line: int(line["municipalities"])),
    ),
    rows=lambda context: (context["access"] or {"lines": []})["lines"],
    counted=gettext_lazy("Counted over the municipalities where neither number is masked or missing."),
)
