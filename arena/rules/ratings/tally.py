"""Counts per pair: without covariates all that the votes say about strengths."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class PairTally:
    """Votes between two entrants, a < b by ref. Both kinds of tie are kept apart, though they rate the same."""

    a: str
    b: str
    a_wins: int
    b_wins: int
    ties: int
    both_bads: int

    @property
    def votes(self) -> int:
        """All votes of the pair."""
        return self.a_wins + self.b_wins + self.ties + self.both_bads


@dataclass(frozen=True)
class Counts:
    """Tallies as matrices over `entrants` (n names): `wins[i, j]` of i over j, `ties[i, j]` symmetric; n × n."""

    entrants: tuple[str, ...]
    wins: Matrix
    ties: Matrix

    @property
    def played(self) -> Matrix:
        """Votes per pair, symmetric; n × n."""
        return self.wins + self.wins.T + self.ties

    @property
    def scores(self) -> Matrix:
        """Wins of i over j, a tie as half a win for each; n × n."""
        return self.wins + self.ties / 2

    def only(self, keep: Sequence[int]) -> "Counts":
        """The counts among some of the entrants, by index."""
        grid = np.ix_(keep, keep)
        return Counts(tuple(self.entrants[i] for i in keep), self.wins[grid], self.ties[grid])

    def without_ties(self) -> "Counts":
        """The counts as if no tie had been cast."""
        return Counts(self.entrants, self.wins, np.zeros_like(self.ties))


def count(tallies: Sequence[PairTally], entrants: Sequence[str]) -> Counts:
    """Tallies as matrices. Raises KeyError for an entrant that is not in `entrants`."""
    index = {entrant: position for position, entrant in enumerate(entrants)}
    n = len(index)
    table = np.array(
        [(index[t.a], index[t.b], t.a_wins, t.b_wins, t.ties + t.both_bads) for t in tallies], dtype=np.int64
    ).reshape(-1, 5)
    above, below = table[:, 0] * n + table[:, 1], table[:, 1] * n + table[:, 0]
    wins = folded(above, table[:, 2], n * n) + folded(below, table[:, 3], n * n)
    ties = folded(above, table[:, 4], n * n) + folded(below, table[:, 4], n * n)
    return Counts(tuple(entrants), wins.reshape(n, n), ties.reshape(n, n))


def folded(cells: NDArray[np.integer], weights: ArrayLike, length: int) -> Matrix:
    """Weights (v,) summed by the cells (v,) that they belong to; (length,)."""
    return np.asarray(np.bincount(cells, weights=weights, minlength=length), dtype=np.float64)
