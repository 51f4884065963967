"""Two operations of migrations. They know nothing of what the tables are for.

`BtreeGistOnPostgreSQL` lets an exclusion constraint compare whole numbers. `CreateModels` makes many tables at once:
Django renders every model that is related to a new one after each `CreateModel`. With a history table beside every
table, and users that all of them lead to, seventy tables are rendered thousands of times, which takes longer than all
else that `migrate` does. Here they are rendered once.
"""

from collections.abc import Sequence

from django.contrib.postgres.operations import BtreeGistExtension
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class BtreeGistOnPostgreSQL(BtreeGistExtension):
    """Django's own does nothing on SQLite, but cannot be taken back there."""

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class CreateModels(Operation):
    """Make tables in their order: one that a composite foreign key leads to comes before the one that has it."""

    serialization_expand_args = ["creations"]

    def __init__(self, creations: Sequence[CreateModel]) -> None:
        self.creations = creations

    def deconstruct(self):
        return type(self).__name__, [], {"creations": self.creations}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # rendered anew when it is next asked for, with all of them in it
        for creation in self.creations:
            creation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for creation in self.creations:
            creation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for creation in reversed(self.creations):
            creation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.creations)} models"
