"""Console lists over many battles and votes: each page takes the same few queries, and none reads a whole table."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from arena.queries import keyset
from contest.console import dashboard
from tests.arena_cast import drawn, make_pool
from tests.console.crowd import crowd
from tests.console.list_rows import list_rows
from tests.console.people import at_console
from tests.contest.cast import dohyun, opened, pool_of, yuna
from tests.services.servers import RedisServer

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
DAY = f"{NOW - timedelta(days=7):%Y-%m-%d}"
MANY = 20_000
FEW = 100
MIDDLE = f"gen{MANY // 2:012d}"
QUERIES = {
    "": 27,
    "battles/": 12,
    "votes/": 12,
    "findings/": 13,
    "proposals/": 9,
    "proposals/?all=1": 9,
    "audit/": 10,
    "people/": 11,
    "exports/": 14,
}
"""The session, the account with its role and second factor and the citizens' stage take seven of them."""
DEEP = (
    f"battles/?after={MIDDLE}",
    f"battles/?before={MIDDLE}",
    "battles/?sort=oldest",
    "battles/?state=void",
    "battles/?q=감자",
    "battles/?void_reason=stalled",
    f"battles/?since={DAY}&until={DAY}",
    f"votes/?after=r{MIDDLE[:-1]}2",
    "votes/?counted=no",
    "votes/?sort=oldest",
    "votes/?outcome=tie",
    f"votes/?since={DAY}&until={DAY}",
    "findings/?state=open",
    "audit/?page=3",
    "audit/?act=sign_in",
)
WHOLE = re.compile(r"Seq Scan on (?:arena_battle|arena_vote|arena_turn)\b")


@pytest.fixture
def viewer(redis: RedisServer, settings: Any) -> Iterator[Client]:
    redis.flush()
    settings.REDIS_URL = redis.url
    dashboard._redis.cache_clear()
    opened()
    yield at_console(yuna())
    dashboard._redis.cache_clear()


def fill(battles: int, others: int) -> None:
    """So many battles with their votes, one more in another pool, and so many rows of the other lists."""
    drawn(make_pool(("Oak", "Ash")), now=NOW)
    crowd(pool_of(), battles, NOW.isoformat())
    list_rows(pool_of(), others, dohyun(), NOW)


def statements(browser: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(f"/console/{address}").status_code == 200
    return [one["sql"] for one in seen.captured_queries]


def plan(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + statement)
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize(("battles", "others"), [(FEW, 1), (2000, 30)])
def test_every_list_takes_as_many_queries_whatever_its_length(viewer: Client, battles: int, others: int) -> None:
    fill(battles, others)
    assert {address: len(statements(viewer, address)) for address in QUERIES} == QUERIES


def test_no_list_reads_a_whole_table(viewer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    # As large a part of these rows as it is of a million.
    monkeypatch.setattr(keyset, "LOOKED_THROUGH", keyset.LOOKED_THROUGH * MANY // 1_000_000)
    fill(MANY, 20)
    for address in (*QUERIES, *DEEP):
        for statement in statements(viewer, address):
            if statement.startswith("SELECT"):
                steps = plan(statement)
                assert not WHOLE.search(steps), f"{address}\n{statement}\n{steps}"
