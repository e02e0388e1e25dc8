"""Votes that had weight 0 from the start, for those who find that the reason was a mistake."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Subquery

from arena.models import Turn, Vote, VoterTrait


@dataclass(frozen=True)
class UncountedVote:
    """One such vote, with what else decides whether it counts. `seconds`: from the last answers to the vote."""

    pool_ref: str
    receipt_ref: str
    voter_ref: str
    cast_at: datetime
    probed: bool
    seconds: float | None


def uncounted_votes(voter_refs: Collection[str], reason: str) -> list[UncountedVote]:
    """The votes of these voters that never counted for this reason, oldest first."""
    last_turn = Turn.objects.filter(battle=OuterRef("battle"), number=OuterRef("battle__turn_count"))
    rows = (
        Vote.objects.filter(voter_ref__in=voter_refs, void_reason=reason, voided_at=F("cast_at"))
        .annotate(answered_at=Subquery(last_turn.values("completed_at")[:1]))
        .order_by("cast_at", "pk")
        .values_list("battle__pool__ref", "receipt_ref", "voter_ref", "cast_at", "battle__probed", "answered_at")
    )
    return [
        UncountedVote(pool, receipt, voter, cast, probed, (cast - answered).total_seconds() if answered else None)
        for pool, receipt, voter, cast, probed, answered in rows
    ]


def voters_who_share(kind: str, values: Collection[str]) -> set[str]:
    """The voters of whom one of these traits was noted. `kind`: as `arena.actions.traits` has it."""
    return set(VoterTrait.objects.filter(kind=kind, value__in=values).values_list("voter_ref", flat=True))
