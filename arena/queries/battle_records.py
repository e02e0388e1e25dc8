"""One battle as organisers see it. Who stood on which side is told only when the caller says so."""

from dataclasses import dataclass
from datetime import datetime

from arena.models import Battle, Vote


@dataclass(frozen=True)
class SideRecord:
    """One side's answer in one turn. `failure`: why it is not complete; empty when it is."""

    side: str
    text: str
    failure: str


@dataclass(frozen=True)
class TurnRecord:
    """One prompt with both answers as the voter saw them."""

    number: int
    prompt: str
    masked: tuple[str, ...]
    opened_at: datetime
    completed_at: datetime | None
    sides: tuple[SideRecord, ...]


@dataclass(frozen=True)
class CastRecord:
    """The vote on a battle."""

    receipt_ref: str
    outcome: str
    reasons: tuple[str, ...]
    comment: str
    voter_group: str
    cast_at: datetime
    voided_at: datetime | None
    void_reason: str


@dataclass(frozen=True)
class BattleRecord:
    """A battle with its turns and its vote. `voter_ref` is the engine's pseudonym."""

    ref: str
    pool_ref: str
    voter_ref: str
    state: str
    void_reason: str
    language: str
    topic: str
    probed: bool
    simulated: bool
    drawn_at: datetime
    ended_at: datetime | None
    turns: tuple[TurnRecord, ...]
    vote: CastRecord | None


def battle_record(ref: str) -> BattleRecord | None:
    """One battle, without its entrants; None for an unknown ref."""
    battle = Battle.objects.select_related("pool").filter(ref=ref).first()
    if battle is None:
        return None
    turns = battle.turns.order_by("number").prefetch_related("completions")
    vote = Vote.objects.filter(battle=battle).first()
    return BattleRecord(
        ref=battle.ref,
        pool_ref=battle.pool.ref,
        voter_ref=battle.voter_ref,
        state=battle.state,
        void_reason=battle.void_reason,
        language=battle.language,
        topic=battle.topic,
        probed=battle.probed,
        simulated=battle.simulated,
        drawn_at=battle.drawn_at,
        ended_at=battle.ended_at,
        turns=tuple(
            TurnRecord(
                number=turn.number,
                prompt=turn.prompt,
                masked=tuple(turn.masked),
                opened_at=turn.opened_at,
                completed_at=turn.completed_at,
                sides=tuple(
                    SideRecord(one.side, one.shown_text, one.failure)
                    for one in sorted(turn.completions.all(), key=lambda one: one.side)
                ),
            )
            for turn in turns
        ),
        vote=_cast(vote) if vote else None,
    )


def battle_named(words: str) -> str | None:
    """The ref of the battle that is meant by a battle's ref or a vote's receipt; None when it is neither."""
    found = Battle.objects.filter(ref=words).values_list("ref", flat=True).first()
    return found or Vote.objects.filter(receipt_ref=words).values_list("battle__ref", flat=True).first()


def _cast(vote: Vote) -> CastRecord:
    return CastRecord(
        receipt_ref=vote.receipt_ref,
        outcome=vote.outcome,
        reasons=tuple(vote.reasons),
        comment=vote.comment,
        voter_group=vote.voter_group,
        cast_at=vote.cast_at,
        voided_at=vote.voided_at,
        void_reason=vote.void_reason,
    )
