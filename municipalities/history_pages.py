"""The history of a row in the admin: every kept state with who, when and why, and each field before and after.

Only for reading: the apps take rows back in their own ways. Knows no model; names of related rows are looked up.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format, localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.kept import RowChange, keep_first_states, newest_first, row_changes

STATES_AT_ONCE = 50
MISSING = "–"


class KeptForm(forms.ModelForm):
    """A form that asks why; the answer is kept with what was changed."""

    change_reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Why it is changed. Kept in the history."),
    )


class KeptAdmin(admin.ModelAdmin):
    """An admin page of a model whose rows are kept: asks for a reason, and shows the history with before and after."""

    form = KeptForm
    asks_why = True

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> list:
        """The reason comes last, and only where something can be changed."""
        editable = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        asked = [
            (name, {**options, "fields": [field for field in options["fields"] if field != "change_reason"]})
            for name, options in super().get_fieldsets(request, obj)
        ]
        return [*asked, (None, {"fields": ["change_reason"]})] if editable and self.asks_why else asked

    def save_model(self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool) -> None:
        """Write the row with the reason; of a row that was never kept, its state until now is kept first."""
        obj._change_reason = form.cleaned_data.get("change_reason") or None
        if change:
            keep_first_states(type(obj), [obj.pk])
        super().save_model(request, obj, form, change)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """Every kept state of a row, the latest first; also of one that was removed. A fixed number of queries."""
        key = unquote(object_id)
        obj = self.get_object(request, key)
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        kept = newest_first(self.kept_states(request, key))
        page = Paginator(kept, STATES_AT_ONCE).get_page(request.GET.get("p"))
        if obj is None and not page.paginator.count:
            raise Http404
        title = str(obj) if obj else str(page.object_list[0].instance)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %(row)s") % {"row": title},
            "states": told_states(self.model, list(page)),
            "page": page,
            "page_range": page.paginator.get_elided_page_range(page.number),
            "module_name": capfirst(str(self.opts.verbose_name_plural)),
            "object": obj,
            "opts": self.opts,
            "app_label": self.opts.app_label,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/kept_history.html", context)

    def kept_states(self, request: HttpRequest, key: str) -> models.QuerySet:
        """The kept states of a row that the user may see."""
        try:
            value = self.opts.pk.to_python(key)
        except forms.ValidationError:
            raise Http404 from None
        return self.model.history.model.objects.filter(**{self.opts.pk.attname: value})


def told_states(model: type[models.Model], page: list[models.Model]) -> list[dict]:
    """Kept states as the template shows them."""
    changes = {
        change.kept.history_id: change
        for change in row_changes(model.history.model.objects.filter(history_id__in=[row.history_id for row in page]))
    }
    labels = related_labels(changes.values())
    return [told_state(changes[row.history_id], row, labels) for row in page]


def told_state(change: RowChange, kept: models.Model, labels: dict) -> dict:
    """A kept state: who, when, why, and the fields that became others."""
    what = _("Added") if change.is_addition else _("Removed") if change.is_removal else _("Changed")
    act = getattr(kept, "change", None)
    return {
        "at": kept.history_date,
        "who": kept.history_user or MISSING,
        "what": f"{what}: {act.get_kind_display()}" if act else what,
        "why": kept.history_change_reason or "",
        "fields": [
            {
                "name": capfirst(str(each.field.verbose_name)),
                "before": value_words(each.field, each.before, labels),
                "after": value_words(each.field, each.after, labels),
            }
            for each in change.fields
        ],
    }


def related_labels(changes: Iterable[RowChange]) -> dict[type[models.Model], dict]:
    """What the foreign keys among some changes stand for. A query for each related model."""
    keys: dict[type[models.Model], set] = defaultdict(set)
    for each in (field for change in changes for field in change.fields):
        if each.field.many_to_one:
            keys[each.field.related_model] |= {each.before, each.after} - {None}
    return {model: labels_of(model, some) for model, some in keys.items()}


def labels_of(model: type[models.Model], keys: set) -> dict:
    """The words for rows of a model, by key; joins what their words are made of."""
    joins = [field.name for field in model._meta.concrete_fields if field.many_to_one and not field.null]
    return {row.pk: str(row) for row in model._base_manager.select_related(*joins).filter(pk__in=keys)}


def value_words(field: models.Field, value: Any, labels: dict) -> str:
    """A kept value as a reader understands it."""
    if value is None or value == "":
        return MISSING
    if field.many_to_one:
        return labels.get(field.related_model, {}).get(value) or _("%(key)s (no longer there)") % {"key": value}
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateField):
        return date_format(value, "Y-m-d H:i" if isinstance(field, models.DateTimeField) else "Y-m-d")
    return localize(value) if isinstance(value, float) else str(value)
