"""Intervals hold the truth as often as they say, over many simulated contests."""

from collections.abc import Callable

import numpy as np
import pytest

from arena.rules.ratings.clustered import clustered_sandwich, degrees_of
from arena.rules.ratings.placing import Place, place, to_points
from arena.rules.ratings.rows import VoteRows, sided_counts
from arena.rules.ratings.sandwich import sandwich
from arena.rules.ratings.tie_rules import TieRule, fit_with
from tests.ratings.simulations import votes, what_votes_average_to, zipf

STRENGTHS = [0.5, 0.2, 0.0, -0.1, -0.6]
NEARLY_ALWAYS = {"wins": [4.0, 0.3, 0.0, -0.1, -0.5], "loses": [0.4, 0.3, 0.0, -0.1, -4.0]}
VOTERS, TASTE, TIES = 100, 0.8, 0.2


def placed(rows: VoteRows, clustered: bool) -> list[Place]:
    """The board of one simulated contest, with half ties and the published prior."""
    counts = sided_counts(rows).counts()
    fit = fit_with(TieRule.HALF, counts, 1.0)
    covariance = clustered_sandwich(fit, rows) if clustered else sandwich(fit, counts)
    everyone = range(len(rows.entrants))
    ratings, in_points = to_points(fit.strengths, covariance, everyone)
    return place(ratings, in_points, everyone, degrees_of(rows) if clustered else None)


def shares(
    contests: int, draw: Callable[[np.random.Generator], VoteRows], truth: np.ndarray, clustered: bool
) -> tuple[float, float]:
    """(share of intervals that hold the truth, share of contests in which any range of ranks misses the true rank)."""
    points = to_points(truth, np.eye(len(truth)), range(len(truth)))[0]
    ranks = 1 + np.argsort(np.argsort(-truth))
    held, understated = [], []
    for seed in range(contests):
        places = placed(draw(np.random.default_rng(seed)), clustered)
        held += [p.lower <= point <= p.upper for p, point in zip(places, points, strict=True)]
        understated.append(
            any(not p.ranks[0] <= rank <= p.ranks[1] for p, rank in zip(places, ranks, strict=True) if p.ranks)
        )
    return float(np.mean(held)), float(np.mean(understated))


def alone(rng: np.random.Generator) -> VoteRows:
    return votes(STRENGTHS, 1500, rng, ties=TIES)


def with_tastes(rng: np.random.Generator) -> VoteRows:
    return votes(STRENGTHS, 3000, rng, ties=TIES, voters=VOTERS, taste=TASTE)


@pytest.mark.parametrize("contests", [500, pytest.param(4000, marks=pytest.mark.slow)])
def test_intervals_of_independent_votes_hold_in_19_of_20_cases_and_ranks_in_19_of_20_contests(contests: int) -> None:
    held, understated = shares(contests, alone, what_votes_average_to(STRENGTHS, 0.0, TIES), clustered=False)
    assert 0.935 <= held <= 0.965
    assert understated <= 0.05


@pytest.mark.parametrize("contests", [500, pytest.param(4000, marks=pytest.mark.slow)])
def test_clustered_intervals_hold_although_tastes_vary(contests: int) -> None:
    truth = what_votes_average_to(STRENGTHS, TASTE, TIES)
    held, understated = shares(contests, with_tastes, truth, clustered=True)
    assert 0.935 <= held <= 0.965
    assert understated <= 0.05


@pytest.mark.parametrize("contests", [300, pytest.param(2000, marks=pytest.mark.slow)])
@pytest.mark.parametrize(("voters", "number"), [(100, 3000), (20, 1000), (8, 1000)])
def test_clustered_intervals_hold_although_few_voters_cast_most_votes(voters: int, number: int, contests: int) -> None:
    sizes = zipf(voters, number)

    def unequal(rng: np.random.Generator) -> VoteRows:
        return votes(STRENGTHS, sum(sizes), rng, ties=TIES, voters=sizes, taste=TASTE)

    held, understated = shares(contests, unequal, what_votes_average_to(STRENGTHS, TASTE, TIES), clustered=True)
    assert held >= 0.94
    assert understated <= 0.05


@pytest.mark.parametrize("contests", [300, pytest.param(2000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("voters", [0, 50], ids=["independent", "clustered"])
@pytest.mark.parametrize("does", NEARLY_ALWAYS)
def test_intervals_hold_beside_an_entrant_that_nearly_always_wins_or_loses(
    does: str, voters: int, contests: int
) -> None:
    strengths = NEARLY_ALWAYS[does]

    def separated(rng: np.random.Generator) -> VoteRows:
        return votes(strengths, 400, rng, voters=voters)

    held, understated = shares(contests, separated, what_votes_average_to(strengths, 0.0), clustered=voters > 0)
    assert held >= 0.94
    assert understated <= 0.05


def test_intervals_that_take_such_votes_as_independent_are_too_narrow() -> None:
    held, _ = shares(300, with_tastes, what_votes_average_to(STRENGTHS, TASTE, TIES), clustered=False)
    assert held < 0.92


@pytest.mark.slow
@pytest.mark.parametrize("rule", [TieRule.DAVIDSON, TieRule.RAO_KUPPER])
def test_the_other_tie_rules_err_as_much_as_their_sandwich_says(rule: TieRule) -> None:
    found, errors = [], []
    for seed in range(1000):
        counts = sided_counts(alone(np.random.default_rng(seed))).counts()
        fit = fit_with(rule, counts, 0.0)
        found.append(fit.strengths)
        errors.append(np.sqrt(np.diag(sandwich(fit, counts))))
    assert np.mean(errors, axis=0) == pytest.approx(np.std(found, axis=0), rel=0.07)
