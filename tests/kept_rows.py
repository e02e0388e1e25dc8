"""Rows that many tests begin with: made by the acts once for each process, and put back by one statement after that.

A contest that stands takes hundreds of queries, and most tests are about what is done with it then.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection, models
from psycopg import sql

from contest.models import Stage, Team

Keys = dict[type[models.Model], set[Any]]
_putting_back: dict[str, str] = {}


def kept(name: str, make: Callable[[], object]) -> None:
    """Call `make`, or put back the rows that it made when it was called with this name before.

    Where there are stages or teams already it is called in any case: it may build on them, or be refused.
    """
    if Team.objects.exists() or Stage.objects.exists():
        make()
    elif name in _putting_back:
        with connection.cursor() as cursor:
            cursor.execute(_putting_back[name])
    else:
        before = _keys()
        make()
        _putting_back[name] = _statement(before)


def _keys() -> Keys:
    found = (model for model in apps.get_models(include_auto_created=True) if model._meta.managed)
    return {model: set(model._base_manager.values_list("pk", flat=True)) for model in found}


def _statement(before: Keys) -> str:
    """Inserts of all rows that are new since `before`, with their keys; what refers to what is checked at the end."""
    new = {model: keys - before[model] for model, keys in _keys().items()}
    return ";".join(_insert(model, sorted(keys)) for model, keys in new.items() if keys)


def _insert(model: type[models.Model], keys: list[Any]) -> str:
    table, key = sql.Identifier(model._meta.db_table), sql.Identifier(str(model._meta.pk.column))
    asked = sql.SQL("SELECT json_agg(kept)::text FROM {} kept WHERE {} = ANY(%s)").format(table, key)
    with connection.cursor() as cursor:
        cursor.execute(asked, [keys])
        (rows,) = cursor.fetchone()
        insert = sql.SQL("INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, {rows})")
        statement = insert.format(table=table, rows=sql.Literal(rows)).as_string(cursor.cursor)
        return statement + (_count_on(model) if isinstance(model._meta.pk, models.AutoField) else "")


def _count_on(model: type[models.Model]) -> str:
    """Let new rows get keys above those that are put back, also after a test that let counting begin anew."""
    table, key = model._meta.db_table, model._meta.pk.column  # type: ignore[union-attr]
    sequence = f"pg_get_serial_sequence('{table}', '{key}')"
    return f";SELECT setval({sequence}, GREATEST(nextval({sequence}), (SELECT max({key}) FROM {table})))"
