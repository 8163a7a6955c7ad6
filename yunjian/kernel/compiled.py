"""Statements of every request: Django writes their SQL once and not each time, which took longer than the answer.

PostgreSQL plans them once too, for each connection: they are prepared there, as the setting ``prepare_threshold`` asks.
"""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import ObjectDoesNotExist
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import AutoField, BigIntegerField, BooleanField, F, Field, Func, Manager, Model, QuerySet, Value
from psycopg.sql import Literal

M = TypeVar("M", bound=Model)
Row = tuple[Any, ...]


class Compiled:
    """A queryset of plain columns, built once with a stand-in for each of its values and asked with the real ones.

    ``Compiled(lambda unit: Post.objects.filter(unit=unit).values_list("title"), unit=str)(unit="data-bureau")``
    answers with the rows as tuples. Values are texts, whole numbers, dates, moments, or lists of numbers for
    ``among``, and none of them may be None.
    """

    def __init__(self, build: Callable[..., QuerySet], **types: type):
        self._build = build
        self._places = {_stand_in(type, number): name for number, (name, type) in enumerate(types.items())}
        self._statement: tuple[str, list[str]] | None = None

    def __call__(self, **values: Any) -> list[Row]:
        if self._statement is None:
            self._statement = self._compiled()
        sql, names = self._statement
        return _asked(sql, [values[name] for name in names])

    def _compiled(self) -> tuple[str, list[str]]:
        """The SQL with a place for each value, and the names of the values in their order."""
        query = self._build(**{name: place for place, name in self._places.items()}).query
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        names = [self._places[each] for each in parameters if each in self._places]
        if missing := set(self._places.values()) - set(names):
            raise TypeError(f"the statement leaves out {sorted(missing)}")
        written = ["%s" if each in self._places else _literal(each) for each in parameters]
        self._read(compiler)
        return sql.replace("%%", "%%%%") % tuple(written), names

    def _read(self, compiler: Any) -> None:
        """Learn from the compiler how rows are read: tuples are read as they come."""


class CompiledRows(Compiled, Generic[M]):
    """The same of a queryset of whole rows of one table, or of some of their fields (``only``): ``rows`` answers."""

    def _read(self, compiler: Any) -> None:
        if len(compiler.klass_info["select_fields"]) != len(compiler.select):
            raise TypeError("rows of one table only")
        self._model: type[M] = compiler.klass_info["model"]
        columns = [column for column, _, _ in compiler.select]
        self._fields = [column.target.attname for column in columns]
        self._converters = [(place, *each) for place, each in compiler.get_converters(columns).items()]

    def rows(self, **values: Any) -> list[M]:
        return [self._model.from_db(DEFAULT_DB_ALIAS, self._fields, self._converted(row)) for row in self(**values)]

    def _converted(self, row: Row) -> list[Any]:
        converted = list(row)
        for place, converters, expression in self._converters:
            for converter in converters:
                converted[place] = converter(converted[place], expression, connection)
        return converted


def among(numbers: Any) -> Func:
    """The condition that a row's number is one of these: a list is one value, however long."""
    given = Value(numbers, BigIntegerField())
    return Func(F("pk"), given, arg_joiner=" = any(", template="%(expressions)s)", output_field=BooleanField())


@cache
def locking(manager: Manager[M]) -> CompiledRows[M]:
    """The row of this number (``pk``), locked until the transaction ends."""
    return CompiledRows(lambda pk: manager.select_for_update(of=("self",)).filter(pk=pk), pk=int)


def insert(*rows: Model) -> None:
    """Write new rows of one table as ``bulk_create`` does, in one statement; no value may be left to the database."""
    fields, sql = _insertion(type(rows[0]), len(rows))
    database = connections[DEFAULT_DB_ALIAS]
    values = [field.get_db_prep_save(field.pre_save(row, True), database) for row in rows for field in fields]
    for row, (number,) in zip(rows, _asked(sql, values), strict=True):
        row.pk = number
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@cache
def _insertion(model: type[Model], count: int) -> tuple[Sequence[Field], str]:
    table = model._meta
    fields = [each for each in table.concrete_fields if not isinstance(each, AutoField)]
    row = f"({', '.join(['%s'] * len(fields))})"
    names = ", ".join(_name(each) for each in fields)
    written = f"insert into {connection.ops.quote_name(table.db_table)} ({names}) values {', '.join([row] * count)}"
    return fields, f"{written} returning {_name(table.pk)}"


def update(row: Model, *names: str) -> None:
    """Write these fields of a row that is there, as ``save(update_fields=…)`` does."""
    fields, sql = _change(type(row), names)
    database = connections[DEFAULT_DB_ALIAS]
    values = [field.get_db_prep_save(field.pre_save(row, False), database) for field in fields]
    if len(_asked(sql, [*values, row.pk])) != 1:
        raise ObjectDoesNotExist(f"{row._meta.label} {row.pk}")


@cache
def _change(model: type[Model], names: tuple[str, ...]) -> tuple[Sequence[Field], str]:
    table = model._meta
    fields = [cast(Field, table.get_field(each)) for each in names]
    changes, number = ", ".join(f"{_name(each)} = %s" for each in fields), _name(table.pk)
    written = f"update {connection.ops.quote_name(table.db_table)} set {changes} where {number} = %s"
    return fields, f"{written} returning {number}"


def _asked(sql: str, values: Sequence[Any]) -> list[Row]:
    """What the database answers; a statement asked often is prepared there.

    Django's own layer around a cursor is put on only where queries are captured.
    """
    database: Any = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    database.validate_no_broken_transaction()
    cursor = _cursor_on(database.connection)
    if database.queries_logged or database.execute_wrappers:
        cursor = database._prepare_cursor(cursor)
    with database.wrap_database_errors:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _cursor_on(connection: Any) -> "_Cursor":
    """This thread's, as long as it has the same connection."""
    found: _Cursor | None = getattr(_mine, "cursor", None)
    if found is None or found.connection is not connection:
        found = _mine.cursor = _Cursor(connection)
    return found


_mine = threading.local()
_Binding: Any = ServerBindingCursor  # the stubs know it without its base


class _Cursor(_Binding):
    """Django's, that tells whoever captures queries of a prepared one too."""

    def _send_query_prepared(self, name: bytes, query: Any, **more: Any) -> None:
        self._query = query
        super()._send_query_prepared(name, query, **more)


def _name(field: Field) -> str:
    return connection.ops.quote_name(str(field.column))


def _literal(value: Any) -> str:
    return Literal(value).as_string(connection.connection).replace("%", "%%")


def _stand_in(type: type, number: int) -> Any:
    """What no statement holds by itself."""
    if type is date:
        return date.min + timedelta(days=number)
    if type is datetime:
        return datetime(1, 1, 2, microsecond=number, tzinfo=UTC)
    return f"<value {number}>" if type is str else -1_000_000_000 - number
