"""What workers write about a turn (claimed, alive, complete), and what the sweep finds when they fall silent."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from arena.actions.battles import void_battle
from arena.actions.moves import move_battle
from arena.models import Completion, Turn
from arena.rules.blindness.pace import Arrival
from arena.rules.lifecycle import Move, State, VoidReason, target
from arena.rules.style_features import FEATURES, style_of

# A turn that nobody claimed is nudged again when neither its voter nor the line has been heard of for this long, and
# given up after the longer time; and whoever stands in the line for the longest time is sent away kindly.
NUDGE_AFTER = timedelta(seconds=5)
GIVE_UP_UNCLAIMED_AFTER = timedelta(seconds=45)
LONGEST_WAIT = timedelta(minutes=10)
# Lost nudges are few. More than this at once are a crowd whose nudges are on the way: more of them would slow it down.
NUDGES_AT_ONCE = 100
# Workers beat several times within this; silence for as long means that the worker is gone.
STALLED_AFTER = timedelta(seconds=30)


@dataclass(frozen=True)
class Answer:
    """One side's finished answer, as it is stored. Times are milliseconds since the claim.

    `arrival`: how it came to the release; `late_ticks`: how often the release had to wait for it.
    """

    raw_text: str
    shown_text: str
    finish_reason: str
    first_token_ms: int | None
    total_ms: int
    concealed: int
    arrival: Arrival | None = None
    late_ticks: int = 0


@transaction.atomic
def claim_turn(turn_ref: str, now: datetime) -> bool:
    """Take a drawn turn for one worker; False when another has it, or the battle ended."""
    newest = Turn.objects.filter(ref=turn_ref, number=F("battle__turn_count"))
    for key, battle_id in newest.values_list("pk", "battle_id"):
        if move_battle(battle_id, Move.CLAIM, now):
            Turn.objects.filter(pk=key).update(claimed_at=now, beat_at=now)
            return True
    return False


def beat_turns(turn_refs: Collection[str], now: datetime) -> set[str]:
    """Say that a worker still runs these turns; returns those whose battle is still streaming."""
    alive = Turn.objects.filter(ref__in=turn_refs, battle__state=State.STREAMING, number=F("battle__turn_count"))
    refs = set(alive.values_list("ref", flat=True))
    Turn.objects.filter(ref__in=refs).update(beat_at=now)
    return refs


def keep_waiting(turn_refs: Collection[str], now: datetime) -> set[str]:
    """Say that the line still holds these turns; returns those that still wait for their start."""
    alive = Turn.objects.filter(ref__in=turn_refs, battle__state=State.DRAWN, number=F("battle__turn_count"))
    refs = set(alive.values_list("ref", flat=True))
    Turn.objects.filter(ref__in=refs).update(beat_at=now)
    return refs


@transaction.atomic
def complete_turn(turn_ref: str, a: Answer, b: Answer, now: datetime) -> State:
    """Store both answers and make the battle ready for a vote, unless it ended meanwhile.

    Returns the battle's state afterwards, so that a call repeated after a lost acknowledgement tells the truth.
    """
    turn = Turn.objects.select_related("battle").get(ref=turn_ref)
    style = _styles(turn.battle.style, a.shown_text, b.shown_text)
    if not move_battle(turn.battle_id, Move.COMPLETE, now, style=style):
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
            began_seconds=answer.arrival and answer.arrival.began_seconds,
            kept_bytes_per_second=answer.arrival and answer.arrival.bytes_per_second,
            late_ticks=answer.late_ticks,
        )
    return target(Move.COMPLETE)


def _styles(before: list[list[int]], a: str, b: str) -> list[list[int]]:
    """The features of both sides, added to those of the turns before."""
    sums = before or [[0] * len(FEATURES)] * 2
    return [[x + y for x, y in zip(sum_, style_of(text), strict=True)] for sum_, text in zip(sums, (a, b), strict=True)]


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


def sweep_turns(now: datetime, battle_ref: str | None = None, *, stalled_after: timedelta = STALLED_AFTER) -> Swept:
    """End what lost its worker, and find what a lost nudge left waiting; in one battle or in all."""
    current = Turn.objects.filter(number=F("battle__turn_count")).select_related("battle")
    if battle_ref is not None:
        current = current.filter(battle__ref=battle_ref)
    stalled = current.filter(battle__state=State.STREAMING, beat_at__lt=now - stalled_after)
    # The line renews the beat of those who stand in it.
    heard_at = Coalesce("beat_at", "opened_at")
    waiting = current.filter(battle__state=State.DRAWN).annotate(heard_at=heard_at).order_by("opened_at")
    silent = Q(heard_at__lt=now - GIVE_UP_UNCLAIMED_AFTER) | Q(opened_at__lt=now - LONGEST_WAIT)
    voided = [_void(turn, VoidReason.STALLED, now) for turn in stalled]
    voided += [_void(turn, VoidReason.NOT_STARTED, now) for turn in waiting.filter(silent)]
    unclaimed = waiting.exclude(silent).filter(heard_at__lt=now - NUDGE_AFTER)[:NUDGES_AT_ONCE]
    return Swept(voided=tuple(found for found in voided if found), unclaimed=tuple(turn.ref for turn in unclaimed))


def _void(turn: Turn, reason: VoidReason, now: datetime) -> tuple[str, int] | None:
    return (turn.battle.ref, turn.number) if void_battle(turn.battle.ref, reason, now) else None
