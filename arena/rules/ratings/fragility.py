"""How few votes hold two neighbours apart.

Votes are ordered by how much the removal of each would close the gap, to first order (the approximate maximum influence
perturbation; Broderick, Giordano & Meager 2020, for arenas Huang, Shen, Wei & Broderick 2025). Then the shortest run
from the front of that order which truly swaps the two is found by fitting again without it. The number is therefore
proven to suffice; that no smaller set exists is likely, not proven.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from arena.rules.ratings.bradley_terry import POINTS_PER_LOGIT, strengths_from
from arena.rules.ratings.intervals import marginal_quantile
from arena.rules.ratings.placing import LEVEL
from arena.rules.ratings.sandwich import Fit
from arena.rules.ratings.tally import Counts, Matrix

Ints = NDArray[np.int64]
# Logits below which two strengths are the same number.
EQUAL = 1e-9


@dataclass(frozen=True)
class Neighbours:
    """Two entrants next to each other on the board.

    `difference`: points between them, with its 95 % interval. `fewest`: votes whose removal swaps them; None when even
    the removal of every vote that speaks for the better one does not. `votes`: all votes of the board, to compare with.
    """

    better: str
    worse: str
    difference: float
    lower: float
    upper: float
    fewest: int | None
    votes: int


@dataclass(frozen=True)
class _Kinds:
    """Votes of one kind are alike: `i` beats `j` (or they tie), `count` of them; all (t,).

    `score`: the gradient of one for i; `value`: what i was given, 1 or ½.
    """

    i: Ints
    j: Ints
    count: Ints
    score: Matrix
    value: Matrix


def neighbours(
    counts: Counts,
    fit: Fit,
    covariance: Matrix,
    among: Sequence[int],
    *,
    prior: float = 1.0,
    degrees: float | None = None,
) -> list[Neighbours]:
    """Each entrant `among` those ranked with the next one below it, best first.

    `fit` is Bradley-Terry with half ties and this `prior`, which must be positive so that strengths exist whatever is
    removed; `covariance` (n, n) in logits. Costs some ten fits a pair. Raises ValueError without a prior.
    """
    if prior <= 0:
        raise ValueError("Without a prior the removal of votes can leave no ratings at all.")
    order = sorted(among, key=lambda i: -fit.strengths[i])
    kinds = _kinds(counts, fit)
    quantile = marginal_quantile(LEVEL, degrees)
    found = []
    for x, y in pairwise(order):
        gap = float(fit.strengths[x] - fit.strengths[y])
        variance = covariance[x, x] + covariance[y, y] - 2 * covariance[x, y]
        points, reach = (float(POINTS_PER_LOGIT * value) for value in (gap, quantile * np.sqrt(max(variance, 0.0))))
        fewest = _fewest(counts, fit, kinds, (x, y), prior)
        names = counts.entrants[x], counts.entrants[y]
        found.append(Neighbours(*names, points, points - reach, points + reach, fewest, int(kinds.count.sum())))
    return found


def _kinds(counts: Counts, fit: Fit) -> _Kinds:
    """Every kind of vote that was cast."""
    wins, ties = np.nonzero(counts.wins), np.nonzero(np.triu(counts.ties))
    return _Kinds(
        i=np.concatenate([wins[0], ties[0]]),
        j=np.concatenate([wins[1], ties[1]]),
        count=np.concatenate([counts.wins[wins], counts.ties[ties]]).astype(np.int64),
        score=np.concatenate([fit.scores.win[wins], fit.scores.tie[ties]]),
        value=np.concatenate([np.ones(len(wins[0])), np.full(len(ties[0]), 0.5)]),
    )


def _fewest(counts: Counts, fit: Fit, kinds: _Kinds, pair: tuple[int, int], prior: float) -> int | None:
    pull = fit.bread[:, pair[0]] - fit.bread[:, pair[1]]
    closes = kinds.score * (pull[kinds.i] - pull[kinds.j])
    helpful = np.flatnonzero(closes > 0)
    order = helpful[np.argsort(-closes[helpful], kind="stable")]
    until = np.concatenate([[0], np.cumsum(kinds.count[order])])
    met = prior * (counts.played > 0)

    def gap(removed: int) -> float:
        """The gap in logits without the first `removed` votes of the order."""
        gone = np.clip(removed - until[:-1], 0, kinds.count[order])
        i, j, value = kinds.i[order], kinds.j[order], kinds.value[order]
        scores, played = counts.scores + met / 2, counts.played + met
        np.subtract.at(scores, (i, j), gone * value)
        np.subtract.at(scores, (j, i), gone * (1 - value))
        np.subtract.at(played, (i, j), gone)
        np.subtract.at(played, (j, i), gone)
        strengths = strengths_from(scores, played, fit.strengths)
        return float(strengths[pair[0]] - strengths[pair[1]])

    now = float(fit.strengths[pair[0]] - fit.strengths[pair[1]])
    most = int(until[-1])
    return first_swap(gap, most, min(_predicted(closes[order], kinds.count[order], now), most)) if most else None


def _predicted(closes: Matrix, count: Ints, gap: float) -> int:
    """How many votes it takes to first order."""
    total = np.concatenate([[0.0], np.cumsum(closes * count)])
    kind = int(np.searchsorted(total, gap, side="right")) - 1
    if kind >= len(closes):
        return int(count.sum())
    return int(count[:kind].sum()) + int((gap - total[kind]) / closes[kind]) + 1


def first_swap(gap: Callable[[int], float], most: int, guess: int) -> int | None:
    """The smallest number at which the gap is negative; it falls with the number, and the guess is good."""
    low, high, at, step = 0, None, guess, max(1, guess // 32)
    while high is None:
        if gap(at) < -EQUAL:
            high = at
        elif at == most:
            return None
        else:
            low, at, step = at, min(most, at + step), 2 * step
    while low == 0 and high - step > 0 and gap(high - step) < -EQUAL:
        high, step = high - step, 2 * step
    low = max(low, high - step)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if gap(middle) < -EQUAL else (middle, high)
    return high
