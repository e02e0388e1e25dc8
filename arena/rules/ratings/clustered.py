"""How sure a fit is when votes of one person, or on one prompt, may depend on each other.

Huber's sandwich with scores summed within each cluster before they are squared (Liang & Zeger 1986). A cluster with
many of the votes pulls the fit towards itself, and its sum looks too small: each sum is divided by 1 - n_g / N, the
share of the votes that are others' (after Bell & McCaffrey 2002). Quantiles are those of Student's t with as many
degrees as clusters of equal size would have that say as much (Carter, Schnepel & Steigerwald 2017).
"""

from collections.abc import Sequence

import numpy as np

from arena.rules.ratings.rows import A_BETTER, B_BETTER, Indices, VoteRows, sided_counts
from arena.rules.ratings.sandwich import Fit, PairScores, wrap
from arena.rules.ratings.tally import Counts, Matrix, folded

CELLS_AT_ONCE = 1 << 20
Part = tuple[Indices | int, Matrix]


class TooFewClusters(ValueError):
    """With one cluster all scores sum to zero, and nothing can be learned about how they vary."""


def clusters_in(rows: VoteRows) -> int:
    """How many clusters the votes form; 0 when that is unknown."""
    return 0 if rows.cluster is None or not len(rows) else int(rows.cluster.max()) + 1


def degrees_of(rows: VoteRows, weights: Matrix | None = None) -> float | None:
    """Degrees of freedom of the votes' clustered covariance, (Σ n_g)² / Σ n_g² - 1 and 1 at least.

    None when the votes do not form several clusters: then they are taken as independent. `weights` (v,): as below.
    """
    if rows.cluster is None or clusters_in(rows) < 2:
        return None
    sizes = np.bincount(rows.cluster, weights).astype(float)
    return max(1.0, float(sizes.sum() ** 2 / (sizes**2).sum()) - 1)


def clustered_sandwich(fit: Fit, rows: VoteRows, weights: Matrix | None = None, counts: Counts | None = None) -> Matrix:
    """Covariance (n, n) of the strengths. Raises TooFewClusters below two clusters.

    `weights` (v,) of the votes and `counts`, their sums, when votes do not weigh one each.

    The matrix has little more independent directions than there are clusters: with fewer clusters than entrants
    single intervals are right, simultaneous ones rough.
    """
    clusters = clusters_in(rows)
    if rows.cluster is None or clusters < 2:
        raise TooFewClusters("Clustered intervals need votes from at least two clusters.")
    parts = _parts(fit.scores, rows, len(fit.bread))
    if weights is not None:
        parts = [(parameter, values * weights) for parameter, values in parts]
    meat = squared_sums(rows.cluster, clusters, parts, len(fit.bread), weights)
    return wrap(fit, meat, counts or sided_counts(rows).counts())


def squared_sums(
    cluster: Indices, clusters: int, parts: Sequence[Part], m: int, weights: Matrix | None = None
) -> Matrix:
    """B (m, m): scores summed within each cluster, divided by 1 - its share of the votes, squared, added up.

    `cluster`: (v,), from 0 to `clusters` - 1, at least two with votes. Each part says to which of the m parameters a
    vote's value belongs; `weights` (v,) are what votes weigh, the same if None. Works on some clusters at a time, so
    that many voters need little memory.
    """
    sizes = np.bincount(cluster, weights, minlength=clusters)
    others = 1 - sizes / sizes.sum()
    meat = np.zeros((m, m))
    order = np.argsort(cluster, kind="stable")
    block = max(1, CELLS_AT_ONCE // m)
    for first in range(0, clusters, block):
        length = min(block, clusters - first)
        start, stop = np.searchsorted(cluster, [first, first + length], sorter=order)
        votes = order[start:stop]
        base = (cluster[votes].astype(np.int64) - first) * m
        sums = np.zeros(length * m)
        for parameter, values in parts:
            column = parameter if isinstance(parameter, int) else parameter[votes]
            sums += folded(base + column, values[votes], length * m)
        by_cluster = sums.reshape(length, m) / others[first : first + length, None]
        meat += by_cluster.T @ by_cluster
    return meat


def _parts(scores: PairScores, rows: VoteRows, m: int) -> list[Part]:
    a, b = rows.a, rows.b
    said = [rows.outcome == A_BETTER, rows.outcome == B_BETTER]
    for_a = np.select(said, [scores.win[a, b], -scores.win[b, a]], scores.tie[a, b])
    parts: list[Part] = [(a, for_a), (b, -for_a)]
    if scores.win_extra is not None and scores.tie_extra is not None:
        extra = np.select(said, [scores.win_extra[a, b], scores.win_extra[b, a]], scores.tie_extra[a, b])
        parts.append((m - 1, extra))
    return parts
