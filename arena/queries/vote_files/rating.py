"""A vote file as a board: the published method, or the same without its prior, as any other library has it."""

from dataclasses import dataclass, replace
from pathlib import Path

from arena.queries.vote_files.batches import Progress
from arena.queries.vote_files.choices import RatingChoices
from arena.queries.vote_files.problem import VoteFileProblem
from arena.queries.vote_files.reading import VotesRead, read_votes
from arena.queries.vote_files.remarks import Reach, remarks
from arena.queries.vote_files.style_board import StyleBoard, style_board
from arena.rules.ratings.board import board_rows
from arena.rules.ratings.board_row import BoardRow
from arena.rules.ratings.clustered import TooFewClusters, clustered_sandwich, clusters_in, degrees_of
from arena.rules.ratings.connectivity import largest_component, strong_components
from arena.rules.ratings.newton import NoMaximum
from arena.rules.ratings.placing import Place, place, to_points
from arena.rules.ratings.position import PositionBias, position_bias
from arena.rules.ratings.rows import TIE, VoteRows, sided_counts
from arena.rules.ratings.sandwich import sandwich
from arena.rules.ratings.tally import Counts
from arena.rules.ratings.tie_rules import TieRule, fit_with

TIE_RULES = tuple(rule.value for rule in TieRule)
VERSION = 4


@dataclass(frozen=True)
class RatedFile:
    """What a vote file says.

    `entrants`: as on a board; `votes`: those that count; `skipped`: rows that do not, by reason; `components`: strongly
    connected groups among the entrants with enough votes, 1 when all can be compared; `clusters`: of the intervals,
    None when votes were taken as independent; `remarks`: whole sentences on what the numbers leave out.
    """

    entrants: tuple[BoardRow, ...]
    model: str
    votes: int
    skipped: dict[str, int]
    components: int
    clusters: int | None
    tie_parameter: float | None
    position: PositionBias | None
    style: StyleBoard | None
    remarks: tuple[str, ...]


def rate_file(path: Path, choices: RatingChoices, progress: Progress) -> RatedFile:
    """Read and rate. Without a prior only entrants that wins and ties connect both ways can be rated (Ford 1957).

    Raises VoteFileProblem. `progress` hears which share of the file has been read.
    """
    read = _without_dropped(read_votes(path, choices.columns, choices.values, progress), choices.ties)
    counts = sided_counts(read.rows).counts()
    reach = _reach(counts, choices)
    rows = read.rows.only(reach.rated)
    places, tie_parameter = _places(counts.only(reach.rated), rows, choices) if reach.rated else ({}, None)
    board = board_rows(counts, _anchored(places, counts, choices))
    styled = choices.columns.style and reach.rated
    return RatedFile(
        entrants=tuple(board),
        model=_model(choices, rows),
        votes=len(read.rows),
        skipped=read.skipped,
        components=len(reach.groups),
        clusters=clusters_in(rows) if reach.rated and _is_clustered(rows, choices) else None,
        tie_parameter=tie_parameter,
        position=_position(rows) if reach.rated else None,
        style=style_board(read, reach.rated, choices) if styled else None,
        remarks=remarks(read, reach, choices, clusters_in(rows)),
    )


def _reach(counts: Counts, choices: RatingChoices) -> Reach:
    """Who can be rated: the largest group among those with enough votes. A prior connects whoever has met.

    A board's numbers would look like numbers for all: of several groups it rates none.
    """
    enough = [i for i, votes in enumerate(counts.played.sum(axis=1)) if votes >= max(1, choices.min_votes)]
    candidates = counts.only(enough)
    if choices.prior > 0:
        met = (candidates.played > 0).astype(float)
        candidates = replace(candidates, ties=candidates.ties + met)
    groups = tuple(tuple(candidates.entrants[i] for i in group) for group in strong_components(candidates.scores))
    rated = [] if choices.board and len(groups) > 1 else largest_component(candidates)
    return Reach(counts, tuple(enough), groups, tuple(enough[i] for i in rated))


def _without_dropped(read: VotesRead, ties: str) -> VotesRead:
    """The votes that the tie rule rates; what it drops is counted as skipped."""
    if ties != TieRule.DROP:
        return read
    decided = read.rows.outcome < TIE
    dropped = {"dropped_tie": int((~decided).sum())} if not decided.all() else {}
    style = read.style[0][decided], read.style[1][decided]
    return replace(read, rows=read.rows.where(decided), skipped=read.skipped | dropped, style=style)


def _places(counts: Counts, rows: VoteRows, choices: RatingChoices) -> tuple[dict[str, Place], float | None]:
    clustered = _is_clustered(rows, choices)
    try:
        fitted = fit_with(TieRule(choices.ties), counts, choices.prior)
        covariance = clustered_sandwich(fitted, rows) if clustered else sandwich(fitted, counts)
    except NoMaximum as error:
        raise VoteFileProblem(f"There is no rating under “{choices.ties}”: {error} Try --ties half.") from error
    except TooFewClusters as error:
        column = choices.columns.cluster
        raise VoteFileProblem(
            f"All rated votes have the same “{column}”: intervals cannot be clustered by it."
        ) from error
    ranked = choices.ranked(counts.entrants)
    ratings, in_points = to_points(fitted.strengths, covariance, ranked)
    degrees = degrees_of(rows) if clustered else None
    found = place(ratings, in_points, ranked, degrees)
    return dict(zip(counts.entrants, found, strict=True)), fitted.tie_parameter


def _is_clustered(rows: VoteRows, choices: RatingChoices) -> bool:
    return choices.columns.cluster is not None and not (choices.board and clusters_in(rows) <= 1)


def _anchored(places: dict[str, Place], counts: Counts, choices: RatingChoices) -> dict[str, Place]:
    """The whole scale moved so that the anchor has its rating; intervals stay relative to the mean of all."""
    if choices.anchor is None:
        return places
    name, points = choices.anchor
    if name not in counts.entrants:
        raise VoteFileProblem(f"The anchor “{name}” is not among the entrants: use the name as it stands in the file.")
    if name not in places:
        raise VoteFileProblem(f"The anchor “{name}” cannot be rated with these votes: anchor another entrant.")
    shift = points - places[name].rating
    return {
        entrant: Place(found.rating + shift, found.lower + shift, found.upper + shift, found.ranks)
        for entrant, found in places.items()
    }


def _position(rows: VoteRows) -> PositionBias | None:
    try:
        return position_bias(rows)
    except (NoMaximum, TooFewClusters):
        return None


def _model(choices: RatingChoices, rows: VoteRows) -> str:
    column = choices.columns.cluster if _is_clustered(rows, choices) else None
    interval = f"sandwich-clustered-by-{column}" if column else "sandwich"
    prior = f"virtual-tie-{choices.prior:g}" if choices.prior else "no-prior"
    return f"bradley-terry/{choices.ties}-ties/{prior}/{interval}/{VERSION}"
