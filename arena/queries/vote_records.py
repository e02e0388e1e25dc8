"""Votes and sides as organisers may ask for them. Who calls this decides who may read it, and records the reading."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from arena.models import Battle, Vote


@dataclass(frozen=True)
class VoteRecord:
    """A vote without the entrants: what somebody needs to decide whether it counts."""

    receipt_ref: str
    battle_ref: str
    pool_ref: str
    outcome: str
    cast_at: datetime
    voided_at: datetime | None
    void_reason: str


def vote_records(receipt_refs: Collection[str]) -> list[VoteRecord]:
    """The votes with these receipts, by receipt; unknown receipts are left out."""
    votes = Vote.objects.filter(receipt_ref__in=receipt_refs).select_related("battle__pool").order_by("receipt_ref")
    return [
        VoteRecord(
            receipt_ref=vote.receipt_ref,
            battle_ref=vote.battle.ref,
            pool_ref=vote.battle.pool.ref,
            outcome=vote.outcome,
            cast_at=vote.cast_at,
            voided_at=vote.voided_at,
            void_reason=vote.void_reason,
        )
        for vote in votes
    ]


def sides_of(battle_ref: str) -> tuple[str, str] | None:
    """The entrants of a battle by ref, a first, whatever its state; None for an unknown battle."""
    row = Battle.objects.filter(ref=battle_ref).values_list("entrant_a__ref", "entrant_b__ref").first()
    return (row[0], row[1]) if row else None
