"""Quantiles for one and for all, and the ranks that intervals leave open."""

import numpy as np
import pytest
from scipy.stats import norm, t

from arena.rules.ratings.intervals import marginal_quantile, rank_range, simultaneous_quantile


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def test_a_single_interval_reaches_the_textbook_number_of_errors() -> None:
    assert marginal_quantile(0.95) == pytest.approx(norm.ppf(0.975))
    assert marginal_quantile(0.95, 12) == pytest.approx(t.ppf(0.975, 12))


@pytest.mark.parametrize("n", [2, 10, 50])
def test_independent_intervals_reach_as_far_as_sidak_says(n: int) -> None:
    expected = norm.ppf(0.5 + 0.95 ** (1 / n) / 2)
    assert simultaneous_quantile(np.eye(n) * 4, 0.95, rng()) == pytest.approx(expected, abs=0.05)


def test_entrants_that_move_together_need_no_more_than_one() -> None:
    found = simultaneous_quantile(np.ones((6, 6)), 0.95, rng())
    assert found == pytest.approx(marginal_quantile(0.95), abs=0.04)


def test_few_clusters_make_simultaneous_intervals_wider() -> None:
    assert simultaneous_quantile(np.eye(5), 0.95, rng(), 12) > simultaneous_quantile(np.eye(5), 0.95, rng()) + 0.2


def test_an_entrant_without_variance_is_left_out() -> None:
    assert simultaneous_quantile(np.diag([0.0, 1.0]), 0.95, rng()) == pytest.approx(1.96, abs=0.04)
    assert simultaneous_quantile(np.zeros((2, 2)), 0.95, rng()) == marginal_quantile(0.95)


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_entrants_changes_nothing(seed: int) -> None:
    some = np.random.default_rng(seed).normal(size=(12, 12))
    covariance, order = some @ some.T, np.random.default_rng(seed).permutation(12)
    shuffled = covariance[np.ix_(order, order)]
    found = simultaneous_quantile(covariance, 0.95, rng())
    assert simultaneous_quantile(shuffled, 0.95, rng()) == pytest.approx(found, abs=1e-9)


def test_ranks_that_overlap_are_ranges() -> None:
    lower, upper = np.array([10.0, 4.0, 3.0, -9.0]), np.array([12.0, 9.0, 8.0, -5.0])
    assert rank_range(lower, upper) == [(1, 1), (2, 3), (2, 3), (4, 4)]
