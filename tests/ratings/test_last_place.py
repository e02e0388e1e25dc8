"""How likely each entrant is to be last, and first."""

import numpy as np
import pytest
from scipy.stats import norm

from arena.rules.ratings.last_place import chances_of_being_first, chances_of_being_last

RNG_SEED = 3


def test_of_two_it_is_the_normal_chance_of_their_difference() -> None:
    covariance = np.array([[100.0, -20], [-20, 80]])
    found = chances_of_being_last(np.array([1005.0, 995.0]), covariance, np.random.default_rng(RNG_SEED))
    assert found[0] == pytest.approx(norm.cdf(-10 / np.sqrt(220)), abs=0.012)


def test_chances_sum_to_one() -> None:
    found = chances_of_being_last(np.arange(5.0), np.eye(5) * 9, np.random.default_rng(RNG_SEED))
    assert found.sum() == pytest.approx(1)


def test_equals_are_last_equally_often() -> None:
    found = chances_of_being_last(np.zeros(4), np.eye(4), np.random.default_rng(RNG_SEED))
    assert found == pytest.approx(np.full(4, 0.25), abs=0.02)


def test_the_same_rng_gives_the_same_chances() -> None:
    one, other = (chances_of_being_last(np.arange(3.0), np.eye(3), np.random.default_rng(RNG_SEED)) for _ in range(2))
    assert (one == other).all()


def test_who_is_far_behind_is_last() -> None:
    found = chances_of_being_last(np.array([0.0, 0.0, -100.0]), np.eye(3), np.random.default_rng(RNG_SEED))
    assert found.tolist() == [0, 0, 1]


def test_who_is_first_is_who_is_last_on_the_board_turned_over() -> None:
    found = chances_of_being_first(np.array([1005.0, 995.0]), np.eye(2) * 50, np.random.default_rng(RNG_SEED))
    assert found[0] == pytest.approx(norm.cdf(10 / np.sqrt(100)), abs=0.012)
