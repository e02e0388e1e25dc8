"""What is still moving in a pool, for those who decide whether it may close."""

from dataclasses import dataclass

from django.db.models import F, Sum

from arena.models import Battle, LeaderboardSnapshot, Pool, Tally, Vote
from arena.models.vote import TO_FOLD, TO_TAKE_OUT
from arena.rules.lifecycle import State
from arena.rules.ratings.slices import ALL


@dataclass(frozen=True)
class PoolProgress:
    """Battles under way, votes that count, votes that the tallies do not show yet, and who has too few votes.

    `unrated`: entrants by ref that the newest snapshot lists without a rating; everybody before the first one.
    `board`: the newest snapshot's number; `board_is_behind`: the tallies hold what it does not show yet.
    """

    under_way: int
    votes: int
    unfolded: int
    unrated: tuple[str, ...]
    board: int | None
    board_is_behind: bool


def pool_progress(pool_ref: str) -> PoolProgress:
    """Where a pool stands now. Raises Pool.DoesNotExist."""
    pool = Pool.objects.get(ref=pool_ref)
    votes = Vote.objects.filter(battle__pool=pool)
    to_fold, to_take_out = votes.filter(TO_FOLD).count(), votes.filter(TO_TAKE_OUT).count()
    newest = LeaderboardSnapshot.objects.filter(pool=pool).order_by("-number").first()
    rated = {row["entrant"] for row in newest.rows if row["rated"]} if newest else set()
    drawable = pool.places.filter(withdrawn_at=None).order_by("joined_at").values_list("entrant__ref", flat=True)
    return PoolProgress(
        under_way=Battle.objects.filter(pool=pool, state__in=[State.DRAWN, State.STREAMING, State.READY]).count(),
        # Every vote that counts is in the tallies or waits for it: a million votes need not be counted one by one.
        votes=_in_tallies(pool) + to_fold - to_take_out,
        unfolded=to_fold + to_take_out,
        unrated=tuple(ref for ref in drawable if ref not in rated),
        board=newest.number if newest else None,
        board_is_behind=pool.folds > (newest.watermark if newest else 0),
    )


def _in_tallies(pool: Pool) -> int:
    said = F("a_wins") + F("b_wins") + F("ties") + F("both_bads")
    return Tally.objects.filter(pool=pool, slice=ALL).aggregate(votes=Sum(said))["votes"] or 0
