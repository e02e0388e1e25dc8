"""From tallies to the rows of a leaderboard."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from arena.rules.ratings.bradley_terry import POINTS_PER_LOGIT, Fit, components, fit
from arena.rules.ratings.intervals import marginal_quantile, rank_range, simultaneous_quantile
from arena.rules.ratings.tally import Counts, Matrix, PairTally, count

ESTIMATOR = "bradley-terry/half-ties/virtual-tie-1/sandwich/1"
LEVEL = 0.95
SIMULATION_SEED = 20260101


@dataclass(frozen=True)
class BoardRow:
    """One entrant. Unrated entrants (too few votes, or not connected) have no rating and no rank.

    `rating`, `lower`, `upper`: points, marginal 95 % interval. `rank_low` to `rank_high`: plausible ranks, from
    simultaneous intervals; `rank` is the best of them. A reference entrant is rated but not ranked.
    """

    entrant: str
    rating: float | None
    lower: float | None
    upper: float | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    votes: int
    wins: int
    ties: int
    losses: int
    rated: bool


@dataclass(frozen=True)
class Board:
    """A leaderboard: best first, unrated last. `components`: groups that never met, when there is more than one."""

    rows: tuple[BoardRow, ...]
    components: tuple[tuple[str, ...], ...]
    estimator: str
    anchor: float


def rate(
    tallies: Sequence[PairTally],
    *,
    min_votes: int,
    competing: Collection[str],
    entrants: Collection[str] = (),
    anchor: float = 1000.0,
) -> Board:
    """Rate all entrants with at least `min_votes` votes, on a scale where the competing ones average `anchor`.

    Among several groups that never met no number would mean anything: then nobody is rated, and the groups are named.
    """
    names = sorted({*entrants, *(name for tally in tallies for name in (tally.a, tally.b))})
    counts = count(tallies, names)
    enough = [i for i in range(len(names)) if counts.played[i].sum() >= max(1, min_votes)]
    rated = counts.only(enough)
    groups = components(rated.played)
    placed = _place(rated, competing, anchor) if len(enough) >= 2 and len(groups) == 1 else {}
    rows = [placed.get(name) or _row(counts, i, None) for i, name in enumerate(names)]
    rows = [_with_all_votes(row, counts, names.index(row.entrant)) for row in rows]
    rows.sort(key=lambda row: (row.rating is None, -(row.rating or 0.0), row.entrant))
    named = tuple(tuple(rated.entrants[i] for i in group) for group in groups) if len(groups) > 1 else ()
    return Board(tuple(rows), named, ESTIMATOR, anchor)


def _place(counts: Counts, competing: Collection[str], anchor: float) -> dict[str, BoardRow]:
    fitted = fit(counts)
    ranked = [i for i, name in enumerate(counts.entrants) if name in competing] or list(range(len(counts.entrants)))
    ratings, covariance = _to_points(fitted, ranked, anchor)
    errors = np.sqrt(np.clip(np.diag(covariance), 0, None))
    reach = marginal_quantile(LEVEL) * errors
    wide = simultaneous_quantile(covariance, LEVEL, np.random.default_rng(SIMULATION_SEED)) * errors
    ranges = dict(zip(ranked, rank_range((ratings - wide)[ranked], (ratings + wide)[ranked]), strict=True))
    return {
        name: _row(counts, i, (float(ratings[i]), float(reach[i])), ranges.get(i))
        for i, name in enumerate(counts.entrants)
    }


def _to_points(fitted: Fit, ranked: list[int], anchor: float) -> tuple[Matrix, Matrix]:
    """Ratings (n,) and covariance (n, n) in points, relative to the mean of the ranked entrants."""
    n = len(fitted.strengths)
    relative = np.eye(n)
    relative[:, ranked] -= 1 / len(ranked)
    ratings = anchor + POINTS_PER_LOGIT * (relative @ fitted.strengths)
    return ratings, POINTS_PER_LOGIT**2 * (relative @ fitted.covariance @ relative.T)


def _row(counts: Counts, i: int, rating: tuple[float, float] | None, ranks: tuple[int, int] | None = None) -> BoardRow:
    points, reach = rating or (None, None)
    return BoardRow(
        entrant=counts.entrants[i],
        rating=points,
        lower=points - reach if points is not None and reach is not None else None,
        upper=points + reach if points is not None and reach is not None else None,
        rank=ranks[0] if ranks else None,
        rank_low=ranks[0] if ranks else None,
        rank_high=ranks[1] if ranks else None,
        votes=0,
        wins=0,
        ties=0,
        losses=0,
        rated=rating is not None,
    )


def _with_all_votes(row: BoardRow, counts: Counts, i: int) -> BoardRow:
    """The row with the entrant's own tally, votes against unrated entrants included."""
    wins, losses, ties = (int(part.sum()) for part in (counts.wins[i], counts.wins[:, i], counts.ties[i]))
    fields = vars(row) | {"votes": wins + losses + ties, "wins": wins, "ties": ties, "losses": losses}
    return BoardRow(**fields)
