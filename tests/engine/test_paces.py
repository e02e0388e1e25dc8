"""The pace of a pool follows the newest answers of its entrants, and workers get it with each turn."""

from dataclasses import replace
from datetime import timedelta

import pytest

from arena.actions.endpoint_checks import begin_check, finish_check
from arena.actions.paces import ENOUGH, measure_pace
from arena.actions.pools import withdraw_from_pool
from arena.actions.turns import claim_turn, complete_turn
from arena.models import Battle, Endpoint, PoolEntrant
from arena.queries.battles import turn_for_worker
from arena.queries.paces import checked_arrivals
from arena.queries.pools import entrant_refs
from arena.rules.blindness.pace import Arrival, Pace
from tests.arena_cast import NOW, answer, drawn, make_pool

pytestmark = pytest.mark.django_db
LIVELY = Pace()
QUICK, SLOW = Arrival(0.3, 500), Arrival(2.0, 100)


@pytest.fixture
def pool() -> str:
    return make_pool(("Pine", "Maple"))


def answered(pool: str, pine: Arrival, count: int = ENOUGH, late_ticks: int = 0, day: int = 0) -> None:
    """So many battles in which Maple was quick, and Pine so."""
    for seed in range(count):
        now = NOW + timedelta(days=day, seconds=seed)
        opened = drawn(pool, seed=seed, now=now)
        assert claim_turn(opened.turn_ref, now)
        is_left = Battle.objects.get(ref=opened.battle_ref).entrant_a.name == "Pine"
        said = [replace(answer(), arrival=QUICK), replace(answer(), arrival=pine, late_ticks=late_ticks)]
        complete_turn(opened.turn_ref, *(reversed(said) if is_left else said), now)


def ref_of(name: str) -> str:
    return PoolEntrant.objects.get(entrant__name=name).entrant.ref


def check(name: str, arrival: Arrival | None) -> None:
    begun = begin_check(Endpoint.objects.get(entrant__name=name).ref, NOW)
    finish_check(begun.ref, [], True, NOW, arrival)


def test_nothing_is_measured_before_anybody_has_answered(pool: str) -> None:
    assert measure_pace(pool, LIVELY) is None
    assert turn_for_worker(drawn(pool).turn_ref).pace is None


def test_the_slowest_entrant_sets_the_pace_of_every_turn(pool: str) -> None:
    answered(pool, SLOW)
    measure_pace(pool, LIVELY)
    pace = turn_for_worker(drawn(pool).turn_ref).pace
    assert pace == Pace(pytest.approx(80), pytest.approx(2.6))  # type: ignore[arg-type]


def test_too_few_answers_tell_nothing_yet(pool: str) -> None:
    answered(pool, SLOW, ENOUGH - 1)
    assert measure_pace(pool, LIVELY) is None


def test_a_server_that_becomes_slow_slows_the_pace_and_one_that_recovers_brings_it_back(pool: str) -> None:
    paces = []
    for day, arrival in enumerate((QUICK, SLOW, QUICK)):
        answered(pool, arrival, 40, day=day)
        paces.append(measure_pace(pool, LIVELY))
    assert paces == [LIVELY, Pace(pytest.approx(80), pytest.approx(2.6)), LIVELY]  # type: ignore[arg-type]


def test_before_there_are_answers_the_check_counts(pool: str) -> None:
    check("Pine", SLOW)
    assert measure_pace(pool, LIVELY) == Pace(pytest.approx(80), pytest.approx(2.6))  # type: ignore[arg-type]


def test_whoever_has_withdrawn_slows_nobody_down(pool: str) -> None:
    answered(pool, SLOW)
    withdraw_from_pool(pool, ref_of("Pine"), NOW)
    assert measure_pace(pool, LIVELY) == LIVELY


def test_organisers_learn_who_is_waited_for(pool: str) -> None:
    answered(pool, SLOW, late_ticks=3)
    measure_pace(pool, LIVELY)
    shares = dict(PoolEntrant.objects.values_list("entrant__name", "late_share"))
    assert shares == {"Pine": 1.0, "Maple": 0.0}


def test_the_newest_check_counts(pool: str) -> None:
    check("Pine", Arrival(0.2, 40))
    begun = begin_check(Endpoint.objects.get(entrant__name="Pine").ref, NOW + timedelta(hours=1))
    finish_check(begun.ref, [], True, NOW + timedelta(hours=1), QUICK)
    assert checked_arrivals(entrant_refs(pool)) == {ref_of("Pine"): QUICK}
