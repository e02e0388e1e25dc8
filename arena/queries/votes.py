"""A voter's own votes, newest first."""

from dataclasses import dataclass
from datetime import datetime

from arena.models import Turn, Vote


@dataclass(frozen=True)
class VoteView:
    """One own vote with what it was about and who was who."""

    battle_ref: str
    receipt_ref: str
    cast_at: datetime
    outcome: str
    counted: bool
    prompt: str
    entrant_a: str
    entrant_b: str


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
            prompt=prompts.get(vote.battle_id, ""),
            entrant_a=vote.battle.entrant_a.ref,
            entrant_b=vote.battle.entrant_b.ref,
        )
        for vote in votes
    ]


def participation(pool_ref: str) -> tuple[int, int]:
    """(different voters, votes) of a pool so far, for the front page."""
    votes = Vote.objects.filter(battle__pool__ref=pool_ref, voided_at=None)
    return votes.values("voter_ref").distinct().count(), votes.count()
