"""Other people's libraries find the same strengths from the same counts."""

import choix
import evalica
import numpy as np
import pytest

from arena.rules.ratings.bradley_terry import POINTS_PER_LOGIT, fit
from arena.rules.ratings.tally import count
from tests.ratings.test_board import simulated

GAPS = [0.7, 0.3, 0.0, -0.2, -0.8]


def test_choix_agrees_to_a_millionth_of_a_point() -> None:
    tallies = simulated(80, GAPS, seed=6)
    counts = count(tallies, ("a", "b", "c", "d", "e"))
    theirs = choix.opt_pairwise(
        5,
        [(i, j) for i in range(5) for j in range(5) for _ in range(int(counts.wins[i, j]))],
        alpha=0,
        method="Newton-CG",
        tol=1e-14,
    )
    ours = fit(counts, prior=0).strengths
    assert ours * POINTS_PER_LOGIT == pytest.approx((theirs - theirs.mean()) * POINTS_PER_LOGIT, abs=1e-6)


def test_evalica_agrees_to_a_millionth_of_a_point() -> None:
    tallies = simulated(80, GAPS, seed=6)
    counts = count(tallies, ("a", "b", "c", "d", "e"))
    pairs = [(a, b) for i, a in enumerate("abcde") for b in "abcde"[i + 1 :]]
    rows = [
        (a, b, winner, weight)
        for tally, (a, b) in zip(tallies, pairs, strict=True)
        for winner, weight in ((evalica.Winner.X, tally.a_wins), (evalica.Winner.Y, tally.b_wins))
    ]
    theirs = np.log(
        evalica.bradley_terry(
            [r[0] for r in rows],
            [r[1] for r in rows],
            [r[2] for r in rows],
            weights=[float(r[3]) for r in rows],
            limit=100_000,
            tolerance=1e-14,
        ).scores.sort_index()
    ).to_numpy()
    ours = fit(counts, prior=0).strengths
    assert ours * POINTS_PER_LOGIT == pytest.approx((theirs - theirs.mean()) * POINTS_PER_LOGIT, abs=1e-6)
