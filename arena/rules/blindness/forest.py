"""Small trees over signs, asked all at once: one after the other they would take half a millisecond a name.

A sign that is there rules out, wherever a tree asks for it, the leaves of the side where it is missing. That side comes
first, so the first leaf that is left is the one where the tree's path ends (QuickScorer, Lucchese et al. 2015). Which
leaves of all trees are left stands in one long number, and each sign that is there costs one step on it.
"""

from collections.abc import Sequence, Set
from functools import reduce
from operator import and_
from typing import Any

import numpy as np

Tree = int | list[Any]
"""A leaf, or a sign and the trees to go on with where it is missing and where it is there."""
MOST_LEAVES = 16
"""So many bits of the number are one tree's."""


class Forest:
    """For each sign the leaves of all trees that it leaves, a bit each, and (trees * MOST_LEAVES,) what leaves say."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        self._all = (1 << MOST_LEAVES * len(trees)) - 1
        self._firsts = sum(1 << MOST_LEAVES * place for place in range(len(trees)))
        """The first leaf of each tree."""
        self._left: dict[str, int] = {}
        self._says = np.zeros(MOST_LEAVES * len(trees), dtype=np.int32)
        self._begins = MOST_LEAVES * np.arange(len(trees))
        for begin, tree in zip(self._begins.tolist(), trees, strict=True):
            if self._plant(tree, begin) > begin + MOST_LEAVES:
                raise ValueError(f"a tree has more than {MOST_LEAVES} leaves")

    def _plant(self, tree: Tree, place: int) -> int:
        """Put the leaves from `place` on, those first where signs are missing; returns where they end."""
        if isinstance(tree, int):
            self._says[place] = tree
            return place + 1
        sign, without, having = tree
        end = self._plant(without, place)
        self._left[sign] = self._left.get(sign, self._all) & ~((1 << end) - (1 << place))
        return self._plant(having, end)

    def total(self, signs: Set[str]) -> int:
        """The sum of the leaves that these signs lead to."""
        left = reduce(and_, filter(None, map(self._left.get, signs)), self._all)
        # Taking one from each tree's bits sets those before its first.
        ruled_out = (left - self._firsts) & (self._all ^ left)
        before = np.frombuffer(ruled_out.to_bytes(self._begins.size * MOST_LEAVES // 8, "little"), dtype="<u2")
        return int(np.add.reduce(self._says.take(self._begins + np.bitwise_count(before))))
