"""Battles that wait for their vote, made in bulk: what a vote benchmark votes on."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import permutations

from django.db import connection

from arena.models import Battle, Completion, Pool, Turn
from arena.rules.lifecycle import State
from contest.web.voters import new_citizen

BATTLES_PER_VOTER = 20
"""As many as count in a day: whatever is measured, it is votes that count."""
READ_FOR = timedelta(minutes=1)


@dataclass(frozen=True)
class ReadyBattle:
    """One battle with the cookie of its voter."""

    ref: str
    cookie: str
    voter_ref: str


def make_ready_battles(count: int) -> list[ReadyBattle]:
    """Write `count` ready battles of the newest pool, with turns and answers.

    One voter's battles lie as far apart as they can: votes that are cast at once are different people's.
    """
    pool = Pool.objects.latest("pk")
    pairs = list(permutations(pool.entrants.values_list("pk", flat=True), 2))
    voters = [new_citizen() for _ in range(-(-count // BATTLES_PER_VOTER))]
    now = datetime.now(UTC)
    battles = Battle.objects.bulk_create(
        Battle(
            pool=pool,
            voter_ref=voters[number % len(voters)][1],
            entrant_a_id=pairs[number % len(pairs)][0],
            entrant_b_id=pairs[number % len(pairs)][1],
            state=State.READY,
            drawn_at=now - READ_FOR,
        )
        for number in range(count)
    )
    turns = Turn.objects.bulk_create(
        Turn(battle=battle, number=1, prompt="?", opened_at=now - READ_FOR, completed_at=now - READ_FOR)
        for battle in battles
    )
    Completion.objects.bulk_create(
        Completion(turn=turn, side=side, shown_text="답변") for turn in turns for side in ("a", "b")
    )
    return [
        ReadyBattle(battle.ref, voters[number % len(voters)][0], battle.voter_ref)
        for number, battle in enumerate(battles)
    ]


BARE = """
INSERT INTO arena_battle (ref, pool_id, voter_ref, entrant_a_id, entrant_b_id, state, void_reason, language, topic,
                          simulated, probed, style, turn_count, drawn_at)
SELECT 'bare-' || nextval('arena_battle_id_seq'), pool_id, md5((n %% %s)::text), entrant_a_id, entrant_b_id, 'ready',
       '', 'ko', '', false, false, '[]', 1, now()
FROM generate_series(1, %s) n, (SELECT * FROM arena_battle ORDER BY id DESC LIMIT 1) pattern
RETURNING id
"""


def make_bare_battles(count: int) -> int:
    """Write `count` ready battles without turns, for statements that look at nothing else; returns the first's key."""
    with connection.cursor() as cursor:
        cursor.execute(BARE, [-(-count // BATTLES_PER_VOTER), count])
        return min(key for (key,) in cursor.fetchall())
