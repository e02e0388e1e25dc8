"""The panel's board as its strata's places would have it: few votes of many seats count for all of these.

The rating is Bradley-Terry on weighted votes (`post_stratification`), the intervals a sandwich clustered by voter with
every vote's score times its weight: the more unequal the weights, the wider. That strata are fixed is not used: where
they disagree, intervals are on the safe side.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from arena.rules.ratings.board import board_rows
from arena.rules.ratings.bradley_terry import fit
from arena.rules.ratings.clustered import clustered_sandwich, degrees_of
from arena.rules.ratings.connectivity import components
from arena.rules.ratings.placing import place, to_points
from arena.rules.ratings.post_stratification import Stratified, post_stratify
from arena.rules.ratings.rows import VoteRows, sided_counts
from arena.rules.ratings.sandwich import Fit, sandwich
from arena.rules.ratings.tally import Matrix

WEIGHTED = "panel:weighted"
"""The slice's name. No vote has such a facet, so it is nobody else's."""


@dataclass(frozen=True)
class Panel:
    """`rows`: the panel's votes, v of them, over all entrants. `stratum`: of each vote, by index in `names`; (v,)."""

    rows: VoteRows
    stratum: NDArray[np.int64]
    names: tuple[str, ...]

    def only(self, keep: list[int]) -> "Panel":
        """The votes among some of the entrants, by index."""
        among = np.isin(self.rows.a, keep) & np.isin(self.rows.b, keep)
        return Panel(self.rows.only(keep), self.stratum[among], self.names)


def weighted_board(
    panel: Panel, population: Mapping[str, float], *, min_votes: int, competing: Collection[str], anchor: float
) -> dict[str, Any] | None:
    """`votes`, `rows` as of every slice, `weights` by stratum, `effective_votes` (Kish). None where nobody is rated:

    too few votes, groups that never met, or a stratum of the population for which nobody has voted yet.
    """
    everyone = sided_counts(panel.rows).counts()
    enough = [i for i, votes in enumerate(everyone.played.sum(axis=1)) if votes >= max(1, min_votes)]
    rated = panel.only(enough)
    if len(enough) < 2 or len(components(everyone.only(enough).played)) > 1:
        return None
    try:
        found = _stratified(rated, population)
    except ValueError:
        return None
    weights = np.array([found.weights[name] for name in rated.names])[rated.stratum]
    fitted = fit(found.counts)
    ranked = [i for i, name in enumerate(found.counts.entrants) if name in competing] or list(range(len(enough)))
    ratings, covariance = to_points(fitted.strengths, _covariance(fitted, rated.rows, weights, found), ranked, anchor)
    places = place(ratings, covariance, ranked, degrees_of(rated.rows, weights))
    board = board_rows(everyone, dict(zip(found.counts.entrants, places, strict=True)))
    return {
        "votes": len(panel.rows),
        "rows": [asdict(row) for row in board],
        "weights": found.weights,
        "effective_votes": found.effective_votes,
    }


def _stratified(panel: Panel, population: Mapping[str, float]) -> Stratified:
    strata = {name: sided_counts(panel.rows.where(panel.stratum == i)).counts() for i, name in enumerate(panel.names)}
    return post_stratify(strata, population)


def _covariance(fitted: Fit, rows: VoteRows, weights: Matrix, found: Stratified) -> Matrix:
    if degrees_of(rows) is None:
        return sandwich(fitted, found.counts, found.squares)
    return clustered_sandwich(fitted, rows, weights, found.counts)
