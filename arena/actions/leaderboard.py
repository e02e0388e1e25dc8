"""Tallies become published snapshots, and any snapshot can be computed again from the votes."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from arena.actions.folding import read_tallies, tallies_by_slice, tallies_digest
from arena.models import LeaderboardSnapshot, Pool, Vote
from arena.rules.outcome import Outcome, swapped
from arena.rules.ratings import PairTally
from arena.rules.ratings.report import CountedVote, Question, Report, report
from arena.rules.ratings.slices import slices_of

VOTE_COLUMNS = (
    *("voter_ref", "battle__entrant_a__ref", "battle__entrant_b__ref", "outcome"),
    *("battle__language", "battle__topic", "battle__turn_count", "voter_group"),
    *("battle__style", "fold", "void_fold", "earlier_folds"),
)
CLOSE = 1e-6
"""Points between a published number and the same one computed again."""


@transaction.atomic
def publish_snapshot(pool_ref: str, now: datetime) -> int | None:
    """Rate the tallies and keep the result as the next snapshot; its number, or None when nothing is new."""
    pool = Pool.objects.select_for_update().get(ref=pool_ref)
    last = pool.snapshots.order_by("-number").only("number", "watermark").first()
    if pool.folds == (last.watermark if last else 0):
        return None
    slices = tallies_by_slice(pool)
    places = dict(pool.places.values_list("entrant__ref", "entrant__is_reference"))
    competing = {entrant for entrant, is_reference in places.items() if not is_reference}
    said = report(slices, counted_votes(pool, pool.folds), Question(places.keys(), competing, pool.min_votes))
    whole = read_tallies(pool)
    snapshot = LeaderboardSnapshot.objects.create(
        pool=pool,
        number=last.number + 1 if last else 1,
        published_at=now,
        watermark=pool.folds,
        votes=sum(tally.votes for tally in whole),
        void_votes=Vote.objects.filter(battle__pool=pool).exclude(voided_at=None).count(),
        estimator=said.board.estimator,
        anchor=said.board.anchor,
        tallies_sha256=tallies_digest(whole),
        rows=[asdict(row) for row in said.board.rows],
        details=said.details,
    )
    return snapshot.number


def counted_votes(pool: Pool, watermark: int) -> list[CountedVote]:
    """The votes that the tallies counted after fold `watermark`, in a fixed order."""
    ever = Vote.objects.filter(Q(fold__isnull=False) | ~Q(earlier_folds=[]), battle__pool=pool)
    rows = ever.order_by("pk").values_list(*VOTE_COLUMNS).iterator(chunk_size=10_000)
    return [
        CountedVote(
            voter,
            a,
            b,
            Outcome(said),
            slices_of(language=language, topic=topic, turns=turns, voters=voters),
            style or None,
        )
        for voter, a, b, said, language, topic, turns, voters, style, fold, void_fold, earlier in rows
        if any(_within(watermark, *span) for span in [*earlier, [fold, void_fold]])
    ]


def _within(watermark: int, fold: int | None, void_fold: int | None) -> bool:
    return fold is not None and fold <= watermark and (void_fold is None or void_fold > watermark)


@dataclass(frozen=True)
class Recomputed:
    """A snapshot computed again: the greatest difference in points, and what else differs, in sentences."""

    snapshot_ref: str
    difference: float
    problems: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether anybody would have published the same board."""
        return self.difference <= CLOSE and not self.problems


def recompute_snapshot(snapshot_ref: str) -> Recomputed:
    """Rate the votes of a snapshot's watermark anew, from the votes alone, and compare. Writes nothing.

    Raises LeaderboardSnapshot.DoesNotExist.
    """
    kept = LeaderboardSnapshot.objects.select_related("pool").get(ref=snapshot_ref)
    return _recompute(kept, counted_votes(kept.pool, kept.watermark))


def recompute_from(snapshot_ref: str, votes: list[CountedVote]) -> Recomputed:
    """The same from votes that came from elsewhere, such as an export. Raises LeaderboardSnapshot.DoesNotExist."""
    return _recompute(LeaderboardSnapshot.objects.get(ref=snapshot_ref), votes)


def _recompute(kept: LeaderboardSnapshot, votes: list[CountedVote]) -> Recomputed:
    slices = tally_votes(votes)
    entrants = [row["entrant"] for row in kept.rows]
    question = Question(entrants, kept.details["competing"], kept.details["min_votes"], kept.anchor)
    said = report(slices, votes, question)
    problems = []
    if tallies_digest(slices.get("all", [])) != kept.tallies_sha256:
        problems.append("The votes add up to other tallies.")
    if said.board.estimator != kept.estimator:
        problems.append(f"The estimator is now {said.board.estimator}, it was {kept.estimator}.")
    difference, changed = _compare(kept.rows, said)
    return Recomputed(kept.ref, difference, (*problems, *changed))


def tally_votes(votes: list[CountedVote]) -> dict[str, list[PairTally]]:
    """The tallies of votes, by slice, as the folds would have left them."""
    columns = {Outcome.A_BETTER: 0, Outcome.B_BETTER: 1, Outcome.TIE: 2, Outcome.BOTH_BAD: 3}
    counts: dict[str, dict[tuple[str, str], list[int]]] = {}
    for vote in votes:
        a, b, outcome = vote.a, vote.b, vote.outcome
        if a > b:
            a, b, outcome = b, a, swapped(outcome)
        for name in vote.slices:
            counts.setdefault(name, {}).setdefault((a, b), [0, 0, 0, 0])[columns[outcome]] += 1
    return {name: [PairTally(*pair, *row) for pair, row in sorted(pairs.items())] for name, pairs in counts.items()}


def _compare(rows: list[dict[str, Any]], said: Report) -> tuple[float, list[str]]:
    anew = {row.entrant: asdict(row) for row in said.board.rows}
    difference, problems = 0.0, []
    for row in rows:
        for field, value in row.items():
            other = anew[row["entrant"]][field]
            if isinstance(value, float) and isinstance(other, float):
                difference = max(difference, abs(value - other))
            elif value != other:
                problems.append(f"{row['entrant']}: {field} is {other}, it was {value}.")
    return difference, problems
