"""Who can be compared with whom."""

import numpy as np
import pytest

from arena.rules.ratings.connectivity import components, largest_component, strong_components
from arena.rules.ratings.tally import Counts, PairTally, count

CIRCLE = [PairTally("a", "b", 1, 0, 0, 0), PairTally("b", "c", 1, 0, 0, 0), PairTally("a", "c", 0, 1, 0, 0)]


def counted(*more: PairTally) -> Counts:
    tallies = [*CIRCLE, *more]
    return count(tallies, sorted({name for tally in tallies for name in (tally.a, tally.b)}))


def test_a_circle_of_wins_connects_everyone() -> None:
    assert strong_components(counted().scores) == [[0, 1, 2]]


@pytest.mark.parametrize("newcomer", [PairTally("a", "n", 0, 3, 0, 0), PairTally("a", "n", 1, 0, 0, 0)])
def test_wins_alone_or_losses_alone_do_not(newcomer: PairTally) -> None:
    counts = counted(newcomer)
    assert strong_components(counts.scores) == [[0, 1, 2], [3]]
    assert components(counts.played) == [[0, 1, 2, 3]]


def test_a_single_tie_connects_both_ways() -> None:
    assert largest_component(counted(PairTally("a", "n", 0, 0, 1, 0))) == [0, 1, 2, 3]


def test_the_largest_group_is_rated_where_there_is_one() -> None:
    assert largest_component(counted(PairTally("x", "y", 5, 5, 0, 0))) == [0, 1, 2]


def test_of_two_groups_of_one_size_neither_is() -> None:
    counts = count([PairTally("a", "b", 4, 2, 0, 0), PairTally("c", "d", 3, 3, 0, 0)], "abcd")
    assert largest_component(counts) == []


def test_an_entrant_alone_is_nobody_to_rate() -> None:
    assert largest_component(Counts(("a",), np.zeros((1, 1)), np.zeros((1, 1)))) == []


def test_nobody_is_no_group() -> None:
    assert components(np.zeros((0, 0))) == []
