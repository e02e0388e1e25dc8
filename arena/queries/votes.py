"""A voter's own votes, newest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from arena.models import Turn, Vote
from arena.queries.statements import LONG_AGO, Statement
from arena.rules.counting import Used

USED = Statement(
    """
    SELECT count(CASE WHEN vote.cast_at >= %s THEN 1 END) AS today, count(*) AS in_pool
    FROM arena_vote vote
    WHERE vote.voter_ref = %s AND (SELECT pool_id FROM arena_battle WHERE id = vote.battle_id) = %s
    AND (vote.voided_at IS NULL OR vote.voided_at <> vote.cast_at)
    """
)
"""Votes that used up a place under the caps: since an instant, and in all. A vote that counted and was voided later has
used its place: voids must not hand out new votes."""


@dataclass(frozen=True)
class VoteView:
    """One own vote with what it was about and who was who."""

    battle_ref: str
    receipt_ref: str
    cast_at: datetime
    outcome: str
    counted: bool
    void_reason: str
    prompt: str
    entrant_a: str
    entrant_b: str


@dataclass(frozen=True)
class CountedVote:
    """A vote that counts."""

    pool_ref: str
    receipt_ref: str
    cast_at: datetime


def counted_votes(voter_ref: str, battles: Collection[int] | None = None) -> list[CountedVote]:
    """The voter's votes that count, oldest first; of these battles only, by primary key, where they are given."""
    votes = Vote.objects.filter(voter_ref=voter_ref, voided_at=None)
    if battles is not None:
        votes = votes.filter(battle__in=battles)
    rows = votes.order_by("cast_at", "pk").values_list("battle__pool__ref", "receipt_ref", "cast_at")
    return [CountedVote(*row) for row in rows]


def count_votes_of(voter_ref: str) -> int:
    """How many votes this voter has cast."""
    return Vote.objects.filter(voter_ref=voter_ref).count()


def votes_of(voter_ref: str, start: int, stop: int) -> list[VoteView]:
    """The voter's votes from `start` up to `stop`, newest first."""
    votes = (
        Vote.objects.filter(voter_ref=voter_ref)
        .select_related("battle__entrant_a", "battle__entrant_b")
        .order_by("-cast_at", "-pk")[start:stop]
    )
    prompts = dict(
        Turn.objects.filter(number=1, battle__in=[vote.battle_id for vote in votes]).values_list("battle_id", "prompt")
    )
    return [
        VoteView(
            battle_ref=vote.battle.ref,
            receipt_ref=vote.receipt_ref,
            cast_at=vote.cast_at,
            outcome=vote.outcome,
            counted=vote.voided_at is None,
            void_reason=vote.void_reason,
            prompt=prompts.get(vote.battle_id, ""),
            entrant_a=vote.battle.entrant_a.ref,
            entrant_b=vote.battle.entrant_b.ref,
        )
        for vote in votes
    ]


def used_votes(voter_ref: str, pool: int, day_began_at: datetime | None) -> Used:
    """How much of the caps is used up. `pool`: the pool's primary key."""
    ((today, in_pool),) = USED.rows(day_began_at or LONG_AGO, voter_ref, pool)
    return Used(today, in_pool)
