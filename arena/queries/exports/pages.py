"""Rows of any number, a page at a time in the order of their keys: constant memory, and the connection free between.

PostgreSQL copies a page as text that Arrow parses in C; other databases hand over rows.
"""

from collections.abc import Iterator, Sequence
from typing import Any, cast

import pyarrow as pa
import pyarrow.csv
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn

ROWS_A_PAGE = 5000
KEY = "pk"


def pages(rows: "QuerySet[Any]", schema: pa.Schema, size: int = ROWS_A_PAGE) -> Iterator[pa.Table]:
    """The rows as tables of `schema`, whose names are the query's own and whose first column is the primary key."""
    connection = connections[rows.db]
    if connection.vendor == "postgresql":
        # A page is small: to start helpers for each would take the server longer than to read it.
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")
    last = 0
    while True:
        page = _read(rows.filter(pk__gt=last).order_by(KEY).values_list(*schema.names)[:size], schema)
        if not page.num_rows:
            return
        yield page
        last = page.column(KEY)[-1].as_py()


def _read(page: "QuerySet[Any, Any]", schema: pa.Schema) -> pa.Table:
    connection = connections[page.db]
    if connection.vendor != "postgresql":
        columns = list(zip(*page, strict=True)) or [()] * len(schema)
        return pa.table([pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema)
    return _parsed(copied(connection, *page.query.sql_with_params()), schema)


def copied(connection: BaseDatabaseWrapper, query: str, arguments: Sequence[object] = ()) -> bytes:
    """What PostgreSQL copies of a query as CSV. Raises Django's DatabaseError; the connection can be used after it."""
    copy = f"COPY ({query}) TO STDOUT (FORMAT csv)"
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cast("Any", cursor).copy(copy, arguments) as rows,
    ):
        return _text(rows)


def _text(copying: Any) -> bytes:
    """All that it sends. psycopg waits anew for every row; the rows that have arrived are taken at once here."""
    server = copying.connection.pgconn
    parts = []
    while row := copying.read():
        size = 1
        while size > 0:
            parts.append(row)
            size, row = server.get_copy_data(1)
        if size < 0:
            _end(server)
            break
    return b"".join(parts)


def _end(server: PGconn) -> None:
    """Take what the server says after the last row. Raises psycopg.Error when it could not send all of them."""
    # All of it is taken before anything is raised: a connection with something left to say takes no other statement.
    results = list(iter(server.get_result, None))
    for result in results:
        if result is not None and result.status != ExecStatus.COMMAND_OK:
            raise error_from_result(result)


def _parsed(text: bytes, schema: pa.Schema) -> pa.Table:
    if not text:
        return schema.empty_table()
    return pa.csv.read_csv(
        pa.BufferReader(text),
        # A page is one block: a value of any length fits in it.
        read_options=pa.csv.ReadOptions(column_names=schema.names, use_threads=False, block_size=len(text) + 1),
        parse_options=pa.csv.ParseOptions(newlines_in_values=True),
        # Only what stands there without quotes is NULL: an empty text is written as "".
        convert_options=pa.csv.ConvertOptions(
            column_types=schema,
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            null_values=[""],
            true_values=["t"],
            false_values=["f"],
        ),
    )
