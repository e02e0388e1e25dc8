"""Statements that are written once, for what every vote does: Django would compile them anew each time.

They are the SQL that PostgreSQL and SQLite share. PostgreSQL keeps each prepared on every connection.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

import psycopg
from django.db import connection

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


@dataclass(frozen=True)
class ManyStatement:
    """SQL with `{places}` for items, each of which takes `place`. The same item again must make no difference to it.

    Items are repeated up to a power of two, because each connection keeps a plan for each number of them.
    """

    sql: str
    place: str = "%s"

    def rows(self, items: Sequence[Sequence[object]]) -> list[tuple[Any, ...]]:
        """Run it with the parameters of each item; returns its rows. Raises IndexError for no items."""
        count = 1 << (len(items) - 1).bit_length()
        items = [*items, *[items[-1]] * (count - len(items))]
        return _for_so_many(self, count).rows(*(given for item in items for given in item))


@lru_cache(maxsize=64)
def _for_so_many(statement: ManyStatement, count: int) -> Statement:
    return Statement(statement.sql.format(places=", ".join([statement.place] * count)))


def _kept(value: object) -> Any:
    """As SQLite keeps it."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _read(value: object) -> object:
    """SQLite keeps instants without their zone, which is UTC."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value
