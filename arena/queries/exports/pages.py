"""Rows of any number, a page at a time in the order of their keys: constant memory, and the connection free between.

PostgreSQL copies a page as text that Arrow parses in C; other databases hand over rows.
"""

from collections.abc import Iterator
from typing import Any, cast

import pyarrow as pa
import pyarrow.csv
from django.db import connections
from django.db.models import QuerySet

ROWS_A_PAGE = 5000
KEY = "pk"


def pages(rows: "QuerySet[Any]", schema: pa.Schema, size: int = ROWS_A_PAGE) -> Iterator[pa.Table]:
    """The rows as tables of `schema`, whose names are the query's own and whose first column is the primary key."""
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
    statement, arguments = page.query.sql_with_params()
    with connection.cursor() as cursor:
        copying = cast("Any", cursor).copy(f"COPY ({statement}) TO STDOUT (FORMAT csv)", arguments)
        with copying as copied:
            text = b"".join(copied)
    return _parsed(text, schema)


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
