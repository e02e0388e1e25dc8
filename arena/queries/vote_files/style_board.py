"""The style-controlled board of a vote file; it stands beside the raw one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from arena.queries.vote_files.choices import RatingChoices
from arena.queries.vote_files.problem import VoteFileProblem
from arena.queries.vote_files.reading import VotesRead
from arena.rules.ratings.clustered import TooFewClusters, degrees_of
from arena.rules.ratings.newton import NoMaximum
from arena.rules.ratings.placing import place, to_points
from arena.rules.ratings.style import Coefficient, coefficients, control_style


@dataclass(frozen=True)
class StyleEntrant:
    """An entrant's rating if all answers had the same style; points, with a 95 % interval."""

    name: str
    rating: float
    lower: float
    upper: float


@dataclass(frozen=True)
class StyleBoard:
    """`entrants`: best first, mean 1000. `votes`: those with all features; `skipped`: those without."""

    entrants: tuple[StyleEntrant, ...]
    coefficients: tuple[Coefficient, ...]
    votes: int
    skipped: int


def style_board(read: VotesRead, members: Sequence[int], choices: RatingChoices) -> StyleBoard:
    """Rate the members, by index, at equal style, from the votes among them that have every feature.

    Raises VoteFileProblem where the features leave no single answer, or are negative.
    """
    place_of = np.isin(np.arange(len(read.rows.entrants)), list(members))
    among = place_of[read.rows.a] & place_of[read.rows.b]
    of_a, of_b = read.style
    complete = among & ~np.isnan(of_a).any(axis=1) & ~np.isnan(of_b).any(axis=1)
    rows = read.rows.where(complete).only(list(members))
    try:
        fit = control_style(rows, of_a[complete], of_b[complete])
    except (NoMaximum, TooFewClusters, ValueError) as error:
        raise VoteFileProblem(f"Style cannot be controlled for: {error}") from error
    ranked = choices.ranked(rows.entrants)
    n = len(members)
    ratings, covariance = to_points(fit.strengths, fit.covariance[:n, :n], ranked)
    places = place(ratings, covariance, ranked, degrees_of(rows))
    board = [StyleEntrant(name, p.rating, p.lower, p.upper) for name, p in zip(rows.entrants, places, strict=True)]
    return StyleBoard(
        entrants=tuple(sorted(board, key=lambda entrant: (-entrant.rating, entrant.name))),
        coefficients=tuple(coefficients(fit, rows, [column.feature for column in choices.columns.style])),
        votes=len(rows),
        skipped=int(among.sum()) - len(rows),
    )
