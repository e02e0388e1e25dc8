"""Battles that wait for their vote, made in bulk: what a vote benchmark votes on."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import permutations

from arena.models import Battle, Completion, Pool, Turn
from arena.rules.lifecycle import State
from contest.web.voters import new_citizen

BATTLES_PER_VOTER = 50


@dataclass(frozen=True)
class ReadyBattle:
    """One battle with the cookie of its voter."""

    ref: str
    cookie: str
    voter_ref: str


def make_ready_battles(count: int) -> list[ReadyBattle]:
    """Write `count` ready battles of the newest pool, with turns and answers."""
    pool = Pool.objects.latest("pk")
    pairs = list(permutations(pool.entrants.values_list("pk", flat=True), 2))
    voters = [new_citizen() for _ in range(count // BATTLES_PER_VOTER + 1)]
    now = datetime.now(UTC)
    battles = Battle.objects.bulk_create(
        Battle(
            pool=pool,
            voter_ref=voters[number // BATTLES_PER_VOTER][1],
            entrant_a_id=pairs[number % len(pairs)][0],
            entrant_b_id=pairs[number % len(pairs)][1],
            state=State.READY,
            drawn_at=now,
        )
        for number in range(count)
    )
    turns = Turn.objects.bulk_create(Turn(battle=battle, number=1, prompt="?", opened_at=now) for battle in battles)
    Completion.objects.bulk_create(
        Completion(turn=turn, side=side, shown_text="답변") for turn in turns for side in ("a", "b")
    )
    return [
        ReadyBattle(battle.ref, voters[number // BATTLES_PER_VOTER][0], battle.voter_ref)
        for number, battle in enumerate(battles)
    ]
