"""From tallies to a leaderboard."""

from itertools import pairwise

import numpy as np
import pytest

from arena.rules.ratings.board import Board, rate
from arena.rules.ratings.board_row import BoardRow
from arena.rules.ratings.bradley_terry import fit
from arena.rules.ratings.connectivity import NotConnected
from arena.rules.ratings.intervals import marginal_quantile
from arena.rules.ratings.sandwich import sandwich
from arena.rules.ratings.tally import PairTally, count

NAMES = ("a", "b", "c", "d", "e")


def simulated(votes: int, gaps: list[float], seed: int) -> list[PairTally]:
    """Tallies of `votes` votes a pair under Bradley-Terry, without ties."""
    rng = np.random.default_rng(seed)
    tallies = []
    for i, a in enumerate(NAMES[: len(gaps)]):
        for j in range(i + 1, len(gaps)):
            wins = int(rng.binomial(votes, 1 / (1 + np.exp(gaps[j] - gaps[i]))))
            tallies.append(PairTally(a, NAMES[j], wins, votes - wins, 0, 0))
    return tallies


def board(tallies: list[PairTally], min_votes: int = 1, competing: tuple[str, ...] = NAMES) -> Board:
    return rate(tallies, min_votes=min_votes, competing=competing)


def row(found: Board, entrant: str) -> BoardRow:
    return next(row for row in found.rows if row.entrant == entrant)


def test_three_wins_to_one_are_191_points_without_the_prior() -> None:
    counts = count([PairTally("a", "b", 300, 100, 0, 0)], ("a", "b"))
    gap = np.diff(fit(counts, prior=0).strengths)[0]
    assert gap == pytest.approx(-np.log(3), abs=1e-12)


def test_both_kinds_of_tie_count_as_half_a_win_each() -> None:
    ties = board([PairTally("a", "b", 10, 10, 40, 40)])
    assert row(ties, "a").rating == pytest.approx(1000)
    assert row(ties, "a").ties == 80


def test_the_competing_entrants_average_the_anchor() -> None:
    found = board(simulated(50, [0.5, 0.2, 0, -0.3, -0.4], seed=1), competing=("a", "b", "c"))
    assert np.mean([row(found, name).rating for name in "abc"]) == pytest.approx(1000)
    assert row(found, "d").rated
    assert row(found, "d").rank is None


def test_the_standard_error_of_one_pair_is_the_textbook_one_but_for_one_more_surprise() -> None:
    counts = count([PairTally("a", "b", 60, 40, 0, 0)], ("a", "b"))
    covariance = sandwich(fit(counts, prior=0), counts)
    difference = np.array([1, -1])
    assert difference @ covariance @ difference == pytest.approx(101 / 100 / (100 * 0.6 * 0.4))


def test_intervals_cover_the_truth_in_19_of_20_contests() -> None:
    gaps = [0.6, 0.3, 0.0, -0.3, -0.6]
    held = []
    for seed in range(1000):
        counts = count(simulated(60, gaps, seed), NAMES)
        fitted = fit(counts)
        errors = np.sqrt(np.diag(sandwich(fitted, counts)))
        held.append(np.abs(fitted.strengths - gaps) <= marginal_quantile(0.95) * errors)
    assert 0.935 <= np.mean(held) <= 0.965


def test_entrants_that_cannot_be_told_apart_share_the_first_rank() -> None:
    found = board(simulated(30, [0, 0, 0, 0, 0], seed=4))
    assert {row.rank for row in found.rows} == {1}
    assert {row.rank_high for row in found.rows} == {5}


def test_entrants_far_apart_have_ranks_of_their_own() -> None:
    found = board(simulated(3000, [2, 1, 0, -1, -2], seed=4))
    assert [(row.entrant, row.rank_low, row.rank_high) for row in found.rows] == [
        (name, i, i) for i, name in enumerate(NAMES, start=1)
    ]


@pytest.mark.parametrize("tally", [(3, 0), (0, 1), (1, 0)])
def test_a_newcomer_with_a_vote_or_three_is_listed_and_not_rated(tally: tuple[int, int]) -> None:
    votes = [*simulated(100, [0.3, 0, -0.3], seed=2), PairTally("a", "e", tally[1], tally[0], 0, 0)]
    found = board(votes, min_votes=30)
    assert (row(found, "e").rated, row(found, "e").votes) == (False, sum(tally))
    assert found.rows[-1].entrant == "e"


def test_a_newcomer_leaves_the_others_ratings_as_they_were() -> None:
    before = board(simulated(100, [0.3, 0, -0.3], seed=2), min_votes=30)
    after = board([*simulated(100, [0.3, 0, -0.3], seed=2), PairTally("a", "e", 0, 3, 0, 0)], min_votes=30)
    assert row(after, "a").rating == row(before, "a").rating


def test_an_entrant_that_only_wins_gets_a_finite_rating() -> None:
    found = board([PairTally("a", "b", 40, 0, 0, 0), PairTally("b", "c", 20, 20, 0, 0)])
    assert 1000 < row(found, "a").rating < 3000  # type: ignore[operator]


def test_groups_that_never_met_are_named_and_nobody_is_rated() -> None:
    found = board([PairTally("a", "b", 40, 20, 0, 0), PairTally("c", "d", 30, 30, 0, 0)])
    assert found.components == (("a", "b"), ("c", "d"))
    assert not any(row.rated for row in found.rows)


def test_the_fit_refuses_groups_that_never_met() -> None:
    counts = count([PairTally("a", "b", 4, 2, 0, 0), PairTally("c", "d", 3, 3, 0, 0)], NAMES[:4])
    with pytest.raises(NotConnected) as caught:
        fit(counts)
    assert caught.value.components == [[0, 1], [2, 3]]


def test_no_votes_make_an_empty_board() -> None:
    assert board([]).rows == ()


def test_the_order_of_the_tallies_changes_nothing() -> None:
    tallies = simulated(50, [0.5, 0.2, 0, -0.3, -0.4], seed=9)
    assert board(tallies) == board(tallies[::-1])


def test_swapping_the_names_swaps_the_ratings() -> None:
    one = board([PairTally("a", "b", 70, 30, 4, 0)])
    other = board([PairTally("a", "b", 30, 70, 4, 0)])
    assert row(one, "a").rating == pytest.approx(row(other, "b").rating)


def test_a_long_ladder_of_entrants_is_climbed_to_its_top() -> None:
    rungs = [f"{i:03d}" for i in range(120)]
    ladder = count([PairTally(a, b, 90, 10, 0, 0) for a, b in pairwise(rungs)], rungs)
    assert -np.diff(fit(ladder, prior=0).strengths) == pytest.approx(np.full(119, np.log(9)))
