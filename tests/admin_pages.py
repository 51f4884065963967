"""The admin as a person meets it: the address of a page, what a browser would send from it, what it says."""

from django.test import Client
from django.urls import reverse


def admin_address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def entered(client: Client, url: str, **changes) -> dict:
    """What a browser would send from an admin page, after somebody has entered the changes."""
    context = client.get(url).context
    form = context["adminform"].form
    values = {form.add_prefix(name): form[name].value() for name in form.fields}
    for below in context["inline_admin_formsets"]:
        values |= {
            f"{below.formset.prefix}-{key}": value for key, value in below.formset.management_form.initial.items()
        }
    values |= {name: getattr(value, "pk", value) for name, value in changes.items()}
    return {name: value for name, value in values.items() if value is not None}


def said_by(response) -> list[str]:
    """The messages at the fields and above them; none where the row was saved."""
    if response.status_code == 302:
        return []
    return [message for messages in response.context["adminform"].form.errors.values() for message in messages]
