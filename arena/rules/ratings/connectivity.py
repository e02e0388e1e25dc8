"""Who can be compared with whom at all.

Maximum-likelihood strengths exist, and are unique, exactly when no split of the entrants into two camps leaves one camp
without a win or a tie against the other: when the win graph is strongly connected (Ford 1957).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from arena.rules.ratings.tally import Counts, Matrix


class NotConnected(ValueError):
    """The votes do not connect all entrants; `components` lists the groups by index."""

    def __init__(self, components: list[list[int]]) -> None:
        super().__init__(f"The votes leave {len(components)} groups of entrants that cannot be compared.")
        self.components = components


def components(played: Matrix) -> list[list[int]]:
    """Groups of entrants that are connected by pairs that met, each sorted, by their first member. `played`: n × n."""
    return _groups(played, connection="weak")


def strong_components(scores: Matrix) -> list[list[int]]:
    """Groups within which wins and ties lead from everyone to everyone. `scores[i, j]` > 0 if i ever scored on j."""
    edges = scores > 0
    # Nearly always all are one group, which is seen ten times sooner than groups are found.
    if _reach_all(edges) and _reach_all(edges.T):
        return [list(range(len(scores)))]
    return _groups(scores, connection="strong")


def largest_component(counts: Counts) -> list[int]:
    """The entrants that can be rated without a prior: the largest strong group, or nobody.

    Nobody, when it has one member only, or when another group is as large: numbers for one of them would look like
    numbers for all.
    """
    groups = sorted(strong_components(counts.scores), key=len, reverse=True)
    if not groups or len(groups[0]) < 2 or (len(groups) > 1 and len(groups[1]) == len(groups[0])):
        return []
    return groups[0]


def _reach_all(edges: NDArray[np.bool_]) -> bool:
    """Whether edges lead from the first entrant to all others; false for nobody."""
    reached = np.arange(len(edges)) == 0
    while not reached.all():
        grown: NDArray[np.bool_] = reached | edges[reached].any(axis=0)
        if (grown == reached).all():
            return False
        reached = grown
    return len(edges) > 0


def _groups(edges: Matrix, **how: Any) -> list[list[int]]:
    if not len(edges):
        return []
    number, labels = connected_components(edges > 0, **how)
    groups = [[int(i) for i in np.flatnonzero(labels == label)] for label in range(number)]
    return sorted(groups)
