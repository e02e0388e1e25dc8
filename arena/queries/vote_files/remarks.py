"""What the numbers of a rated file leave out, in whole sentences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from arena.queries.vote_files.choices import RatingChoices
from arena.queries.vote_files.reading import VotesRead
from arena.rules.ratings.tally import Counts

NAMED = 8


@dataclass(frozen=True)
class Reach:
    """How far ratings reach: entrants with `enough` votes, their strongly connected `groups`, the `rated` ones."""

    counts: Counts
    enough: tuple[int, ...]
    groups: tuple[tuple[str, ...], ...]
    rated: tuple[int, ...]


def remarks(read: VotesRead, reach: Reach, choices: RatingChoices, clusters: int) -> tuple[str, ...]:
    """All that apply, the gravest first. `clusters`: of the rated votes, 0 when they are not clustered."""
    return (
        *_unrated(reach, choices),
        *_too_few(reach, choices.min_votes),
        *_only_ties(reach),
        *_references(reach, choices),
        *_rows(read),
        *_clusters(read, reach, clusters),
    )


def _unrated(reach: Reach, choices: RatingChoices) -> Iterator[str]:
    if not reach.groups:
        yield "There is nothing to rate: no entrant has enough votes."
        return
    if len(reach.groups) == 1 and reach.rated:
        return
    if not reach.rated:
        groups = "; ".join(_listed(group) for group in reach.groups[:NAMED])
        if choices.board and len(reach.groups) > 1:
            yield f"Nobody is rated: the entrants fall into {len(reach.groups)} groups that never met ({groups})."
            return
        yield (
            f"Nobody is rated: wins and ties do not connect the entrants both ways, and of the {len(reach.groups)} "
            f"groups that they form none is larger than all others ({groups})."
        )
        return
    yield (
        f"The win graph is not strongly connected: it falls into {len(reach.groups)} groups, of which the largest, "
        f"with {len(reach.rated)} entrants, is rated."
    )
    yield from _outsiders(reach)


def _outsiders(reach: Reach) -> Iterator[str]:
    """Why each entrant outside the rated group has no number."""
    scores, inside = reach.counts.scores, list(reach.rated)
    outside = [i for i in reach.enough if i not in set(inside)]
    up = [i for i in outside if scores[i, inside].any()]
    down = [i for i in outside if scores[inside, i].any()]
    apart = [i for i in outside if i not in {*up, *down}]
    reasons = (
        (up, "never lost to or tied with a rated entrant, so nothing says how good it is at most"),
        (down, "never won against or tied with a rated entrant, so nothing says how bad it is at most"),
        (apart, "never met a rated entrant"),
    )
    for entrants, reason in reasons:
        if entrants:
            yield f"Not rated, because it {reason}: {_listed(reach.counts.entrants[i] for i in entrants)}."


def _too_few(reach: Reach, min_votes: int) -> Iterator[str]:
    few = [name for i, name in enumerate(reach.counts.entrants) if i not in set(reach.enough)]
    if few:
        bound = f"fewer than {min_votes} votes" if min_votes > 1 else "no vote that counts"
        yield f"Not rated, because it has {bound}: {_listed(few)}."


def _only_ties(reach: Reach) -> Iterator[str]:
    wins = reach.counts.wins
    tied = [reach.counts.entrants[i] for i in reach.rated if not wins[i].any() and not wins[:, i].any()]
    if tied:
        yield f"Its interval rests on ties alone, which say nothing about how much votes on it vary: {_listed(tied)}."


def _references(reach: Reach, choices: RatingChoices) -> Iterator[str]:
    absent = [name for name in choices.references if name not in reach.counts.entrants]
    if absent:
        yield f"Reference entrants without a vote in this file: {_listed(absent)}."


def _rows(read: VotesRead) -> Iterator[str]:
    if read.unknown_winners:
        spelled = [f"“{value}” ({number:,})" for value, number in read.unknown_winners.items()]
        yield f"Winners that mean nothing here: {_listed(spelled)}; say what they mean with --values."


def _clusters(read: VotesRead, reach: Reach, clusters: int) -> Iterator[str]:
    if read.unclustered:
        yield f"{read.unclustered:,} votes name no cluster: each is taken as a cluster of its own."
    if clusters and clusters <= len(reach.rated):
        yield (
            f"There are only {clusters} clusters for {len(reach.rated)} entrants: single intervals hold, "
            "ranges of ranks are rough."
        )


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    more = f" and {len(every) - NAMED:,} more" if len(every) > NAMED else ""
    return ", ".join(every[:NAMED]) + more
