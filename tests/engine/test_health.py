"""An endpoint that is down is not drawn; when it returns, its entrant catches up."""

import random
from collections import Counter

import pytest

from arena.actions.battles import open_battle
from arena.actions.errors import TooFewEntrants
from arena.actions.health import Look, record_looks
from arena.actions.pools import EndpointAddress, enrol_entrant
from arena.models import Battle, Endpoint, EndpointLook, Entrant
from arena.queries.battles import turn_for_worker
from arena.queries.entrants import endpoints_to_probe
from tests.arena_cast import MINJI, NOW, drawn, make_pool

pytestmark = pytest.mark.django_db


def look(entrant: str, problem: str = "", waiting: float | None = None) -> Look:
    endpoint = Endpoint.objects.get(entrant__name=entrant)
    return Look(endpoint.ref, problem, None, waiting, None, None)


def bring_down(entrant: str) -> None:
    for _ in range(2):
        record_looks([look(entrant, "connect_failed")], NOW)


def battles_of(entrant: str) -> int:
    key = Entrant.objects.get(name=entrant).pk
    return sum(key in pair for pair in Battle.objects.values_list("entrant_a", "entrant_b"))


def test_one_bad_look_may_be_chance() -> None:
    pool = make_pool()
    record_looks([look("Cedar", "connect_failed")], NOW)
    for seed in range(20):
        drawn(pool, seed=seed)
    assert battles_of("Cedar") == 8


def test_after_two_bad_looks_in_a_row_the_entrant_is_not_drawn() -> None:
    pool = make_pool()
    bring_down("Cedar")
    for seed in range(12):
        drawn(pool, seed=seed)
    assert battles_of("Cedar") == 0


def test_the_first_good_look_brings_it_back_and_it_catches_up() -> None:
    pool = make_pool()
    bring_down("Cedar")
    for seed in range(60):
        drawn(pool, seed=seed)
    record_looks([look("Cedar")], NOW)
    for seed in range(60, 100):
        drawn(pool, seed=seed)
    met = Counter(Battle.objects.values_list("entrant_a", "entrant_b"))
    assert set(met.values()) == {5}


def test_when_all_are_down_the_battle_is_refused() -> None:
    pool = make_pool(names=("Pine", "Maple"))
    bring_down("Pine")
    with pytest.raises(TooFewEntrants):
        open_battle(pool, MINJI, "감자?", rng=random.Random(1), now=NOW)


def test_a_replica_that_is_up_and_idle_is_asked_first() -> None:
    pool = make_pool(names=("Pine", "Maple"))
    pine = Entrant.objects.get(name="Pine")
    Endpoint.objects.create(entrant=pine, base_url="http://127.0.0.1:10", served_name="m-pine")
    busy, idle = Endpoint.objects.filter(entrant=pine).order_by("pk")
    record_looks([Look(busy.ref, "", 5, 3, None, None), Look(idle.ref, "", 1, 0, None, None)], NOW)
    task = turn_for_worker(drawn(pool).turn_ref)
    endpoints = task.a.endpoints if task.a.entrant_ref == pine.ref else task.b.endpoints
    assert [url for url, *_ in endpoints] == [idle.base_url, busy.base_url]


def test_looks_are_kept_for_a_day() -> None:
    make_pool()
    record_looks([look("Pine", "stalled")], NOW.replace(year=2025))
    record_looks([look("Pine")], NOW)
    assert list(EndpointLook.objects.values_list("problem", flat=True)) == [""]


def test_only_entrants_in_a_pool_are_looked_at() -> None:
    make_pool(names=("Pine",))
    enrol_entrant("Nobody", [EndpointAddress("http://127.0.0.1:11", "m-nobody")])
    assert [endpoint.served_name for endpoint in endpoints_to_probe()] == ["m-pine"]
