"""Statements that are written once, for what every vote does: Django would compile them anew each time.

They are the SQL that PostgreSQL and SQLite share. PostgreSQL keeps each prepared on every connection.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import psycopg
from django.db import connection, transaction

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Before everything: a beginning for what has none."""


@dataclass(frozen=True)
class Statement:
    """SQL with `%s` for each parameter. Parameters and results are plain values; instants are aware."""

    sql: str

    def rows(self, *parameters: object) -> list[tuple[Any, ...]]:
        """Run it, in the open transaction if there is one; returns its rows. Raises Django's DatabaseError."""
        if connection.vendor == "postgresql":
            return self._prepared(parameters)
        with connection.cursor() as cursor:
            cursor.execute(self.sql, list(map(_kept, parameters)))
            # Without a description there is nothing to fetch: the statement returns no rows.
            return [tuple(map(_read, row)) for row in cursor.fetchall()] if cursor.description else []

    def first(self, *parameters: object) -> tuple[Any, ...] | None:
        """The first row, if there is one."""
        return next(iter(self.rows(*parameters)), None)

    def _prepared(self, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
        # Django's own cursors write the parameters into the text, which leaves the server nothing to keep.
        connection.validate_no_broken_transaction()
        connection.ensure_connection()
        with connection.wrap_database_errors, psycopg.Cursor(cast("Any", connection.connection)) as cursor:
            cursor.execute(cast("Any", self.sql), parameters, prepare=True)
            # Asked of the result itself: psycopg would describe each column first.
            return cursor.fetchall() if cursor.pgresult and cursor.pgresult.nfields else []


class ChangeAndInsert:
    """Changes a row and inserts another that belongs to it, at once or not at all.

    `change`: an UPDATE of at most one row that returns its `id`, which becomes the new row's `key`. `columns`: the new
    row's other columns, and PostgreSQL's types for them. PostgreSQL does both in one statement, which needs no
    transaction around it; SQLite has no such statement. In a transaction of the caller's, an error ends that too.
    """

    def __init__(self, change: str, table: str, key: str, columns: Mapping[str, str]) -> None:
        into = f"INSERT INTO {table} ({', '.join([key, *columns])})"
        given = ", ".join(f"%s::{kind}" for kind in columns.values())
        both = f"WITH changed AS ({change}) {into} SELECT id, {given} FROM changed RETURNING {key}"  # noqa: S608  our own
        self._both = Statement(both)
        self._change = Statement(change)
        self._insert = Statement(f"{into} VALUES ({', '.join(['%s', *['%s' for _ in columns]])})")

    def run(self, change: Sequence[object], row: Sequence[object]) -> bool:
        """Do both with these parameters; False when there was nothing to change. Raises Django's DatabaseError."""
        if connection.vendor == "postgresql":
            return self._both.first(*change, *row) is not None
        with transaction.atomic():
            changed = self._change.first(*change)
            if changed:
                self._insert.rows(*changed, *row)
        return changed is not None


def _kept(value: object) -> Any:
    """As SQLite keeps it."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _read(value: object) -> object:
    """SQLite keeps instants without their zone, which is UTC."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value
