"""Votes drawn from known strengths."""

import numpy as np
from numpy.polynomial.hermite_e import hermegauss

from arena.rules.ratings.bradley_terry import fit
from arena.rules.ratings.rows import A_BETTER, B_BETTER, TIE, VoteRows
from arena.rules.ratings.tally import Counts, Matrix

NAMES = tuple("abcdefghijklmnopqrstuvwxyz")


def votes(
    strengths: list[float] | Matrix,
    number: int,
    rng: np.random.Generator,
    *,
    ties: float = 0.0,
    voters: int | list[int] = 0,
    taste: float = 0.0,
) -> VoteRows:
    """Votes on random pairs and sides; `ties` is their share.

    `voters`: how many there are, who cast as many each, or how many each of them casts, `number` together. Each sees
    every entrant better or worse by a taste of that standard deviation.
    """
    n = len(strengths)
    people = len(voters) if isinstance(voters, list) else max(voters, 1)
    a = rng.integers(0, n, number)
    b = (a + rng.integers(1, n, number)) % n
    voter = np.repeat(np.arange(people), voters) if isinstance(voters, list) else np.arange(number) % people
    tastes = taste * rng.standard_normal((people, n))
    seen = np.asarray(strengths) + tastes[voter][:, :] if voters else np.broadcast_to(strengths, (number, n))
    every = np.arange(number)
    lead = seen[every, a] - seen[every, b]
    outcome = np.where(rng.random(number) < 1 / (1 + np.exp(-lead)), A_BETTER, B_BETTER).astype(np.int8)
    outcome[rng.random(number) < ties] = TIE
    return VoteRows(NAMES[:n], a, b, outcome, voter if voters else None)


def zipf(voters: int, number: int) -> list[int]:
    """About `number` votes among voters of very unequal zeal: the g-th casts a g-th of what the first does."""
    shares = 1 / np.arange(1, voters + 1)
    return [max(1, round(number * share)) for share in shares / shares.sum()]


def what_votes_average_to(strengths: list[float], taste: float, ties: float = 0.0) -> Matrix:
    """The strengths that endless votes of endlessly many voters would give; (n,). Tastes pull them together."""
    points, weights = hermegauss(61)
    gaps = np.subtract.outer(strengths, strengths)
    chances = sum(
        weight / weights.sum() / (1 + np.exp(-(gaps + np.sqrt(2) * taste * point)))
        for point, weight in zip(points, weights, strict=True)
    )
    np.fill_diagonal(chances, 0)
    tied = np.where(np.eye(len(strengths)), 0.0, ties)
    return fit(Counts(NAMES[: len(strengths)], (1 - tied) * chances, tied), prior=0).strengths
