"""Lists of battles and votes: page by page, nothing twice and nothing left out, by an index whatever the length."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model, QuerySet
from django.test.utils import CaptureQueriesContext

from arena.queries import battle_lists, keyset, vote_lists
from arena.queries.battle_lists import BattleFilter, battle_rows, battles_page
from arena.queries.keyset import Place
from arena.queries.vote_lists import VoteFilter, votes_page
from tests.arena_cast import NOW, drawn, make_pool
from tests.console.crowd import crowd

pytestmark = pytest.mark.django_db
MANY = 20_000
FIRST = Place(size=50)


@pytest.fixture
def pool(db: None) -> str:
    return make_pool()


@pytest.fixture
def crowded(pool: str) -> str:
    crowd(pool, MANY, NOW.isoformat())
    return pool


def refs(pool: str, place: Place, **wanted: Any) -> list[str]:
    return [row.ref for row in battles_page(BattleFilter(pool, **wanted), place, with_sides=False).rows]


def seven(pool: str) -> list[str]:
    """Seven battles, the newest first; three of them were drawn at the same instant."""
    minutes = (0, 1, 2, 2, 2, 3, 4)
    made = [drawn(pool, seed=n, now=NOW + timedelta(minutes=minute)).battle_ref for n, minute in enumerate(minutes)]
    return list(reversed(made))


def through(pool: str, place: Place) -> Iterator[list[str]]:
    while True:
        page = battles_page(BattleFilter(pool), place, with_sides=False)
        yield [row.ref for row in page.rows]
        if not page.next:
            return
        place = replace(place, ref=page.next)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_the_pages_together_are_the_list(pool: str, size: int) -> None:
    made = seven(pool)
    assert [ref for page in through(pool, Place(size=size)) for ref in page] == made


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_oldest_first_is_the_same_list_turned_round(pool: str, size: int) -> None:
    made = seven(pool)
    assert [ref for page in through(pool, Place(size=size, oldest_first=True)) for ref in page] == made[::-1]


@pytest.mark.parametrize("oldest_first", [False, True])
def test_going_back_shows_the_page_from_before(pool: str, oldest_first: bool) -> None:
    seven(pool)
    first = Place(size=3, oldest_first=oldest_first)
    one = battles_page(BattleFilter(pool), first, with_sides=False)
    two = battles_page(BattleFilter(pool), replace(first, ref=one.next), with_sides=False)
    back = battles_page(BattleFilter(pool), replace(first, ref=two.previous, backwards=True), with_sides=False)
    assert (back.rows, back.previous) == (one.rows, "")
    assert back.next == one.next


def test_what_comes_in_meanwhile_shifts_no_page(pool: str) -> None:
    made = seven(pool)
    one = battles_page(BattleFilter(pool), Place(size=3), with_sides=False)
    drawn(pool, seed=99, now=NOW + timedelta(hours=1))
    assert refs(pool, Place(ref=one.next, size=3)) == made[3:6]


def test_what_no_index_knows_is_looked_for_page_by_page(pool: str, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(pool, 60, NOW.isoformat())
    monkeypatch.setattr(keyset, "LOOKED_THROUGH", 25)
    wanted = BattleFilter(pool, words="감자 심나요")
    one = battles_page(wanted, FIRST, with_sides=False)
    assert one.looked_through == 25
    found = [row.ref for row in battle_rows(wanted, FIRST, with_sides=False)]
    assert len(found) == 20
    assert [row.ref for row in one.rows] == found[: len(one.rows)]


def test_the_sides_are_in_no_list_that_did_not_ask(pool: str) -> None:
    drawn(pool)
    assert battles_page(BattleFilter(pool), FIRST, with_sides=False).rows[0].sides == ()
    assert len(battles_page(BattleFilter(pool), FIRST, with_sides=True).rows[0].sides) == 2


def plan(rows: "QuerySet[Model]") -> str:
    return rows.explain()


def place_in(pool: str) -> Place:
    return Place(ref=f"gen{MANY // 2:012d}", size=50)


@pytest.mark.parametrize(
    ("wanted", "index"),
    [({}, "battles_of_a_pool"), ({"state": "void"}, "void_battles_of_a_pool")],
)
def test_a_page_of_battles_begins_in_an_index(crowded: str, wanted: dict[str, str], index: str) -> None:
    for place in (FIRST, place_in(crowded), replace(place_in(crowded), backwards=True)):
        steps = plan(battle_lists.listing(BattleFilter(crowded, **wanted))._ordered(place)[:51])
        assert f"using {index}" in steps
        assert "Seq Scan on arena_battle" not in steps
        assert "Sort" not in steps


@pytest.mark.parametrize(
    ("wanted", "index"),
    [({}, "votes_newest_first"), ({"counted": False}, "void_votes_newest_first")],
)
def test_a_page_of_votes_begins_in_an_index(crowded: str, wanted: dict[str, bool], index: str) -> None:
    for place in (FIRST, replace(place_in(crowded), ref=f"rgen{MANY // 2 + 2:012d}")):
        steps = plan(vote_lists.listing(VoteFilter(crowded, **wanted))._ordered(place)[:51])
        assert f"using {index}" in steps
        assert "Seq Scan on arena_vote" not in steps


def queries(pool: str, length: int) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        battles_page(BattleFilter(pool), Place(size=length), with_sides=False)
    return len(seen)


def test_a_page_takes_as_many_queries_whatever_its_length(crowded: str) -> None:
    assert queries(crowded, 1) == queries(crowded, 200) == 4


def test_a_page_of_votes_takes_four_queries(crowded: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(4):
        votes_page(VoteFilter(crowded), FIRST, with_sides=False)
