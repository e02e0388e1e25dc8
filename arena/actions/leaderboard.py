"""Tallies become published snapshots."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from arena.actions.folding import tallies_by_slice, tallies_digest
from arena.actions.votes_at import FollowedVotes
from arena.models import LeaderboardSnapshot, Pool
from arena.rules.ratings.report import Question, Report, report
from arena.rules.ratings.slices import ALL
from arena.rules.ratings.tally import PairTally


@dataclass(frozen=True)
class _Marked:
    """What the tallies of a pool were at a watermark, and who is to be rated."""

    pool: Pool
    watermark: int
    slices: dict[str, list[PairTally]]
    question: Question

    @property
    def whole(self) -> list[PairTally]:
        return self.slices.get(ALL, [])


def publish_snapshot(pool_ref: str, now: datetime, followed: FollowedVotes | None = None) -> int | None:
    """Rate the tallies and keep the result as the next snapshot; its number, or None when nothing is new.

    `followed`: the pool's votes as the caller keeps them from board to board; otherwise all of them are read. Raises
    ValueError when they are not those of the tallies.

    Battles are drawn and votes folded under the pool's lock. It is held for reading the tallies and for one INSERT, not
    for reading the votes and rating them, which take longer the more votes there are.
    """
    marked = _mark(pool_ref)
    if marked is None:
        return None
    votes = (followed or FollowedVotes()).at(marked.pool, marked.watermark)
    said = report(marked.slices, votes.counted, marked.question)
    return _keep(marked, said, votes.void, now)


@transaction.atomic
def _mark(pool_ref: str) -> _Marked | None:
    """The tallies between two folds; None when the newest snapshot shows them already."""
    pool = Pool.objects.select_for_update().get(ref=pool_ref)
    if pool.folds <= _shown(pool)[1]:
        return None
    places = dict(pool.places.values_list("entrant__ref", "entrant__is_reference"))
    competing = {entrant for entrant, is_reference in places.items() if not is_reference}
    question = Question(places.keys(), competing, pool.min_votes, population=pool.population)
    return _Marked(pool, pool.folds, tallies_by_slice(pool), question)


@transaction.atomic
def _keep(marked: _Marked, said: Report, void_votes: int, now: datetime) -> int | None:
    """Insert the snapshot, unless one as new was published meanwhile: boards never go back."""
    pool = Pool.objects.select_for_update().get(pk=marked.pool.pk)
    number, watermark = _shown(pool)
    if marked.watermark <= watermark:
        return None
    LeaderboardSnapshot.objects.create(
        pool=pool,
        number=number + 1,
        published_at=now,
        watermark=marked.watermark,
        votes=sum(tally.votes for tally in marked.whole),
        void_votes=void_votes,
        estimator=said.board.estimator,
        anchor=said.board.anchor,
        tallies_sha256=tallies_digest(marked.whole),
        rows=[asdict(row) for row in said.board.rows],
        details=said.details,
    )
    return number + 1


def _shown(pool: Pool) -> tuple[int, int]:
    """Number and watermark of the newest snapshot; zeros before the first."""
    newest = pool.snapshots.order_by("-number").values_list("number", "watermark").first()
    return newest or (0, 0)
