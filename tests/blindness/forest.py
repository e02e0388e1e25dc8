"""Grows the small trees that `weighing` adds up beside the weights: gradient boosting on signs, which are there or not.

Each tree mends what the sum so far gets wrong. It sees a part of the signs and of the mentions, drawn from a fixed
seed, and splits where that tells claims and mentions apart best.
"""

from collections.abc import Iterator

import numpy as np
from scipy import sparse

from arena.rules.blindness.forest import Tree

TREES = 800
LEAVES = 12
STEP = 0.08
PENALTY = 5.0
FEWEST = 15
"""So many mentions are on either side of a split."""
SIGNS_SEEN = 0.15
MENTIONS_SEEN = 0.7
SEED = 1
Split = tuple[float, int]
"""What a split gains, and the column that it asks for."""


def grow(matrix: sparse.csr_matrix, names: list[str], claimed: np.ndarray, importance: np.ndarray) -> list[Tree]:
    """The trees, their leaves in thousandths."""
    chance = np.random.default_rng(SEED)
    columns = sparse.csc_matrix(matrix)
    total = np.zeros(matrix.shape[0])
    trees: list[Tree] = []
    for _ in range(TREES):
        likely = 1 / (1 + np.exp(-total))
        slope, bend = importance * (claimed - likely), importance * likely * (1 - likely)
        seen = np.sort(chance.choice(len(names), int(SIGNS_SEEN * len(names)), replace=False))
        drawn = chance.random(len(total)) < MENTIONS_SEEN
        tree = _Tree(columns[:, seen], slope, bend, drawn)
        total += tree.values
        trees.append(tree.written([names[place] for place in seen]))
    return trees


class _Tree:
    """One tree: which mentions are in which leaf, and how the leaves came to be."""

    def __init__(self, columns: sparse.csc_matrix, slope: np.ndarray, bend: np.ndarray, drawn: np.ndarray) -> None:
        self._columns, self._rows = columns, columns.tocsr()
        self._drawn = np.stack([slope * drawn, bend * drawn, drawn.astype(float)], axis=1)
        self._splits: list[tuple[int, int]] = []
        """Which leaf was split by which column; its mentions with the sign went to a new leaf."""
        self.leaf = np.zeros(len(slope), dtype=int)
        self._sums = [self._drawn.sum(axis=0)]
        self._having = [columns.T @ self._drawn]
        self._best = [self._best_split(0)]
        while len(self._best) < LEAVES and max(self._best)[0] > 0:
            self._split(max(range(len(self._best)), key=lambda leaf: self._best[leaf][0]))
        self.leaves = [STEP * slope_sum / (bend_sum + PENALTY) for slope_sum, bend_sum, _count in self._sums]
        self.values = np.array(self.leaves)[self.leaf]

    def _best_split(self, leaf: int) -> Split:
        having, whole = self._having[leaf], self._sums[leaf]
        without = whole - having
        gain = _worth(having) + _worth(without) - _worth(whole[None, :])
        gain[(having[:, 2] < FEWEST) | (without[:, 2] < FEWEST)] = 0.0
        place = int(gain.argmax())
        return float(gain[place]), place

    def _split(self, leaf: int) -> None:
        _gain, place = self._best[leaf]
        new = len(self._best)
        rows = self._columns.indices[self._columns.indptr[place] : self._columns.indptr[place + 1]]
        moved = rows[self.leaf[rows] == leaf]
        self.leaf[moved] = new
        part = self._drawn[moved]
        self._sums.append(part.sum(axis=0))
        self._having.append(self._rows[moved].T @ part)
        self._sums[leaf] = self._sums[leaf] - self._sums[new]
        self._having[leaf] = self._having[leaf] - self._having[new]
        self._splits.append((leaf, place))
        self._best.append(self._best_split(new))
        self._best[leaf] = self._best_split(leaf)

    def written(self, names: list[str]) -> Tree:
        """The tree as `weighing` reads it."""
        trees: list[Tree] = [round(1000 * value) for value in self.leaves]
        for new, (leaf, place) in reversed(list(enumerate(self._splits, start=1))):
            trees[leaf] = [names[place], trees[leaf], trees[new]]
        return trees[0]


def _worth(sums: np.ndarray) -> np.ndarray:
    return sums[:, 0] ** 2 / (sums[:, 1] + PENALTY)


def signs_in(tree: Tree) -> Iterator[str]:
    """All signs that a tree asks for."""
    if not isinstance(tree, int):
        sign, without, having = tree
        yield sign
        yield from signs_in(without)
        yield from signs_in(having)
