"""The slowest entrant sets one pace for its pool, between bounds, and a wavering figure changes nothing."""

import pytest

from arena.rules.blindness.pace import LONGEST_HOLD, SLOWEST, Arrival, Pace, common_pace, keeps_slowest, usual

LIVELY = Pace()
QUICK = Arrival(0.2, 600)


def test_quick_entrants_get_the_liveliest_pace() -> None:
    assert common_pace([QUICK, QUICK], LIVELY) == LIVELY


def test_one_slow_entrant_sets_the_pace_and_one_late_entrant_the_hold() -> None:
    pace = common_pace([QUICK, Arrival(0.2, 100), Arrival(2, 600)], LIVELY)
    assert (pace.bytes_per_second, pace.hold_seconds) == (pytest.approx(80), pytest.approx(2.6))


def test_no_entrant_makes_the_others_slower_than_people_read() -> None:
    pace = common_pace([QUICK, Arrival(20, 3)], LIVELY)
    assert (pace.bytes_per_second, pace.hold_seconds) == (SLOWEST, LONGEST_HOLD)


def test_nothing_known_leaves_the_pace_as_it_is() -> None:
    slow = Pace(60, 3)
    assert (common_pace([], LIVELY), common_pace([], LIVELY, slow)) == (LIVELY, slow)


@pytest.mark.parametrize(
    ("rate", "becomes"),
    [(100, 80), (120, 80), (124, 80), (130, 104), (99, pytest.approx(79.2)), (60, 48)],
    ids=["same", "a little more", "still little", "worth it", "a little less", "much less"],
)
def test_the_pace_falls_at_once_and_rises_by_worthy_steps(rate: float, becomes: float) -> None:
    assert common_pace([Arrival(0.2, rate)], LIVELY, Pace(80, 1.5)).bytes_per_second == becomes


@pytest.mark.parametrize(("began", "becomes"), [(2.0, 2.6), (1.8, 2.6), (1.4, 1.82), (2.5, 3.25)])
def test_the_hold_grows_at_once_and_shrinks_by_worthy_steps(began: float, becomes: float) -> None:
    assert common_pace([Arrival(began, 600)], LIVELY, Pace(150, 2.6)).hold_seconds == pytest.approx(becomes)


def test_nine_of_ten_answers_count_and_the_worst_does_not() -> None:
    assert usual([QUICK] * 9 + [Arrival(9, 1)]) == QUICK
    assert usual([QUICK] * 8 + [Arrival(9, 1)] * 2) == Arrival(9, 1)


def test_a_server_below_the_floor_cannot_be_hidden() -> None:
    assert [keeps_slowest(one) for one in (QUICK, Arrival(0.2, 50), Arrival(4, 600))] == [True, False, False]
