"""On PostgreSQL the days of an office are told apart by 64 bits of its address id, which takes half the time of text."""

from django.db import migrations

from municipalities.constraints import NoOverlap


def make_anew(apps, schema_editor):
    """Make the constraint as `NoOverlap` has it now; SQLite's triggers are made after every `migrate`."""
    if schema_editor.connection.vendor != "postgresql":
        return
    model = apps.get_model("providers", "Office")
    for constraint in model._meta.constraints:
        if isinstance(constraint, NoOverlap):
            schema_editor.execute(constraint.remove_sql(model, schema_editor))
            schema_editor.execute(constraint.create_sql(model, schema_editor))


class Migration(migrations.Migration):
    dependencies = [("providers", "0008_listings_are_kept")]

    operations = [migrations.RunPython(make_anew, migrations.RunPython.noop)]
