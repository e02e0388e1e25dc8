"""Weighting strata of voters to the population."""

import numpy as np
import pytest

from arena.rules.ratings.bradley_terry import fit
from arena.rules.ratings.post_stratification import post_stratify
from arena.rules.ratings.rows import sided_counts
from arena.rules.ratings.sandwich import sandwich
from arena.rules.ratings.tally import Counts, PairTally, count
from tests.ratings.simulations import votes

YOUNG, OLD = ([0.8, 0.0, -0.8], [-0.4, 0.0, 0.4])


def counted(strengths: list[float], number: int, seed: int) -> Counts:
    return sided_counts(votes(strengths, number, np.random.default_rng(seed))).counts()


def pair(wins: int, losses: int) -> Counts:
    return count([PairTally("a", "b", wins, losses, 0, 0)], "ab")


def test_weights_are_population_shares_over_vote_shares() -> None:
    found = post_stratify({"young": pair(40, 40), "old": pair(10, 10)}, {"young": 30, "old": 70})
    assert found.weights == pytest.approx({"young": 0.375, "old": 3.5})


def test_the_weighted_votes_are_as_many_as_the_votes() -> None:
    found = post_stratify({"young": pair(40, 40), "old": pair(10, 10)}, {"young": 30, "old": 70})
    assert found.counts.played.sum() / 2 == pytest.approx(100)


def test_effective_votes_are_those_of_kish() -> None:
    found = post_stratify({"young": pair(40, 40), "old": pair(10, 10)}, {"young": 30, "old": 70})
    assert found.effective_votes == pytest.approx(100**2 / (80 * 0.375**2 + 20 * 3.5**2))


def test_a_sample_like_the_population_is_left_as_it_is() -> None:
    strata = {"young": counted(YOUNG, 400, 1), "old": counted(OLD, 600, 2)}
    found = post_stratify(strata, {"young": 4, "old": 6})
    assert found.counts.wins == pytest.approx(strata["young"].wins + strata["old"].wins)
    assert found.effective_votes == pytest.approx(1000)


def test_few_votes_of_many_people_count_for_all_of_them() -> None:
    strata = {"young": counted(YOUNG, 90_000, 1), "old": counted(OLD, 10_000, 2)}
    truth = {"young": counted(YOUNG, 30_000, 3), "old": counted(OLD, 70_000, 4)}
    weighted = fit(post_stratify(strata, {"young": 30, "old": 70}).counts, prior=0).strengths
    quota = fit(Counts(("a", "b", "c"), truth["young"].wins + truth["old"].wins, np.zeros((3, 3))), prior=0).strengths
    assert weighted == pytest.approx(quota, abs=0.08)


def test_the_sandwich_of_weighted_votes_errs_as_much_as_it_says() -> None:
    found, errors = [], []
    for seed in range(300):
        strata = {"young": counted(YOUNG, 900, 2 * seed), "old": counted(OLD, 100, 2 * seed + 1)}
        weighted = post_stratify(strata, {"young": 30, "old": 70})
        fitted = fit(weighted.counts, prior=0)
        found.append(fitted.strengths)
        errors.append(np.sqrt(np.diag(sandwich(fitted, weighted.counts, weighted.squares))))
    assert np.mean(errors, axis=0) == pytest.approx(np.std(found, axis=0), rel=0.15)


def test_a_stratum_without_votes_is_named() -> None:
    with pytest.raises(ValueError, match="no votes from old"):
        post_stratify({"young": pair(4, 4)}, {"young": 30, "old": 70})


def test_a_stratum_without_a_share_is_named() -> None:
    with pytest.raises(ValueError, match="no population share for old"):
        post_stratify({"young": pair(4, 4), "old": pair(1, 1)}, {"young": 30})


def test_strata_over_different_entrants_are_refused() -> None:
    other = count([PairTally("a", "c", 1, 1, 0, 0)], "ac")
    with pytest.raises(ValueError, match="same entrants"):
        post_stratify({"young": pair(4, 4), "old": other}, {"young": 30, "old": 70})
