"""Any snapshot can be computed again from the votes: everything that it says is compared with what they give now."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from arena.actions.folding import tallies_digest
from arena.actions.votes_at import votes_at
from arena.models import LeaderboardSnapshot
from arena.rules.ratings.counted import CountedVotes
from arena.rules.ratings.report import Question, Report, report
from arena.rules.ratings.rows import sided_counts
from arena.rules.ratings.slices import ALL
from arena.rules.ratings.tally import PairTally

CLOSE = 1e-6
"""Points between a published number and the same one computed again."""
NOT_IN_FILES = ("slices", "style", "elo")
"""Details that a file of votes does not give: it has neither every slice's words nor the order in which votes came."""


@dataclass(frozen=True)
class Recomputed:
    """A snapshot computed again: the greatest difference of a number, and what else differs, in sentences."""

    snapshot_ref: str
    difference: float
    problems: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether anybody would have published the same board."""
        return self.difference <= CLOSE and not self.problems


def recompute_snapshot(snapshot_ref: str) -> Recomputed:
    """Rate the votes of a snapshot's watermark anew, from the votes alone, and compare all of it. Writes nothing.

    Raises LeaderboardSnapshot.DoesNotExist.
    """
    kept = LeaderboardSnapshot.objects.select_related("pool").get(ref=snapshot_ref)
    votes = votes_at(kept.pool, kept.watermark)
    problems = () if votes.void == kept.void_votes else (f"void_votes is {votes.void}, it was {kept.void_votes}.",)
    return _recompute(kept, votes.counted, problems, left_out=())


def recompute_from(snapshot_ref: str, votes: CountedVotes) -> Recomputed:
    """The same from votes that came from elsewhere, such as an export, as far as these tell.

    Raises LeaderboardSnapshot.DoesNotExist.
    """
    return _recompute(LeaderboardSnapshot.objects.get(ref=snapshot_ref), votes, (), left_out=NOT_IN_FILES)


def _recompute(
    kept: LeaderboardSnapshot, votes: CountedVotes, problems: Iterable[str], *, left_out: Iterable[str]
) -> Recomputed:
    slices = tally_votes(votes)
    entrants = [row["entrant"] for row in kept.rows]
    asked = kept.details
    question = Question(entrants, asked["competing"], asked["min_votes"], kept.anchor, asked.get("population", {}))
    said = report(slices, votes, question)
    found = list(problems)
    if tallies_digest(slices.get(ALL, [])) != kept.tallies_sha256:
        found.append("The votes add up to other tallies.")
    if said.board.estimator != kept.estimator:
        found.append(f"The estimator is now {said.board.estimator}, it was {kept.estimator}.")
    if len(votes) != kept.votes:
        found.append(f"votes is {len(votes)}, it was {kept.votes}.")
    apart = list(_apart("", _content(kept.rows, kept.details, left_out), _anew(said, left_out)))
    difference = max((one for one in apart if isinstance(one, float)), default=0.0)
    return Recomputed(kept.ref, difference, (*found, *(one for one in apart if isinstance(one, str))))


def tally_votes(votes: CountedVotes) -> dict[str, list[PairTally]]:
    """The tallies of votes, by slice, as the folds would have left them."""
    return {name: sided_counts(votes.rows.where(votes.inside(name))).tallies() for name in votes.slices()}


def _anew(said: Report, left_out: Iterable[str]) -> dict[str, Any]:
    """A report as a snapshot would have kept it: lists for tuples, as JSON has them."""
    rows, details = json.loads(json.dumps([[asdict(row) for row in said.board.rows], said.details]))
    return _content(rows, details, left_out)


def _content(rows: list[dict[str, Any]], details: dict[str, Any], left_out: Iterable[str]) -> dict[str, Any]:
    return {"rows": rows} | {name: value for name, value in details.items() if name not in left_out}


def _apart(place: str, kept: Any, anew: Any) -> Iterator[float | str]:
    """Differences of numbers that may differ a little, and a sentence for each thing that is another, all the way down.

    Lists of rows are compared by entrant, so that two entrants of equal rating may stand in either order.
    """
    if isinstance(kept, dict) and isinstance(anew, dict):
        for name in sorted(kept.keys() | anew.keys()):
            yield from _apart(f"{place}/{name}" if place else name, kept.get(name), anew.get(name))
    elif isinstance(kept, list) and isinstance(anew, list) and len(kept) == len(anew):
        pairs = zip(_ordered(kept), _ordered(anew), strict=True)
        for number, (one, other) in enumerate(pairs):
            yield from _apart(f"{place}/{_name(one, number)}", one, other)
    elif isinstance(kept, float) and isinstance(anew, float):
        yield abs(kept - anew)
    elif kept != anew:
        yield f"{place} is {anew}, it was {kept}."


def _ordered(values: list[Any]) -> list[Any]:
    by_entrant = values and all(isinstance(value, dict) and "entrant" in value for value in values)
    return sorted(values, key=lambda value: str(value["entrant"])) if by_entrant else values


def _name(value: Any, number: int) -> str:
    return str(value["entrant"]) if isinstance(value, dict) and "entrant" in value else str(number)
