"""A battle opens, takes further turns, and ends void or expired."""

import random
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from arena.actions.errors import (
    BattleNotFound,
    LineFull,
    NotReady,
    PoolClosed,
    TooFewEntrants,
    TurnsUsedUp,
)
from arena.actions.moves import move_battle
from arena.actions.prompts import Prompt, content_rules, prepare_prompt
from arena.models import Battle, Completion, Endpoint, Exposure, Pool, Turn
from arena.rules.blindness.identities import Identities
from arena.rules.content import Classifier
from arena.rules.health import FAILURES_UNTIL_DOWN
from arena.rules.lifecycle import Move, State, VoidReason
from arena.rules.pairing import draw

BUILTIN_RULES = content_rules("")


def _draw_pair(pool: Pool, rng: random.Random) -> tuple[int, int]:
    """Draw among the entrants that have an endpoint which is up.

    Whoever was down has met the others less often, so the balance of the draw makes up for it after the return.
    """
    up = Endpoint.objects.filter(enabled=True, failures__lt=FAILURES_UNTIL_DOWN, resting=False).values("entrant_id")
    active = set(pool.places.filter(withdrawn_at=None, entrant__in=up).values_list("entrant_id", flat=True))
    rows = pool.exposures.all()
    met = {
        (row.entrant_a_id, row.entrant_b_id): row.start + row.drawn
        for row in rows
        if row.entrant_a_id in active and row.entrant_b_id in active
    }
    if not met:
        raise TooFewEntrants
    return draw(met, rng)


def _names(**pool: str) -> Identities:
    """What the teams and entrants of a pool are called; nothing for a pool that is not there."""
    return Identities.read(Pool.objects.filter(**pool).values_list("names", flat=True).first() or {})


def _check_line(pool: Pool, most_waiting: int | None) -> None:
    """Raise LineFull when as many battles of the pool wait for their start as may wait."""
    if most_waiting is not None and pool.battles.filter(state=State.DRAWN).count() >= most_waiting:
        raise LineFull


def _add_turn(battle: Battle, number: int, prompt: Prompt, now: datetime) -> Turn:
    turn = Turn.objects.create(
        battle=battle, number=number, prompt=prompt.text, masked=list(prompt.masked), opened_at=now
    )
    Completion.objects.bulk_create([Completion(turn=turn, side=side) for side in ("a", "b")])
    return turn


@transaction.atomic
def open_battle(
    pool_ref: str,
    voter_ref: str,
    typed: str,
    *,
    rng: random.Random,
    now: datetime,
    content: Classifier = BUILTIN_RULES,
    most_waiting: int | None = None,
) -> tuple[str, str]:
    """Draw the pair and the sides and write the battle with its first turn; returns (battle_ref, turn_ref).

    `most_waiting` battles of the pool may wait for their start (None: any number).
    Raises PromptEmpty, PromptTooLong, PromptHarmful, PoolClosed, LineFull or TooFewEntrants.
    """
    prompt = prepare_prompt(typed, content, _names(ref=pool_ref))
    # The lock makes draws of one pool follow one another: two at once would draw the same least met pair.
    pool = Pool.objects.select_for_update().filter(ref=pool_ref, is_open=True).first()
    if pool is None:
        raise PoolClosed
    # Under the pool's lock, so that a crowd cannot pass the bound together.
    _check_line(pool, most_waiting)
    a, b = _draw_pair(pool, rng)
    Exposure.objects.filter(pool=pool, entrant_a_id=a, entrant_b_id=b).update(drawn=F("drawn") + 1)
    battle = Battle.objects.create(
        pool=pool,
        voter_ref=voter_ref,
        entrant_a_id=a,
        entrant_b_id=b,
        language=prompt.language,
        topic=prompt.topic,
        probed=prompt.probed,
        drawn_at=now,
    )
    return battle.ref, _add_turn(battle, 1, prompt, now).ref


@transaction.atomic
def open_turn(
    battle_ref: str,
    voter_ref: str,
    typed: str,
    now: datetime,
    content: Classifier = BUILTIN_RULES,
    most_waiting: int | None = None,
) -> tuple[int, str]:
    """Ask both sides again; returns (turn number, turn_ref).

    Raises PromptEmpty, PromptTooLong, PromptHarmful, BattleNotFound, NotReady, LineFull or TurnsUsedUp.
    """
    prompt = prepare_prompt(typed, content, _names(battles__ref=battle_ref))
    battle = (
        Battle.objects.select_for_update(of=("self",))
        .select_related("pool")
        .filter(ref=battle_ref, voter_ref=voter_ref)
        .first()
    )
    if battle is None:
        raise BattleNotFound
    if battle.turn_count >= battle.pool.max_turns:
        raise TurnsUsedUp
    # Without the pool's lock: a few too many do no harm here, as each has a battle already.
    _check_line(battle.pool, most_waiting)
    number = battle.turn_count + 1
    if not move_battle(battle.pk, Move.ASK, now, turn_count=number, probed=battle.probed or prompt.probed):
        raise NotReady
    return number, _add_turn(battle, number, prompt, now).ref


@transaction.atomic
def void_battle(battle_ref: str, reason: VoidReason, now: datetime) -> bool:
    """End a battle without a vote; False when it had ended already. Its pair counts as not drawn."""
    battle = Battle.objects.filter(ref=battle_ref).first()
    if battle is None or not move_battle(battle.pk, Move.VOID, now, void_reason=reason):
        return False
    Exposure.objects.filter(
        pool=battle.pool_id, entrant_a=battle.entrant_a_id, entrant_b=battle.entrant_b_id, drawn__gt=0
    ).update(drawn=F("drawn") - 1)
    return True


def stop_battle(battle_ref: str, voter_ref: str, now: datetime) -> str:
    """The voter stops the answers of their battle: it ends void. Returns the running turn's ref.

    Raises BattleNotFound, or NotReady when nothing is being answered.
    """
    turn = Turn.objects.filter(
        battle__ref=battle_ref, battle__voter_ref=voter_ref, number=F("battle__turn_count")
    ).first()
    if turn is None:
        raise BattleNotFound
    under_way = Battle.objects.filter(pk=turn.battle_id, state__in=[State.DRAWN, State.STREAMING])
    if not under_way.exists() or not void_battle(battle_ref, VoidReason.STOPPED, now):
        raise NotReady
    return turn.ref


@transaction.atomic
def leave_battles(battle_refs: Collection[str], now: datetime) -> None:
    """End those of these battles that wait for their answers or get them; their voters have left.

    A battle that has just become ready stays: its voter may come back and vote.
    """
    under_way = Battle.objects.select_for_update().filter(state__in=[State.DRAWN, State.STREAMING])
    for battle in under_way.filter(ref__in=battle_refs).order_by("pk"):
        void_battle(battle.ref, VoidReason.LEFT, now)


def expire_battles(drawn_before: datetime, now: datetime, limit: int = 500) -> int:
    """End battles that stayed without a vote since before `drawn_before`; returns how many."""
    waiting: Iterable[int] = Battle.objects.filter(state=State.READY, drawn_at__lt=drawn_before).values_list(
        "pk", flat=True
    )[:limit]
    return sum(move_battle(pk, Move.EXPIRE, now) for pk in waiting)
