"""The draw of pairs and sides."""

import random
from collections import Counter
from itertools import permutations

import pytest

from arena.rules.pairing import draw, starting_exposure


def play(entrants: int, battles: int, seed: int) -> Counter[tuple[int, int]]:
    rng = random.Random(seed)
    met: Counter[tuple[int, int]] = Counter(dict.fromkeys(permutations(range(entrants), 2), 0))
    for _ in range(battles):
        met[draw(met, rng)] += 1
    return met


@pytest.mark.parametrize("entrants", [2, 3, 5, 8])
def test_every_ordered_pair_meets_equally_often_after_whole_rounds(entrants: int) -> None:
    rounds = entrants * (entrants - 1)
    assert set(play(entrants, 7 * rounds, seed=3).values()) == {7}


def test_no_pair_is_ever_more_than_one_battle_ahead() -> None:
    met = play(5, 1234, seed=5)
    assert max(met.values()) - min(met.values()) <= 1


def test_the_order_within_a_round_cannot_be_foretold_from_the_last_round() -> None:
    rng = random.Random(11)
    met = dict.fromkeys(permutations(range(5), 2), 0)
    rounds = []
    for _ in range(2):
        drawn = []
        for _ in range(20):
            pair = draw(met, rng)
            met[pair] += 1
            drawn.append(pair)
        rounds.append(drawn)
    assert rounds[0] != rounds[1]


def test_the_same_seed_draws_the_same_whatever_the_order_of_the_counts() -> None:
    met = dict.fromkeys(permutations(range(5), 2), 0)
    backwards = dict(reversed(met.items()))
    assert draw(met, random.Random(2)) == draw(backwards, random.Random(2))


def test_a_draw_without_pairs_is_refused() -> None:
    with pytest.raises(ValueError, match="two entrants"):
        draw({}, random.Random(1))


def test_a_late_entrant_starts_level_with_the_least_met_pair() -> None:
    assert starting_exposure({(1, 2): 7, (2, 1): 6}) == 6
