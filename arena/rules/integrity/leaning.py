"""How far the votes of one person, or of one group, lean from what the board expects.

The score test of Rao (1948) against the fitted board, with random effects: honest people and honest groups have tastes
of their own, and the variance of those tastes is estimated from the products of leans within a unit (as in Liang &
Hanfelt 1994), so it costs nothing in a contest without tastes and holds the false alarms in one with strong tastes.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from arena.rules.ratings.rows import Indices
from arena.rules.ratings.tally import Matrix, folded


@dataclass(frozen=True)
class Leans:
    """What votes say toward one of `directions` directions, in long form; each array (m,).

    `vote`: which vote; `toward`: which direction; `lean`: observed minus expected; `information`: at least the lean's
    variance, and what one logit of taste would add to it.
    """

    directions: int
    vote: Indices
    toward: Indices
    lean: Matrix
    information: Matrix

    def of(self, keep: NDArray[np.bool_]) -> "Leans":
        """Only the leans of some votes; `keep`: (v,)."""
        chosen = keep[self.vote]
        return replace(
            self,
            vote=self.vote[chosen],
            toward=self.toward[chosen],
            lean=self.lean[chosen],
            information=self.information[chosen],
        )


@dataclass(frozen=True)
class GroupLeans:
    """Leans added up, per group and direction; each (groups, directions).

    `inner_lean2` and `inner_information2`: squares of the sums within each unit of the group, added up. `units`: how
    many units have a say.
    """

    lean: Matrix
    information: Matrix
    inner_lean2: Matrix
    inner_information2: Matrix
    units: Matrix


def add_up(leans: Leans, group: Indices, unit: Indices) -> GroupLeans:
    """Sums over groups whose units are independent of each other. `group`, `unit`: (v,); group -1 is no group."""
    member = group[leans.vote] >= 0
    groups = int(group.max(initial=-1)) + 1
    place = group[leans.vote[member]].astype(np.int64) * leans.directions + leans.toward[member]
    inner = place * (int(unit.max(initial=0)) + 1) + unit[leans.vote[member]]
    cells, cell = np.unique(inner, return_inverse=True)
    lean = folded(cell, leans.lean[member], len(cells))
    information = folded(cell, leans.information[member], len(cells))
    home = cells // (int(unit.max(initial=0)) + 1)

    def over(values: Matrix) -> Matrix:
        return folded(home, values, groups * leans.directions).reshape(groups, leans.directions)

    return GroupLeans(over(lean), over(information), over(lean**2), over(information**2), over(np.ones(len(cells))))


def taste(sums: GroupLeans, most: float) -> Matrix:
    """Variance of the tastes that the units of a group share, (groups,): as seen in all *other* groups.

    Leaving its own votes out keeps a group from excusing itself. At most `most`: beyond that a taste is worth a look.
    """
    excess = (sums.lean**2 - sums.inner_lean2).sum(axis=1)
    weight = (sums.information**2 - sums.inner_information2).sum(axis=1)
    others = weight.sum() - weight
    shared = np.divide(excess.sum() - excess, others, out=np.full(len(excess), most), where=others > 0)
    return np.asarray(np.clip(shared, 0.0, most), dtype=np.float64)


def standard_scores(sums: GroupLeans, unit_taste: float, group_taste: Matrix) -> Matrix:
    """Lean in standard errors, (groups, directions); 0 where nothing was said."""
    variance = sums.information + unit_taste * sums.inner_information2 + group_taste[:, None] * sums.information**2
    return np.divide(sums.lean, np.sqrt(variance), out=np.zeros_like(variance), where=variance > 0)


def two_sided(scores: Matrix) -> Matrix:
    """The chance of a standard score at least as far from zero."""
    result: Matrix = 2 * ndtr(-np.abs(scores))
    return result


def holm(chances: Matrix) -> Matrix:
    """Chances (t,) of t tests, adjusted so that the least is the chance of any such result among honest votes.

    Holm 1979: valid however the tests depend on each other.
    """
    order = np.argsort(chances, kind="stable")
    left = len(chances) - np.arange(len(chances))
    adjusted = np.empty(len(chances))
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(chances[order] * left))
    return adjusted
