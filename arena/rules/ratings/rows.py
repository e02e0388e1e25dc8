"""Votes one by one, where counts do not say enough: who cast them, on which side an entrant stood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from arena.rules.outcome import Outcome
from arena.rules.ratings.tally import Counts, Matrix, PairTally

Indices = NDArray[np.integer]
A_BETTER, B_BETTER, TIE, BOTH_BAD = range(4)
CODES = {
    Outcome.A_BETTER: A_BETTER,
    Outcome.B_BETTER: B_BETTER,
    Outcome.TIE: TIE,
    Outcome.BOTH_BAD: BOTH_BAD,
}
OUTCOMES = {code: outcome for outcome, code in CODES.items()}
SCORES = np.array([1.0, 0.0, 0.5, 0.5])
CHUNK = 1 << 17


@dataclass(frozen=True)
class VoteRows:
    """v votes over n `entrants`.

    `a`, `b`: which entrant stood on each side, by index, (v,). `outcome`: its code, (v,). `cluster`: votes with the
    same number may depend on each other (one voter, one prompt), numbered 0, 1, … without gaps, (v,); None if unknown.
    """

    entrants: tuple[str, ...]
    a: Indices
    b: Indices
    outcome: NDArray[np.int8]
    cluster: Indices | None = None

    def __len__(self) -> int:
        return len(self.a)

    @property
    def score(self) -> Matrix:
        """What side a scored: 1, ½ or 0; (v,)."""
        result: Matrix = SCORES[self.outcome]
        return result

    def where(self, keep: NDArray[np.bool_]) -> "VoteRows":
        """Some of the votes; clusters are numbered anew, because those that are left must have no gaps."""
        cluster = None if self.cluster is None else np.unique(self.cluster[keep], return_inverse=True)[1]
        return replace(self, a=self.a[keep], b=self.b[keep], outcome=self.outcome[keep], cluster=cluster)

    def only(self, keep: Sequence[int]) -> "VoteRows":
        """The votes among some of the entrants, by index; those are numbered anew in the order of `keep`."""
        return self.over([self.entrants[i] for i in keep])

    def over(self, entrants: Sequence[str]) -> "VoteRows":
        """The votes among these entrants, by name and numbered in this order; some may have no vote."""
        if tuple(entrants) == self.entrants:
            return self
        index = {name: i for i, name in enumerate(entrants)}
        place = np.array([index.get(name, -1) for name in self.entrants], dtype=self.a.dtype)
        a, b = place[self.a], place[self.b]
        among = replace(self, entrants=tuple(entrants), a=a, b=b)
        left_out = (a < 0) | (b < 0)
        return among.where(~left_out) if left_out.any() else among

    def without_ties(self) -> "VoteRows":
        """The votes that decided for one side."""
        return self.where(self.outcome < TIE)


@dataclass(frozen=True)
class SidedCounts:
    """Votes per ordered pair and outcome code: `table[code, i, j]` with i on side a and j on side b; 4 × n × n."""

    entrants: tuple[str, ...]
    table: NDArray[np.int64]

    def counts(self) -> Counts:
        """The same votes without the sides."""
        wins = self.table[A_BETTER] + self.table[B_BETTER].T
        ties = self.table[TIE] + self.table[BOTH_BAD]
        return Counts(self.entrants, wins.astype(float), (ties + ties.T).astype(float))

    def tallies(self) -> list[PairTally]:
        """The same votes by pair, in the order of the entrants' names."""
        turned = [A_BETTER, B_BETTER, TIE, BOTH_BAD], [B_BETTER, A_BETTER, TIE, BOTH_BAD]
        both = self.table[turned[0]] + self.table[turned[1]].transpose(0, 2, 1)
        pairs = combinations(sorted(range(len(self.entrants)), key=self.entrants.__getitem__), 2)
        return [
            PairTally(self.entrants[i], self.entrants[j], *map(int, both[:, i, j]))
            for i, j in pairs
            if both[:, i, j].any()
        ]


def sided_counts(rows: VoteRows) -> SidedCounts:
    """Fold votes into counts, 2 ns a vote, in chunks: millions of votes need little more memory than they are."""
    n = len(rows.entrants)
    table = np.zeros(n * n * 4, dtype=np.int64)
    # Half as wide numbers are half the work; they hold the cells of 23,000 entrants, whose tables no machine would.
    for start in range(0, len(rows), CHUNK):
        part = slice(start, start + CHUNK)
        cells = rows.outcome[part].astype(np.int32)
        cells *= n
        cells += rows.a[part].astype(np.int32, copy=False)
        cells *= n
        cells += rows.b[part].astype(np.int32, copy=False)
        np.add.at(table, cells, np.int64(1))
    return SidedCounts(rows.entrants, table.reshape(4, n, n))


def rows_of(ballots: Iterable[tuple[str, str, str, Outcome]], entrants: Sequence[str]) -> VoteRows:
    """Rows of (voter_ref, entrant on side a, entrant on side b, outcome); a voter's votes are one cluster.

    Raises KeyError for an entrant that is not in `entrants`.
    """
    index = {entrant: position for position, entrant in enumerate(entrants)}
    voters: dict[str, int] = {}
    table = np.array(
        [(voters.setdefault(voter, len(voters)), index[a], index[b], CODES[said]) for voter, a, b, said in ballots],
        dtype=np.int64,
    ).reshape(-1, 4)
    return VoteRows(tuple(entrants), table[:, 1], table[:, 2], table[:, 3].astype(np.int8), table[:, 0])
