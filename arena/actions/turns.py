"""What workers write about a turn (claimed, alive, complete), and what the sweep finds when they fall silent."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from arena.actions.battles import void_battle
from arena.actions.moves import move_battle
from arena.models import Completion, Turn
from arena.rules.lifecycle import Move, State, VoidReason, target

# A turn is nudged again when nobody claimed it for this long, and given up after the longer time.
NUDGE_AFTER = timedelta(seconds=5)
GIVE_UP_UNCLAIMED_AFTER = timedelta(seconds=45)
# Workers beat every few seconds; silence for this long means that the worker is gone.
STALLED_AFTER = timedelta(seconds=30)


@dataclass(frozen=True)
class Answer:
    """One side's finished answer, as it is stored. Times are milliseconds since the claim."""

    raw_text: str
    shown_text: str
    finish_reason: str
    first_token_ms: int | None
    total_ms: int
    concealed: int


@transaction.atomic
def claim_turn(turn_ref: str, now: datetime) -> bool:
    """Take a drawn turn for one worker; False when another has it, or the battle ended."""
    turn = Turn.objects.filter(ref=turn_ref, number=F("battle__turn_count")).first()
    if turn is None or not move_battle(turn.battle_id, Move.CLAIM, now):
        return False
    Turn.objects.filter(pk=turn.pk).update(claimed_at=now, beat_at=now)
    return True


def beat_turns(turn_refs: Collection[str], now: datetime) -> set[str]:
    """Say that a worker still runs these turns; returns those whose battle is still streaming."""
    alive = Turn.objects.filter(ref__in=turn_refs, battle__state=State.STREAMING, number=F("battle__turn_count"))
    refs = set(alive.values_list("ref", flat=True))
    Turn.objects.filter(ref__in=refs).update(beat_at=now)
    return refs


@transaction.atomic
def complete_turn(turn_ref: str, a: Answer, b: Answer, now: datetime) -> State:
    """Store both answers and make the battle ready for a vote, unless it ended meanwhile.

    Returns the battle's state afterwards, so that a call repeated after a lost acknowledgement tells the truth.
    """
    turn = Turn.objects.select_related("battle").get(ref=turn_ref)
    if not move_battle(turn.battle_id, Move.COMPLETE, now):
        return State(turn.battle.state)
    Turn.objects.filter(pk=turn.pk).update(completed_at=now)
    for side, answer in (("a", a), ("b", b)):
        Completion.objects.filter(turn=turn, side=side).update(
            raw_text=answer.raw_text,
            shown_text=answer.shown_text,
            finish_reason=answer.finish_reason,
            first_token_ms=answer.first_token_ms,
            total_ms=answer.total_ms,
            concealed=answer.concealed,
        )
    return target(Move.COMPLETE)


@transaction.atomic
def fail_turn(turn_ref: str, failures: Mapping[str, str], now: datetime) -> State:
    """A side failed: the battle ends void; `failures` (side → reason) is kept for the console.

    Returns the battle's state afterwards, as `complete_turn` does.
    """
    turn = Turn.objects.select_related("battle").get(ref=turn_ref)
    for side, failure in failures.items():
        Completion.objects.filter(turn=turn, side=side).update(failure=failure)
    voided = void_battle(turn.battle.ref, VoidReason.SIDE_FAILED, now)
    return State.VOID if voided else State(turn.battle.state)


@dataclass(frozen=True)
class Swept:
    """What a sweep found: battles it ended (battle_ref, turn number) and turns that need another nudge."""

    voided: tuple[tuple[str, int], ...]
    unclaimed: tuple[str, ...]


def sweep_turns(now: datetime, battle_ref: str | None = None) -> Swept:
    """End what lost its worker, and find what a lost nudge left waiting; in one battle or in all."""
    current = Turn.objects.filter(number=F("battle__turn_count")).select_related("battle")
    if battle_ref is not None:
        current = current.filter(battle__ref=battle_ref)
    stalled = current.filter(battle__state=State.STREAMING, beat_at__lt=now - STALLED_AFTER)
    waiting = current.filter(battle__state=State.DRAWN, opened_at__lt=now - NUDGE_AFTER)
    voided = [_void(turn, VoidReason.STALLED, now) for turn in stalled]
    unclaimed = []
    for turn in waiting:
        if turn.opened_at < now - GIVE_UP_UNCLAIMED_AFTER:
            voided.append(_void(turn, VoidReason.NOT_STARTED, now))
        else:
            unclaimed.append(turn.ref)
    return Swept(voided=tuple(found for found in voided if found), unclaimed=tuple(unclaimed))


def _void(turn: Turn, reason: VoidReason, now: datetime) -> tuple[str, int] | None:
    return (turn.battle.ref, turn.number) if void_battle(turn.battle.ref, reason, now) else None
