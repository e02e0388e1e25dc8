"""From tallies to the rows of a leaderboard."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from arena.rules.ratings.board_row import BoardRow
from arena.rules.ratings.bradley_terry import fit
from arena.rules.ratings.clustered import clustered_sandwich, clusters_in, degrees_of
from arena.rules.ratings.connectivity import components
from arena.rules.ratings.placing import Place, place, to_points
from arena.rules.ratings.rows import VoteRows, sided_counts
from arena.rules.ratings.sandwich import sandwich
from arena.rules.ratings.tally import Counts, PairTally, count

ESTIMATOR = "bradley-terry/half-ties/virtual-tie-1/sandwich/4"
CLUSTERED_ESTIMATOR = "bradley-terry/half-ties/virtual-tie-1/voter-clustered-sandwich/4"


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
    votes: VoteRows | None = None,
) -> Board:
    """Rate all entrants with at least `min_votes` votes, on a scale where the competing ones average `anchor`.

    Among several groups that never met no number would mean anything: then nobody is rated, and the groups are named.
    `votes`: the very votes of the tallies with their voters (see `rows_of`); they make the intervals hold although
    votes of one person resemble each other. Raises ValueError if they are other votes than those of the tallies.
    """
    names = sorted({*entrants, *(name for tally in tallies for name in (tally.a, tally.b))})
    counts = count(tallies, names)
    enough = [i for i in range(len(names)) if counts.played[i].sum() >= max(1, min_votes)]
    rated = counts.only(enough)
    groups = components(rated.played)
    rows = None if votes is None else _same_votes(votes, counts).only(enough)
    clustered = rows is not None and clusters_in(rows) > 1
    places = _places(rated, rows if clustered else None, competing, anchor) if len(enough) > 1 == len(groups) else {}
    named = tuple(tuple(rated.entrants[i] for i in group) for group in groups) if len(groups) > 1 else ()
    return Board(board_rows(counts, places), named, CLUSTERED_ESTIMATOR if clustered else ESTIMATOR, anchor)


def board_rows(counts: Counts, places: Mapping[str, Place]) -> tuple[BoardRow, ...]:
    """A row for every entrant of `counts`, with all its votes; best first, those without a place last, by name."""
    rows = [_row(counts, i, places.get(name)) for i, name in enumerate(counts.entrants)]
    return tuple(sorted(rows, key=lambda row: (row.rating is None, -(row.rating or 0.0), row.entrant)))


def _same_votes(votes: VoteRows, counts: Counts) -> VoteRows:
    """The votes over the entrants of `counts`, in their order."""
    ordered = votes.over(counts.entrants)
    theirs = sided_counts(ordered).counts()
    if len(ordered) != len(votes) or (theirs.wins != counts.wins).any() or (theirs.ties != counts.ties).any():
        raise ValueError("The votes are not those that the tallies count.")
    return ordered


def _places(counts: Counts, rows: VoteRows | None, competing: Collection[str], anchor: float) -> dict[str, Place]:
    fitted = fit(counts)
    covariance = sandwich(fitted, counts) if rows is None else clustered_sandwich(fitted, rows)
    ranked = [i for i, name in enumerate(counts.entrants) if name in competing] or list(range(len(counts.entrants)))
    ratings, in_points = to_points(fitted.strengths, covariance, ranked, anchor)
    degrees = None if rows is None else degrees_of(rows)
    return dict(zip(counts.entrants, place(ratings, in_points, ranked, degrees), strict=True))


def _row(counts: Counts, i: int, found: Place | None) -> BoardRow:
    wins, losses, ties = (int(part.sum()) for part in (counts.wins[i], counts.wins[:, i], counts.ties[i]))
    best, worst = found.ranks if found and found.ranks else (None, None)
    return BoardRow(
        entrant=counts.entrants[i],
        rating=found.rating if found else None,
        lower=found.lower if found else None,
        upper=found.upper if found else None,
        rank=best,
        rank_low=best,
        rank_high=worst,
        votes=wins + ties + losses,
        wins=wins,
        ties=ties,
        losses=losses,
        rated=found is not None,
    )
