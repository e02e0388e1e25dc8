"""Which replica is tried next: time as an argument, no server."""

import pytest

from arena.inference.errors import Permanent, Reason, Retryable, Throttled, error_of_status
from arena.inference.retry import MOST_TRIES, PAUSE_SECONDS, Tries
from arena.inference.target import Target

ONE, TWO = Target("http://one", "m"), Target("http://two", "m")
FAILED = Retryable(Reason.SERVER_ERROR)


def test_the_other_replica_is_tried_without_a_pause() -> None:
    tries = Tries([ONE, TWO])
    assert tries.take() is ONE
    assert tries.failed(FAILED, now=5, give_up_at=10) == 0
    assert tries.take() is TWO


def test_a_replica_alone_is_tried_again_after_a_pause() -> None:
    tries = Tries([ONE])
    tries.take()
    assert tries.failed(FAILED, now=5, give_up_at=10) == PAUSE_SECONDS
    assert tries.take() is ONE


def test_a_named_pause_is_kept() -> None:
    tries = Tries([ONE])
    tries.take()
    assert tries.failed(Throttled(3), now=5, give_up_at=10) == 3


def test_a_pause_beyond_the_deadline_ends_the_tries() -> None:
    tries = Tries([ONE])
    tries.take()
    assert tries.failed(Throttled(6), now=5, give_up_at=10) is None


def test_a_throttled_replica_waits_while_the_other_is_asked() -> None:
    tries = Tries([ONE, TWO])
    tries.take()
    tries.failed(Throttled(60), now=5, give_up_at=10)
    tries.take()
    assert tries.failed(FAILED, now=6, give_up_at=10) == pytest.approx(2 * PAUSE_SECONDS)
    assert tries.take() is TWO


def test_a_replica_with_a_wrong_key_is_not_asked_again() -> None:
    tries = Tries([ONE])
    tries.take()
    assert tries.failed(Permanent(Reason.UNAUTHORISED), now=5, give_up_at=10) is None


def test_an_empty_answer_is_an_answer_and_gets_no_second_chance() -> None:
    tries = Tries([ONE, TWO])
    tries.take()
    assert tries.failed(Permanent(Reason.EMPTY), now=5, give_up_at=10) is None


def test_there_is_an_end_to_the_tries() -> None:
    tries = Tries([ONE, TWO])
    pauses = []
    for _ in range(MOST_TRIES):
        tries.take()
        pauses.append(tries.failed(FAILED, now=0, give_up_at=100))
    assert pauses[-1] is None
    assert None not in pauses[:-1]


@pytest.mark.parametrize(("named", "seconds"), [("7", 7.0), (None, None), ("-5", None), ("nan", None),
                                                ("Wed, 21 Oct 2026 07:28:00 GMT", None)])  # fmt: skip
def test_only_plain_seconds_are_read_from_retry_after(named: str | None, seconds: float | None) -> None:
    error = error_of_status(429, named)
    assert isinstance(error, Throttled)
    assert error.retry_after == seconds
