"""How few votes hold two neighbours apart."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.rules.ratings.bradley_terry import POINTS_PER_LOGIT, fit, strengths_from
from arena.rules.ratings.fragility import Neighbours, first_swap, neighbours
from arena.rules.ratings.rows import sided_counts
from arena.rules.ratings.sandwich import sandwich
from arena.rules.ratings.tally import Counts, PairTally, count
from tests.ratings.simulations import votes


def found(counts: Counts) -> list[Neighbours]:
    fitted = fit(counts)
    return neighbours(counts, fitted, sandwich(fitted, counts), range(len(counts.entrants)))


def pair(wins: int, losses: int, ties: int = 0) -> Neighbours:
    return found(count([PairTally("a", "b", wins, losses, ties, 0)], "ab"))[0]


def without(counts: Counts, i: int, j: int, number: int) -> Counts:
    wins = counts.wins.copy()
    wins[i, j] -= number
    return replace(counts, wins=wins)


def test_a_lead_of_twenty_votes_falls_with_twenty_one() -> None:
    assert pair(60, 40, 7).fewest == 21


def test_neighbours_who_are_even_swap_with_one_vote() -> None:
    assert pair(50, 50).fewest == 1


def test_one_who_only_won_cannot_be_overtaken_by_taking_votes_away() -> None:
    assert pair(30, 0).fewest is None


def test_the_difference_is_in_points_with_its_interval() -> None:
    found_pair = pair(300, 100)
    assert found_pair.difference == pytest.approx(POINTS_PER_LOGIT * np.log(300.5 / 100.5))
    assert found_pair.lower < found_pair.difference < found_pair.upper


def test_neighbours_are_named_best_first() -> None:
    counts = sided_counts(votes([-1.0, 0.0, 1.0], 900, np.random.default_rng(1))).counts()
    assert [(n.better, n.worse) for n in found(counts)] == [("c", "b"), ("b", "a")]


def swaps(counts: Counts, gone: list[tuple[int, int]], pair_of: tuple[int, int]) -> bool:
    """Whether the board without these wins has the pair the other way round; the prior stays where pairs met."""
    met = counts.played > 0
    less = counts
    for i, j in gone:
        less = without(less, i, j, 1)
    strengths = strengths_from(less.scores + met / 2, less.played + met)
    return bool(strengths[pair_of[0]] < strengths[pair_of[1]] - 1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_no_smaller_set_of_votes_swaps_small_contests(seed: int) -> None:
    counts = sided_counts(votes([0.25, 0.0, -0.25], 30, np.random.default_rng(seed))).counts()
    order = np.argsort(-fit(counts).strengths)
    wins = [(i, j) for i in range(3) for j in range(3) for _ in range(int(counts.wins[i, j]))]
    first = found(counts)[0]
    ends = int(order[0]), int(order[1])
    smallest = next(
        (k for k in range(1, 6) if any(swaps(counts, list(gone), ends) for gone in set(combinations(wins, k)))), 6
    )
    assert min(first.fewest or 6, 6) == smallest


@given(st.integers(1, 500), st.integers(1, 500), st.integers(1, 500))
def test_the_search_finds_the_first_number_that_swaps_from_any_guess(most: int, guess: int, first: int) -> None:
    found = first_swap(lambda removed: first - removed - 0.5, most, min(guess, most))
    assert found == (first if first <= most else None)


def test_without_a_prior_it_is_refused() -> None:
    counts = count([PairTally("a", "b", 6, 4, 0, 0)], "ab")
    fitted = fit(counts, prior=0)
    with pytest.raises(ValueError, match="prior"):
        neighbours(counts, fitted, sandwich(fitted, counts), [0, 1], prior=0)
