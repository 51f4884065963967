"""Two constraints that Django lacks, declared on the model and kept by the database, on SQLite and PostgreSQL alike.

`NoOverlap`: no two rows that agree on some columns may share a day. PostgreSQL keeps it with an exclusion constraint,
SQLite with triggers. SQLite drops triggers when a migration rebuilds a table, so they are made anew after `migrate`.
`SameParent`: a composite foreign key, for a row that repeats a column of its parent for a unique constraint to use.
"""

from django.apps import apps as installed_apps
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DayOfMonth(models.Func):
    """The day of the month of a date, in SQL of the database's own: what Django adds to SQLite, other programs lack."""

    template = "EXTRACT(DAY FROM %(expressions)s)"
    output_field = models.IntegerField()

    def as_sqlite(self, compiler, connection, **extra):
        return super().as_sql(compiler, connection, template="CAST(substr(%(expressions)s, 9, 2) AS INTEGER)", **extra)


class NoOverlap(models.BaseConstraint):
    """Rows equal in `equal` never share a day; both ends count, a missing end is open, a missing key equals nothing.

    Rows are judged one by one, as they are written: a statement that moves several past each other is refused for what
    holds half-way. Give the model a check that the last day does not come before the first, too.
    """

    default_violation_error_message = _("These days overlap those of another row.")

    def __init__(self, *, equal: tuple[str, ...], starts: str, ends: str, name: str, **messages) -> None:
        self.equal, self.starts, self.ends = tuple(equal), starts, ends
        super().__init__(name=name, **messages)

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "equal": self.equal, "starts": self.starts, "ends": self.ends}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NoOverlap):
            return NotImplemented
        return self.deconstruct() == other.deconstruct()

    __hash__ = models.BaseConstraint.__hash__

    def columns(self, model: type[models.Model]) -> tuple[list[str], str, str]:
        """The names of the columns, not quoted: the equal ones, the first day, the last day."""
        *equal, starts, ends = (model._meta.get_field(name).column for name in (*self.equal, self.starts, self.ends))
        return equal, starts, ends

    def constraint_sql(self, model, schema_editor):
        """The line inside CREATE TABLE; nothing on SQLite, where `create_triggers` does it."""
        if schema_editor.connection.vendor == "sqlite":
            return None
        quote = schema_editor.quote_name
        _equal, starts, ends = self.columns(model)
        parts = [f"{_told_apart(model._meta.get_field(name), quote)} WITH =" for name in self.equal]
        parts.append(f"daterange({quote(starts)}, {quote(ends)}, '[]') WITH &&")
        return f"CONSTRAINT {quote(self.name)} EXCLUDE USING gist ({', '.join(parts)})"

    def create_sql(self, model, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            return None
        return _alter(model, schema_editor, f"ADD {self.constraint_sql(model, schema_editor)}")

    def remove_sql(self, model, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            return None
        return _alter(model, schema_editor, f"DROP CONSTRAINT {schema_editor.quote_name(self.name)}")

    def trigger_sql(self, model, quote) -> list[str]:
        """The SQLite triggers. They run *after* the row is there, when it has its id, and undo the statement."""
        table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
        equal, starts, ends = self.columns(model)
        first, last = quote(starts), quote(ends)
        same = " AND ".join(f"other.{quote(name)} = NEW.{quote(name)}" for name in equal)
        overlap = " AND ".join(
            f"({one}.{first} IS NULL OR {two}.{last} IS NULL OR {one}.{first} <= {two}.{last})"
            for one, two in (("other", "NEW"), ("NEW", "other"))
        )
        clash = f"EXISTS (SELECT 1 FROM {table} other WHERE other.{key} <> NEW.{key} AND {same} AND {overlap})"
        columns = ", ".join(quote(name) for name in [*equal, starts, ends])
        statements = []
        for moment, event in (("insert", "INSERT"), ("update", f"UPDATE OF {columns}")):
            trigger = quote(f"{self.name}_{moment}")
            statements.append(f"DROP TRIGGER IF EXISTS {trigger}")
            statements.append(
                f"CREATE TRIGGER {trigger} AFTER {event} ON {table} WHEN {clash} "
                f"BEGIN SELECT RAISE(ABORT, 'constraint failed: {self.name}'); END"
            )
        return statements

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        """Raises ValidationError where another row overlaps, for forms and `full_clean`."""
        exclude = exclude or set()
        if {*self.equal, self.starts, self.ends} & set(exclude):
            return
        same = {name: getattr(instance, model._meta.get_field(name).attname) for name in self.equal}
        if None in same.values():
            return
        others = model._default_manager.using(using).filter(**same)
        if first := getattr(instance, self.starts):
            others = others.filter(Q(**{f"{self.ends}__isnull": True}) | Q(**{f"{self.ends}__gte": first}))
        if last := getattr(instance, self.ends):
            others = others.filter(Q(**{f"{self.starts}__isnull": True}) | Q(**{f"{self.starts}__lte": last}))
        if instance.pk is not None:
            others = others.exclude(pk=instance.pk)
        if others.exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)


class SameParent(models.BaseConstraint):
    """`fields` = (foreign key, repeated column): the repeated column equals the parent's column `same`.

    The parent needs a unique constraint over its key and `same`. Checked at the end of the transaction.
    """

    default_violation_error_message = _("The row and what it belongs to do not agree.")

    def __init__(self, *, parent: str, repeats: str, same: str, name: str, **messages) -> None:
        self.parent, self.repeats, self.same = parent, repeats, same
        super().__init__(name=name, **messages)

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "parent": self.parent, "repeats": self.repeats, "same": self.same}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SameParent):
            return NotImplemented
        return self.deconstruct() == other.deconstruct()

    __hash__ = models.BaseConstraint.__hash__

    def constraint_sql(self, model, schema_editor):
        quote, field = schema_editor.quote_name, model._meta.get_field
        target = field(self.parent).related_model
        here = f"{quote(field(self.parent).column)}, {quote(field(self.repeats).column)}"
        there = f"{quote(target._meta.pk.column)}, {quote(target._meta.get_field(self.same).column)}"
        return (
            f"CONSTRAINT {quote(self.name)} FOREIGN KEY ({here}) "
            f"REFERENCES {quote(target._meta.db_table)} ({there}) DEFERRABLE INITIALLY DEFERRED"
        )

    def create_sql(self, model, schema_editor):
        return _alter(model, schema_editor, f"ADD {self.constraint_sql(model, schema_editor)}")

    def remove_sql(self, model, schema_editor):
        return _alter(model, schema_editor, f"DROP CONSTRAINT {schema_editor.quote_name(self.name)}")

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        """Raises ValidationError where the repeated column differs from the parent's."""
        if {self.parent, self.repeats} & set(exclude or set()):
            return
        field = model._meta.get_field
        parent_id, repeated = (
            getattr(instance, field(self.parent).attname),
            getattr(instance, field(self.repeats).attname),
        )
        if parent_id is None or repeated is None:
            return
        parents = field(self.parent).related_model._default_manager.using(using)
        if not parents.filter(**{"pk": parent_id, self.same: repeated}).exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)


def create_triggers(*, app_config, using=DEFAULT_DB_ALIAS, apps=installed_apps, **signal) -> None:
    """Make an app's `NoOverlap` triggers anew on SQLite. Receives `post_migrate`, with the models as migrated."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.app_label == app_config.label and model._meta.db_table in tables:
                for statement in _triggers_of(model, connection.ops.quote_name):
                    cursor.execute(statement)


def _triggers_of(model: type[models.Model], quote) -> list[str]:
    found = [constraint for constraint in model._meta.constraints if isinstance(constraint, NoOverlap)]
    return [statement for constraint in found for statement in constraint.trigger_sql(model, quote)]


def _told_apart(field: models.Field, quote) -> str:
    """What an exclusion constraint compares of a column: of a text 64 bits, since a GiST index is slow with text.

    Two texts that have the same are as good as impossible among the few rows that are equal in all else.
    """
    column = quote(field.column)
    return f"hashtextextended({column}, 0)" if isinstance(field, models.CharField | models.TextField) else column


def _alter(model: type[models.Model], schema_editor, change: str) -> str:
    return f"ALTER TABLE {schema_editor.quote_name(model._meta.db_table)} {change}"
