"""Everything that a leaderboard snapshot says, from the counted votes: the board, its slices, and how sure all is."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from arena.rules.ratings.board import Board, rate
from arena.rules.ratings.bradley_terry import fit
from arena.rules.ratings.clustered import TooFewClusters, clustered_sandwich, clusters_in, degrees_of
from arena.rules.ratings.connectivity import NotConnected
from arena.rules.ratings.counted import CountedVotes
from arena.rules.ratings.elo import RECENT, online_elo
from arena.rules.ratings.fragility import neighbours
from arena.rules.ratings.last_place import chances_of_being_first, chances_of_being_last
from arena.rules.ratings.newton import NoMaximum
from arena.rules.ratings.placing import SIMULATION_SEED, place, to_points
from arena.rules.ratings.position import position_bias, side_balance
from arena.rules.ratings.rows import OUTCOMES, VoteRows, sided_counts
from arena.rules.ratings.sandwich import Fit, sandwich
from arena.rules.ratings.slices import ALL, voters_slice
from arena.rules.ratings.style import coefficients, control_style
from arena.rules.ratings.tally import Counts, Matrix, PairTally, count
from arena.rules.ratings.tie_rules import TieRule, fit_with
from arena.rules.ratings.weighted_board import WEIGHTED, Panel, weighted_board
from arena.rules.style_features import FEATURES

PRIOR = 1.0
Details = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """What is to be rated. `competing`: entrants that are ranked; `min_votes` and `anchor` as `rate` takes them.

    `population`: the panel's strata with the places of each, to which its votes are weighted; empty without a panel.
    """

    entrants: Collection[str]
    competing: Collection[str]
    min_votes: int
    anchor: float = 1000.0
    population: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """The board, and `details` that can be written as JSON: see `report`."""

    board: Board
    details: Details


@dataclass(frozen=True)
class _Fitted:
    """The rated entrants' counts and votes with their fit; `ranked`: the competing ones, by index."""

    counts: Counts
    rows: VoteRows
    fit: Fit
    covariance: Matrix
    ranked: list[int]
    degrees: float | None
    anchor: float


def report(tallies: Mapping[str, Sequence[PairTally]], votes: CountedVotes, question: Question) -> Report:
    """Rate the votes whose `tallies` these are, by slice.

    Details: `tallies` of the whole and `voters` behind them; `slices` with rows, and `population` when it weighs one of
    them; `elo` of the last votes; `met`, how often each ordered pair has votes; and, when anybody is rated,
    `neighbours` (how few votes hold them apart), `first` and `last` (chance of being so), `position` (what side A is
    worth), `sides` (share of votes on side A), `tie_rules` (ratings under other readings of a tie), `style` (ratings at
    equal style). Raises ValueError when the votes are not those of the tallies.
    """
    names = sorted({*question.entrants, *(name for tally in tallies.get(ALL, ()) for name in (tally.a, tally.b))})
    rows = votes.rows.over(names)
    if len(rows) != len(votes):
        raise ValueError("There are votes of entrants that are not in the tallies.")
    board = _rate(tallies.get(ALL, ()), rows, question)
    details: Details = {
        "min_votes": question.min_votes,
        "competing": sorted(question.competing),
        "tallies": [list(asdict(tally).values()) for tally in tallies.get(ALL, ())],
        "components": [list(group) for group in board.components],
        "slices": _slices(tallies, votes, rows, question),
        "voters": clusters_in(rows),
        "elo": _elo(rows),
        "met": _met(rows),
    }
    if question.population:
        details["population"] = dict(question.population)
        weighted = _weighted(votes, rows, question)
        details["slices"] |= {WEIGHTED: weighted} if weighted else {}
    fitted = _fitted(board, tallies.get(ALL, ()), rows, question)
    if fitted is not None:
        details |= _details(fitted) | {"style": _style(fitted, votes, rows)}
    return Report(board, details)


def _rate(tallies: Sequence[PairTally], rows: VoteRows, question: Question) -> Board:
    return rate(
        tallies,
        min_votes=question.min_votes,
        competing=question.competing,
        entrants=question.entrants,
        anchor=question.anchor,
        votes=rows,
    )


def _met(rows: VoteRows) -> list[tuple[str, str, int]]:
    """(entrant on side a, on side b, votes) of every ordered pair with votes."""
    met = sided_counts(rows).table.sum(axis=0)
    return [(rows.entrants[i], rows.entrants[j], int(met[i, j])) for i, j in zip(*np.nonzero(met), strict=True)]


def _elo(rows: VoteRows) -> dict[str, float]:
    """The ticker after the last votes."""
    last = zip(rows.a[-RECENT:], rows.b[-RECENT:], rows.outcome[-RECENT:], strict=True)
    return online_elo((rows.entrants[a], rows.entrants[b], OUTCOMES[said]) for a, b, said in last)


def _slices(
    tallies: Mapping[str, Sequence[PairTally]], votes: CountedVotes, rows: VoteRows, question: Question
) -> Details:
    found = {}
    for name in votes.slices():
        if name == ALL:
            continue
        inside = votes.inside(name)
        board = _rate(tallies.get(name, ()), rows.where(inside), question)
        found[name] = {"votes": int(inside.sum()), "rows": [asdict(row) for row in board.rows]}
    return found


def _weighted(votes: CountedVotes, rows: VoteRows, question: Question) -> Details | None:
    names = tuple(sorted(question.population))
    numbers = {voters_slice(name): i for i, name in enumerate(names)}
    strata = [next((numbers[name] for name in kind if name in numbers), -1) for kind in votes.kinds]
    stratum = np.array(strata, dtype=np.int64)[votes.kind]
    panel = Panel(rows.where(stratum >= 0), stratum[stratum >= 0], names)
    return weighted_board(
        panel,
        question.population,
        min_votes=question.min_votes,
        competing=question.competing,
        anchor=question.anchor,
    )


def _fitted(board: Board, tallies: Sequence[PairTally], rows: VoteRows, question: Question) -> _Fitted | None:
    """The fit of the board once more, for what only the whole covariance tells; None when nobody is rated."""
    rated = sorted(row.entrant for row in board.rows if row.rated)
    if not rated:
        return None
    everyone = count(tallies, rows.entrants)
    among = [everyone.entrants.index(name) for name in rated]
    counts, rows = everyone.only(among), rows.only(among)
    found = fit(counts, PRIOR)
    degrees = degrees_of(rows)
    covariance = sandwich(found, counts) if degrees is None else clustered_sandwich(found, rows)
    competing = [i for i, name in enumerate(counts.entrants) if name in question.competing]
    ranked = competing or list(range(len(rated)))
    return _Fitted(counts, rows, found, covariance, ranked, degrees, board.anchor)


def _details(fitted: _Fitted) -> Details:
    near = neighbours(fitted.counts, fitted.fit, fitted.covariance, fitted.ranked, prior=PRIOR, degrees=fitted.degrees)
    sides = side_balance(sided_counts(fitted.rows))
    return {
        "neighbours": [asdict(pair) for pair in near],
        "first": _chances(fitted, chances_of_being_first),
        "last": _chances(fitted, chances_of_being_last),
        "position": _position(fitted.rows),
        "sides": dict(zip(fitted.counts.entrants, map(float, sides), strict=True)),
        "tie_rules": {rule.value: _ratings_under(rule, fitted) for rule in TieRule if rule is not TieRule.HALF},
    }


def _chances(fitted: _Fitted, of: Callable[[Matrix, Matrix, np.random.Generator], Matrix]) -> dict[str, float]:
    ratings, covariance = to_points(fitted.fit.strengths, fitted.covariance, fitted.ranked, fitted.anchor)
    among = np.ix_(fitted.ranked, fitted.ranked)
    rng = np.random.default_rng(SIMULATION_SEED)
    chances = of(ratings[fitted.ranked], covariance[among], rng)
    return {fitted.counts.entrants[i]: float(chance) for i, chance in zip(fitted.ranked, chances, strict=True)}


def _position(rows: VoteRows) -> dict[str, float] | None:
    try:
        return asdict(position_bias(rows))
    except (NoMaximum, TooFewClusters):
        return None


def _ratings_under(rule: TieRule, fitted: _Fitted) -> dict[str, float] | None:
    try:
        found = fit_with(rule, fitted.counts, PRIOR)
    except (NoMaximum, NotConnected):
        # Without its ties an entrant that only tied has met nobody: this reading of a tie has no ratings then.
        return None
    n = len(found.strengths)
    ratings, _ = to_points(found.strengths, found.bread[:n, :n], fitted.ranked, fitted.anchor)
    return dict(zip(fitted.counts.entrants, map(float, ratings), strict=True))


def _style(fitted: _Fitted, votes: CountedVotes, rows: VoteRows) -> Details | None:
    """Ratings at equal style, from the votes whose answers' looks are known; None when they do not tell."""
    rated = np.isin(rows.entrants, fitted.counts.entrants)
    known = rated[rows.a] & rated[rows.b] & ~np.isnan(votes.style[:, 0, 0])
    if not known.any():
        return None
    looks = votes.style[known]
    some = rows.where(known).over(fitted.counts.entrants)
    # A feature in which no two answers differ tells nothing and has no coefficient.
    told = [k for k in range(len(FEATURES)) if (looks[:, 0, k] != looks[:, 1, k]).any()]
    if not told:
        return None
    try:
        found = control_style(some, looks[:, 0, told], looks[:, 1, told])
    except (NoMaximum, TooFewClusters, np.linalg.LinAlgError):
        return None
    n = len(fitted.counts.entrants)
    ratings, covariance = to_points(found.strengths, found.covariance[:n, :n], fitted.ranked, fitted.anchor)
    places = place(ratings, covariance, fitted.ranked, degrees_of(some))
    return {
        "votes": int(known.sum()),
        "places": {name: asdict(found) for name, found in zip(fitted.counts.entrants, places, strict=True)},
        "coefficients": [asdict(one) for one in coefficients(found, some, [FEATURES[k] for k in told])],
    }
