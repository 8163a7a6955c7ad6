"""The rule for changes of the database: expand first, contract in a later release.

While hosts are upgraded one after another, the program before the change and the one after it use the same tables. So
a change may add what the old program can ignore. Taking away, renaming or narrowing is a *contract* step: it belongs
in a release after the last one that used the thing, and its migration says so: ``contract = "why it is safe now"``.
"""

from collections.abc import Iterator

from django.db.migrations import Migration, operations
from django.db.models import NOT_PROVIDED, Field


def breaches(migration: Migration) -> Iterator[str]:
    """What a migration does that the program before it could not bear; nothing when it is marked as a contract step."""
    if getattr(migration, "contract", ""):
        return
    made = {o.name.lower() for o in migration.operations if isinstance(o, operations.CreateModel)}
    for operation in _flat(migration.operations):
        model = str(getattr(operation, "model_name", getattr(operation, "name", ""))).lower()
        if model not in made and (why := _why_not(operation)):
            yield f"{migration.app_label}.{migration.name}: {operation.describe()}: {why}"


def _flat(found: list) -> Iterator:
    for operation in found:
        if isinstance(operation, operations.SeparateDatabaseAndState):
            yield from _flat(operation.database_operations)
        else:
            yield operation


def _why_not(operation: operations.base.Operation) -> str:
    taken_away = (operations.DeleteModel, operations.RemoveField, operations.RenameField, operations.RenameModel)
    if isinstance(operation, (*taken_away, operations.AlterModelTable)):
        return "the program before it still asks for what is gone"
    if isinstance(operation, operations.AddField) and not _may_be_left_out(operation.field):
        return "the program before it writes rows without it: give it null=True or db_default"
    if isinstance(operation, operations.AlterField) and not _may_be_left_out(operation.field):
        return "the program before it may write what is refused now: mark it when it only widens"
    if isinstance(operation, operations.RunSQL | operations.RunPython):
        return "nothing can tell what it changes: mark it when the program before it can bear it"
    return ""


def _may_be_left_out(field: Field) -> bool:
    if field.many_to_many:
        return True
    return field.null or getattr(field, "db_default", NOT_PROVIDED) is not NOT_PROVIDED
