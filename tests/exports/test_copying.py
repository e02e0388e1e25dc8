"""Rows as PostgreSQL copies them: all of them, or an error that leaves the connection fit to say so."""

import pytest
from django.db import DatabaseError, connection

from arena.queries.exports.pages import copied

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("rows", [0, 1, 5000, 100_000])
def test_no_row_is_lost_or_said_twice(rows: int) -> None:
    assert copied(connection, f"SELECT generate_series(1, {rows})").split() == [b"%d" % n for n in range(1, rows + 1)]
    assert copied(connection, "SELECT 'again'") == b"again\n"


@pytest.mark.parametrize("good", [0, 1, 5000])
def test_after_a_failure_in_the_middle_the_connection_takes_the_next_statement(good: int) -> None:
    with pytest.raises(DatabaseError, match="division by zero"):
        copied(connection, f"SELECT 1 / ({good + 1} - n) FROM generate_series(1, {good + 10}) n")
    assert copied(connection, "SELECT 'again'") == b"again\n"
