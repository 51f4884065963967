"""What is in the database, every row of it, and what a command says: to compare before with after."""

from io import StringIO

from django.apps import apps
from django.core.management import call_command

from municipalities.versions import DataChange


def told(command, *options):
    """What a command prints."""
    out = StringIO()
    call_command(command, *options, stdout=out, stderr=out)
    return out.getvalue()


def everything(*left_out):
    """Every row of every table but the data version, by model, with all values."""
    models = [model for model in apps.get_models(include_auto_created=True) if model not in (DataChange, *left_out)]
    return {model._meta.label: sorted(model.objects.values_list(), key=repr) for model in models}
