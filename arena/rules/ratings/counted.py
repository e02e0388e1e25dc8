"""Counted votes in columns, about a hundred bytes each, with all that a report asks of them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from arena.rules.outcome import Outcome
from arena.rules.ratings.rows import CODES, Indices, VoteRows
from arena.rules.ratings.tally import Matrix
from arena.rules.style_features import FEATURES

Style = tuple[tuple[float, ...], tuple[float, ...]]
UNKNOWN: Style = ((np.nan,) * len(FEATURES), (np.nan,) * len(FEATURES))
COLUMN = np.dtype(
    [
        ("key", np.int64),
        ("counts", np.bool_),
        ("voter", np.int32),
        ("a", np.int32),
        ("b", np.int32),
        ("outcome", np.int8),
        ("kind", np.int32),
        ("style", np.float64, (2, len(FEATURES))),
    ]
)


@dataclass(frozen=True, slots=True)
class SeenVote:
    """A vote that folds have seen, and whether it counts.

    `key`: its place among the others, and what tells it from them. `a`, `b`: who stood on each side. `slices`: those
    that it is in. `style`: the features of both answers, None when unknown.
    """

    key: int
    counts: bool
    voter_ref: str
    a: str
    b: str
    outcome: Outcome
    slices: tuple[str, ...]
    style: Style | None = None


@dataclass(frozen=True)
class CountedVotes:
    """v counted votes in the order of their keys.

    `rows`: who stood where, each voter's votes a cluster. `kinds`: the sets of slices that there are, and `kind`: which
    of these each vote is in, (v,). `style`: features of the answers by vote and side, (v, 2, k); NaN where unknown.
    """

    rows: VoteRows
    kinds: tuple[tuple[str, ...], ...]
    kind: Indices
    style: Matrix

    def __len__(self) -> int:
        return len(self.rows)

    def slices(self) -> list[str]:
        """The slices with votes, by name."""
        return sorted({name for kind in np.unique(self.kind) for name in self.kinds[kind]})

    def inside(self, slice_name: str) -> NDArray[np.bool_]:
        """Which votes are in a slice, (v,). Many votes share few sets of slices: each set is looked at once."""
        return np.array([slice_name in kind for kind in self.kinds], dtype=np.bool_)[self.kind]


class VoteColumns:
    """Votes by key. Whoever keeps this need not read again what has not changed."""

    def __init__(self) -> None:
        self._votes = np.empty(0, dtype=COLUMN)
        self._voters: dict[str, int] = {}
        self._entrants: dict[str, int] = {}
        self._kinds: dict[tuple[str, ...], int] = {}

    def put(self, votes: Iterable[SeenVote]) -> None:
        """Add votes; one that is here already takes the place of what was known of it."""
        new = np.fromiter(map(self._column, votes), dtype=COLUMN)
        if not len(new):
            return
        left = self._votes[~np.isin(self._votes["key"], new["key"])]
        both = np.concatenate([left, new])
        self._votes = both[np.argsort(both["key"], kind="stable")]

    def _column(self, vote: SeenVote) -> tuple[object, ...]:
        return (
            vote.key,
            vote.counts,
            self._voters.setdefault(vote.voter_ref, len(self._voters)),
            self._entrants.setdefault(vote.a, len(self._entrants)),
            self._entrants.setdefault(vote.b, len(self._entrants)),
            CODES[vote.outcome],
            self._kinds.setdefault(vote.slices, len(self._kinds)),
            vote.style or UNKNOWN,
        )

    @property
    def void(self) -> int:
        """How many of the votes do not count."""
        return int((~self._votes["counts"]).sum())

    def counted(self) -> CountedVotes:
        """Those that count."""
        some = self._votes[self._votes["counts"]]
        # Clusters have no gaps, and voters whose votes are all void would leave some.
        cluster = np.unique(some["voter"], return_inverse=True)[1]
        a, b, outcome = (some[name].copy() for name in ("a", "b", "outcome"))
        rows = VoteRows(tuple(self._entrants), a, b, outcome, cluster)
        return CountedVotes(rows, tuple(self._kinds), some["kind"].copy(), some["style"].copy())
