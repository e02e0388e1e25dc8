"""Intervals that allow votes of one person to resemble each other."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from arena.queries.vote_files import Columns, RatingChoices, rate_file
from arena.rules.ratings.board import CLUSTERED_ESTIMATOR, rate
from arena.rules.ratings.clustered import CELLS_AT_ONCE, TooFewClusters, clustered_sandwich, degrees_of, squared_sums
from arena.rules.ratings.rows import VoteRows, sided_counts
from arena.rules.ratings.sandwich import Fit, sandwich
from arena.rules.ratings.tally import PairTally
from arena.rules.ratings.tie_rules import TieRule, fit_with
from tests.ratings.real_votes import COLUMNS, LLMFAO, needs_real_votes
from tests.ratings.simulations import votes

STRENGTHS = [0.7, 0.1, -0.2, -0.6]


def fitted(rows: VoteRows, rule: TieRule = TieRule.HALF) -> Fit:
    return fit_with(rule, sided_counts(rows).counts(), 1.0)


def errors(covariance: np.ndarray) -> np.ndarray:
    return np.sqrt(np.diag(covariance))


@pytest.mark.parametrize("rule", [TieRule.HALF, TieRule.DAVIDSON, TieRule.RAO_KUPPER])
def test_votes_that_are_each_a_cluster_are_independent_votes(rule: TieRule) -> None:
    rows = votes(STRENGTHS, 900, np.random.default_rng(1), ties=0.2)
    alone = replace(rows, cluster=np.arange(len(rows)))
    independent = errors(sandwich(fitted(rows, rule), sided_counts(rows).counts()))
    assert errors(clustered_sandwich(fitted(rows, rule), alone)) == pytest.approx(independent, rel=2e-3)


def test_votes_that_everyone_cast_four_times_say_as_much_as_once() -> None:
    once = votes(STRENGTHS, 2000, np.random.default_rng(2), voters=2000)
    four = VoteRows(once.entrants, *(np.tile(part, 4) for part in (once.a, once.b, once.outcome, once.cluster)))
    widths = errors(clustered_sandwich(fitted(four), four)) / errors(clustered_sandwich(fitted(once), once))
    assert widths == pytest.approx(np.ones(4), abs=0.01)


def test_tastes_widen_the_intervals() -> None:
    rows = votes(STRENGTHS, 4000, np.random.default_rng(3), voters=40, taste=1.0)
    independent = errors(sandwich(fitted(rows), sided_counts(rows).counts()))
    assert (errors(clustered_sandwich(fitted(rows), rows)) > 1.3 * independent).all()


def test_a_voter_with_most_of_the_votes_leaves_few_degrees_of_freedom() -> None:
    rng = np.random.default_rng(7)
    equal, unequal, alone = (votes(STRENGTHS, 200, rng, voters=sizes) for sizes in ([20] * 10, [191, *[1] * 9], 1))
    assert degrees_of(equal) == pytest.approx(9)
    assert degrees_of(unequal) == 1
    assert degrees_of(alone) is None


def test_a_sum_of_scores_is_divided_by_the_share_of_votes_that_others_cast() -> None:
    cluster, ones = np.array([0, 0, 0, 1]), np.ones(4)
    assert squared_sums(cluster, 2, [(0, ones)], 1) == pytest.approx((3 / (1 / 4)) ** 2 + (1 / (3 / 4)) ** 2)


def test_one_cluster_says_nothing_about_variation() -> None:
    rows = votes(STRENGTHS, 200, np.random.default_rng(4), voters=1)
    with pytest.raises(TooFewClusters):
        clustered_sandwich(fitted(rows), rows)


def test_sums_over_blocks_of_clusters_are_the_sums_over_all_at_once() -> None:
    rng = np.random.default_rng(5)
    m = 300
    clusters = 2 * CELLS_AT_ONCE // m
    cluster, parameter, values = (
        np.arange(3 * clusters) % clusters,
        rng.integers(0, m, 3 * clusters),
        rng.random(3 * clusters),
    )
    sums = csr_array((values, (cluster, parameter)), (clusters, m))
    expected = (sums.T @ sums).toarray() / (1 - 1 / clusters) ** 2
    assert squared_sums(cluster, clusters, [(parameter, values)], m) == pytest.approx(expected)


def test_the_board_takes_the_votes_of_its_tallies_and_says_so() -> None:
    rows = votes([0.3, -0.3], 400, np.random.default_rng(6), voters=20, taste=1.0)
    wins = sided_counts(rows).counts().wins
    tally = PairTally("a", "b", int(wins[0, 1]), int(wins[1, 0]), 0, 0)
    plain, clustered = (rate([tally], min_votes=1, competing="ab", votes=said) for said in (None, rows))
    assert clustered.estimator == CLUSTERED_ESTIMATOR
    assert [row.rating for row in clustered.rows] == [row.rating for row in plain.rows]
    assert clustered.rows[0].upper > plain.rows[0].upper  # type: ignore[operator]


def test_the_board_refuses_votes_that_its_tallies_do_not_count() -> None:
    rows = votes([0.3, -0.3], 400, np.random.default_rng(6), voters=20)
    with pytest.raises(ValueError, match="not those that the tallies count"):
        rate([PairTally("a", "b", 1, 0, 0, 0)], min_votes=1, competing="ab", votes=rows)


@needs_real_votes
@pytest.mark.parametrize("column", ["worker", "prompt"])
def test_real_votes_clustered_by_worker_or_prompt_give_wider_intervals(column: str) -> None:
    def widths(cluster: str | None) -> dict[str, float]:
        rated = rate_file(LLMFAO, RatingChoices(Columns(COLUMNS, cluster), {}), lambda share: None)
        return {row.entrant: row.upper - row.lower for row in rated.entrants}  # type: ignore[operator]

    plain, clustered = widths(None), widths(column)
    ratios = np.array([clustered[name] / plain[name] for name in plain])
    assert np.median(ratios) > 1.1
    assert (ratios > 1).mean() > 0.7
