"""Which pair to ask about next."""

import numpy as np
import pytest

from arena.rules.ratings.bradley_terry import strengths_from
from arena.rules.ratings.information import centred_inverse, laplacian, probabilities
from arena.rules.ratings.pairing_weights import pairing_weights
from arena.rules.ratings.rows import sided_counts
from arena.rules.ratings.tally import Counts, Matrix
from tests.ratings.simulations import NAMES, votes


def balanced(n: int, each: float) -> Counts:
    half = np.where(np.eye(n), 0.0, each / 2)
    return Counts(NAMES[:n], half, np.zeros((n, n)))


def late(n: int, each: float) -> Counts:
    """All but the last entrant met each other; the last one nobody."""
    counts = balanced(n, each)
    counts.wins[-1] = counts.wins[:, -1] = 0
    return counts


def information(counts: Counts, prior: float = 1.0) -> Matrix:
    """What `pairing_weights` starts from, written down anew: information of all votes and of one tie for every pair."""
    others = 1 - np.eye(len(counts.entrants))
    played = counts.played + prior * others
    chances = probabilities(strengths_from(counts.scores + prior / 2 * others, played))
    return played * chances * (1 - chances)


def test_entrants_alike_in_votes_and_strength_are_drawn_alike() -> None:
    weights = pairing_weights(balanced(5, 40))
    assert weights[np.triu_indices(5, 1)] == pytest.approx(np.full(10, 0.1))


def test_weights_are_symmetric_and_sum_to_one_over_pairs() -> None:
    weights = pairing_weights(sided_counts(votes([1.0, 0.2, -0.3, -0.9], 500, np.random.default_rng(1))).counts())
    assert weights == pytest.approx(weights.T)
    assert np.triu(weights).sum() == pytest.approx(1)
    assert not np.diag(weights).any()


def test_a_weight_is_what_one_more_vote_takes_off_the_sum_of_variances() -> None:
    counts = sided_counts(votes([1.0, 0.2, -0.3, -0.9], 300, np.random.default_rng(2))).counts()
    now = information(counts)
    each = now / (counts.played + 1 - np.eye(4) + np.eye(4))
    gains = np.zeros((4, 4))
    for i, j in zip(*np.triu_indices(4, 1), strict=True):
        more = now.copy()
        more[i, j] = more[j, i] = now[i, j] + each[i, j]
        gains[i, j] = np.trace(centred_inverse(laplacian(now))) - np.trace(centred_inverse(laplacian(more)))
    assert np.triu(pairing_weights(counts)) == pytest.approx(gains / gains.sum())


def test_a_newcomer_is_drawn_more_often_than_all_others_together() -> None:
    assert pairing_weights(late(6, 50))[-1].sum() > 0.9


def test_a_newcomer_becomes_as_narrow_as_the_others_sooner_than_by_uniform_draws() -> None:
    def widest(weighted: bool) -> float:
        counts = late(6, 200)
        for _ in range(40):
            weights = pairing_weights(counts) if weighted else np.where(np.eye(6), 0, 1 / 15)
            counts.wins[:] += 25 * weights / 2
        return float(np.sqrt(np.diag(centred_inverse(laplacian(information(counts)))).max()))

    assert widest(weighted=True) < 0.75 * widest(weighted=False)


def test_when_all_are_as_narrow_the_newcomer_is_one_of_many() -> None:
    counts = late(6, 200)
    for _ in range(200):
        counts.wins[:] += 25 * pairing_weights(counts) / 2
    assert pairing_weights(counts)[-1].sum() == pytest.approx(1 / 3, abs=0.05)
