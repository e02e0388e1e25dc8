"""A battle opens, takes further turns, and ends void or expired."""

import random
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from arena.actions.errors import (
    BattleNotFound,
    NotReady,
    PoolClosed,
    PromptEmpty,
    PromptTooLong,
    TooFewEntrants,
    TurnsUsedUp,
)
from arena.actions.moves import move_battle
from arena.models import Battle, Completion, Endpoint, Exposure, Pool, Turn
from arena.rules.health import FAILURES_UNTIL_DOWN
from arena.rules.lifecycle import Move, State, VoidReason
from arena.rules.pairing import draw
from arena.rules.text import TextEmpty, TextTooLong, clean, language_of

PROMPT_MAX_CHARACTERS = 8000


def _clean_prompt(prompt: str) -> str:
    try:
        return clean(prompt, PROMPT_MAX_CHARACTERS)
    except TextEmpty:
        raise PromptEmpty from None
    except TextTooLong:
        raise PromptTooLong from None


def _draw_pair(pool: Pool, rng: random.Random) -> tuple[int, int]:
    """Draw among the entrants that have an endpoint which is up.

    Whoever was down has met the others less often, so the balance of the draw makes up for it after the return.
    """
    up = Endpoint.objects.filter(enabled=True, failures__lt=FAILURES_UNTIL_DOWN).values("entrant_id")
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


def _add_turn(battle: Battle, number: int, prompt: str, now: datetime) -> Turn:
    turn = Turn.objects.create(battle=battle, number=number, prompt=prompt, opened_at=now)
    Completion.objects.bulk_create([Completion(turn=turn, side=side) for side in ("a", "b")])
    return turn


@transaction.atomic
def open_battle(pool_ref: str, voter_ref: str, prompt: str, *, rng: random.Random, now: datetime) -> tuple[str, str]:
    """Draw the pair and the sides and write the battle with its first turn; returns (battle_ref, turn_ref).

    Raises PromptEmpty, PromptTooLong, PoolClosed or TooFewEntrants.
    """
    prompt = _clean_prompt(prompt)
    # The lock makes draws of one pool follow one another: two at once would draw the same least met pair.
    pool = Pool.objects.select_for_update().filter(ref=pool_ref, is_open=True).first()
    if pool is None:
        raise PoolClosed
    a, b = _draw_pair(pool, rng)
    Exposure.objects.filter(pool=pool, entrant_a_id=a, entrant_b_id=b).update(drawn=F("drawn") + 1)
    battle = Battle.objects.create(
        pool=pool,
        voter_ref=voter_ref,
        entrant_a_id=a,
        entrant_b_id=b,
        language=language_of(prompt),
        drawn_at=now,
    )
    return battle.ref, _add_turn(battle, 1, prompt, now).ref


@transaction.atomic
def open_turn(battle_ref: str, voter_ref: str, prompt: str, now: datetime) -> tuple[int, str]:
    """Ask both sides again; returns (turn number, turn_ref).

    Raises PromptEmpty, PromptTooLong, BattleNotFound, NotReady or TurnsUsedUp.
    """
    prompt = _clean_prompt(prompt)
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
    number = battle.turn_count + 1
    if not move_battle(battle.pk, Move.ASK, now, turn_count=number):
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


def expire_battles(drawn_before: datetime, now: datetime, limit: int = 500) -> int:
    """End battles that stayed without a vote since before `drawn_before`; returns how many."""
    waiting: Iterable[int] = Battle.objects.filter(state=State.READY, drawn_at__lt=drawn_before).values_list(
        "pk", flat=True
    )[:limit]
    return sum(move_battle(pk, Move.EXPIRE, now) for pk in waiting)
