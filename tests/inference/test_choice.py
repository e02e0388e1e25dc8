"""The choice of a replica and its breaker: time and chance as arguments, no server."""

import random

from arena.inference.choice import (
    FAILURES_TO_OPEN,
    FIRST_PAUSE_SECONDS,
    FRESH_SECONDS,
    LONGEST_PAUSE_SECONDS,
    ONE_PROBE_SECONDS,
    USELESS_TO_OPEN,
    Breaker,
    Load,
    Replica,
    by_preference,
)
from arena.inference.errors import Reason
from arena.inference.target import Target

ONE, TWO, THREE = (Target(f"http://{number}", "m") for number in "123")
NOW = 1000.0


def opened(at: float = NOW) -> Breaker:
    breaker = Breaker()
    for _ in range(FAILURES_TO_OPEN):
        breaker = breaker.failed(at, Reason.CONNECT_FAILED)
    return breaker


def first(*replicas: Replica, now: float = NOW) -> Target:
    return by_preference(replicas, now, random.Random(1))[0]


def test_one_failure_does_not_open() -> None:
    assert Breaker().failed(NOW, Reason.SERVER_ERROR).may_ask(NOW)


def test_failures_in_a_row_open() -> None:
    assert not opened().may_ask(NOW)


def test_a_success_between_failures_keeps_it_closed() -> None:
    breaker = Breaker()
    for _ in range(FAILURES_TO_OPEN):
        breaker = breaker.failed(NOW, Reason.STALLED).succeeded()
    assert breaker.closed()


def test_a_question_that_is_refused_is_not_the_replicas_failure() -> None:
    breaker = Breaker()
    for _ in range(2 * FAILURES_TO_OPEN):
        breaker = breaker.failed(NOW, Reason.REJECTED)
    assert breaker.closed()


def useless(times: int, breaker: Breaker | None = None) -> Breaker:
    breaker = breaker or Breaker()
    for _ in range(times):
        breaker = breaker.failed(NOW, Reason.REPETITIVE)
    return breaker


def test_answers_that_are_none_open_only_after_more_of_them_than_failures() -> None:
    assert useless(USELESS_TO_OPEN - 1).closed()
    assert not useless(USELESS_TO_OPEN).may_ask(NOW)


def test_an_answer_between_those_that_are_none_keeps_it_closed() -> None:
    assert useless(USELESS_TO_OPEN - 1, useless(USELESS_TO_OPEN - 1).succeeded()).closed()


def test_an_answer_that_is_none_between_failures_keeps_it_closed() -> None:
    breaker = Breaker()
    for reason in (Reason.STALLED, Reason.STALLED, Reason.EMPTY, Reason.STALLED):
        breaker = breaker.failed(NOW, reason)
    assert breaker.closed()


def test_a_probe_that_is_answered_with_none_doubles_the_pause() -> None:
    later = NOW + FIRST_PAUSE_SECONDS
    breaker = useless(USELESS_TO_OPEN).asked(later).failed(later, Reason.EMPTY)
    assert breaker.pause_seconds == 2 * FIRST_PAUSE_SECONDS


def test_after_its_pause_one_probe_is_let_through() -> None:
    later = NOW + FIRST_PAUSE_SECONDS
    assert opened().may_ask(later)
    assert not opened().asked(later).may_ask(later)


def test_a_probe_that_succeeds_closes() -> None:
    later = NOW + FIRST_PAUSE_SECONDS
    assert opened().asked(later).succeeded() == Breaker()


def test_a_probe_that_fails_doubles_the_pause() -> None:
    later = NOW + FIRST_PAUSE_SECONDS
    breaker = opened().asked(later).failed(later, Reason.STALLED)
    assert not breaker.may_ask(later + 2 * FIRST_PAUSE_SECONDS - 1)
    assert breaker.may_ask(later + 2 * FIRST_PAUSE_SECONDS)


def test_the_pause_has_an_upper_bound() -> None:
    breaker, now = opened(), NOW
    for _ in range(20):
        now += LONGEST_PAUSE_SECONDS
        breaker = breaker.asked(now).failed(now, Reason.STALLED)
    assert breaker.pause_seconds == LONGEST_PAUSE_SECONDS


def test_a_probe_that_is_lost_is_replaced() -> None:
    later = NOW + FIRST_PAUSE_SECONDS
    assert opened().asked(later).may_ask(later + ONE_PROBE_SECONDS)


def test_late_failures_of_older_requests_do_not_lengthen_the_pause() -> None:
    assert opened().failed(NOW + 5, Reason.STALLED) == opened()


def test_the_replica_where_nobody_waits_comes_first() -> None:
    assert first(Replica(ONE, load=Load(5, 3, NOW)), Replica(TWO, load=Load(50, 0, NOW))) is TWO


def test_the_replica_that_serves_fewer_comes_first() -> None:
    assert first(Replica(ONE, load=Load(9, 0, NOW)), Replica(TWO, load=Load(8, 0, NOW))) is TWO


def test_our_own_requests_count_before_the_metrics_show_them() -> None:
    assert first(Replica(ONE, load=Load(0, 0, NOW), in_flight=9), Replica(TWO, load=Load(2, 0, NOW))) is TWO


def test_an_old_load_says_nothing() -> None:
    old = Load(0, 0, NOW - FRESH_SECONDS - 1)
    assert first(Replica(ONE, load=old, in_flight=3), Replica(TWO, in_flight=2)) is TWO


def test_an_open_replica_is_not_asked() -> None:
    assert by_preference([Replica(ONE, opened()), Replica(TWO)], NOW, random.Random(1)) == [TWO]


def test_a_half_open_replica_comes_last() -> None:
    later = NOW + FIRST_PAUSE_SECONDS
    replicas = [Replica(ONE, opened()), Replica(TWO, in_flight=99)]
    assert by_preference(replicas, later, random.Random(1)) == [TWO, ONE]


def test_equals_share_the_work() -> None:
    rng = random.Random(7)
    firsts = [by_preference([Replica(ONE), Replica(TWO), Replica(THREE)], NOW, rng)[0] for _ in range(300)]
    assert min(firsts.count(target) for target in (ONE, TWO, THREE)) > 70
