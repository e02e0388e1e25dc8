"""Counts per pair: without covariates all that the votes say about strengths."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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


def count(tallies: Sequence[PairTally], entrants: Sequence[str]) -> Counts:
    """Tallies as matrices. Raises KeyError for an entrant that is not in `entrants`."""
    index = {entrant: position for position, entrant in enumerate(entrants)}
    wins = np.zeros((len(index), len(index)))
    ties = np.zeros_like(wins)
    for tally in tallies:
        a, b = index[tally.a], index[tally.b]
        wins[a, b] += tally.a_wins
        wins[b, a] += tally.b_wins
        ties[a, b] += tally.ties + tally.both_bads
        ties[b, a] += tally.ties + tally.both_bads
    return Counts(tuple(entrants), wins, ties)
