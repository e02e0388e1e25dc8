"""Other people's libraries find the same strengths from the same counts."""

import choix
import evalica
import numpy as np
import pytest

from arena.queries.vote_files import Columns, RatingChoices, rate_file, read_votes
from arena.rules.ratings.bradley_terry import POINTS_PER_LOGIT, fit
from arena.rules.ratings.rows import sided_counts
from arena.rules.ratings.tally import Counts
from tests.ratings.real_votes import COLUMNS, LLMFAO, needs_real_votes
from tests.ratings.simulations import votes


def in_points(strengths: np.ndarray) -> np.ndarray:
    return 1000 + POINTS_PER_LOGIT * (strengths - strengths.mean())


def by_choix(counts: Counts) -> np.ndarray:
    """choix takes a matrix of how often each beat each; a tie is half of both. Its alpha, which shrinks, is zero."""
    return in_points(choix.ilsr_pairwise_dense(counts.scores, alpha=0, max_iter=5000, tol=1e-11))


def by_evalica(counts: Counts) -> np.ndarray:
    """evalica takes votes with weights: here one for each pair and outcome."""
    i, j = np.nonzero(counts.wins)
    k, m = np.nonzero(np.triu(counts.ties))
    names = np.array(counts.entrants, dtype=object)
    found = evalica.bradley_terry(
        [*names[i], *names[k]],
        [*names[j], *names[m]],
        [evalica.Winner.X] * len(i) + [evalica.Winner.Draw] * len(k),
        weights=[*counts.wins[i, j], *counts.ties[k, m]],
        limit=100_000,
        tolerance=1e-14,
    )
    return in_points(np.log(found.scores[list(counts.entrants)].to_numpy()))


ORACLES = pytest.mark.parametrize("oracle", [by_choix, by_evalica])


@ORACLES
@pytest.mark.parametrize("ties", [0.0, 0.35])
def test_oracles_agree_to_a_millionth_of_a_point(oracle: object, ties: float) -> None:
    rows = votes([0.7, 0.3, 0.0, -0.2, -0.8], 800, np.random.default_rng(6), ties=ties)
    counts = sided_counts(rows).counts()
    theirs = oracle(counts)  # type: ignore[operator]
    assert in_points(fit(counts, prior=0).strengths) == pytest.approx(theirs, abs=1e-6)


@needs_real_votes
@ORACLES
def test_oracles_agree_on_8931_real_votes_of_59_entrants(oracle: object) -> None:
    counts = sided_counts(read_votes(LLMFAO, Columns(COLUMNS), {}, lambda share: None).rows).counts()
    theirs = dict(zip(counts.entrants, oracle(counts), strict=True))  # type: ignore[operator]
    rated = rate_file(LLMFAO, RatingChoices(Columns(COLUMNS), {}), lambda share: None)
    assert (rated.votes, len(rated.entrants)) == (8931, 59)
    assert {row.entrant: row.rating for row in rated.entrants} == pytest.approx(theirs, abs=1e-6)
