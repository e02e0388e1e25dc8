"""Many votes at once, as rows: honest ones, and ones that somebody bought."""

from datetime import timedelta
from itertools import permutations

import numpy as np

from arena.models import Battle, Pool, Turn, Vote
from arena.rules.lifecycle import State
from tests.arena_cast import NOW

WORDS = ("a_better", "b_better", "tie", "both_bad")
TARGET = 3
"""The place of the entrant that bought votes are for."""


def make_votes(pool_ref: str, first: int, voters: int, each: int, *, bought: bool = False) -> list[str]:
    """Votes of new voters, written in bulk; honest ones are coin flips. Returns the voters."""
    rng = np.random.default_rng(first)
    pool = Pool.objects.get(ref=pool_ref)
    keys = list(pool.entrants.order_by("pk").values_list("pk", flat=True))
    pairs = list(permutations(keys, 2))
    names = [f"{first + i:064d}" for i in range(voters)]
    cast = [(name, *pairs[int(rng.integers(20))]) for name in names for _ in range(each)]
    battles = Battle.objects.bulk_create(
        Battle(pool=pool, voter_ref=who, entrant_a_id=a, entrant_b_id=b, state=State.VOTED, drawn_at=NOW)
        for who, a, b in cast
    )
    Turn.objects.bulk_create(
        Turn(battle=one, number=1, prompt=f"질문 {one.pk} 번", opened_at=NOW, completed_at=NOW) for one in battles
    )
    says = rng.choice(WORDS, len(cast), p=(0.4, 0.4, 0.1, 0.1))
    for i, (_who, a, b) in enumerate(cast):
        if bought and keys[TARGET] in (a, b):
            says[i] = "a_better" if a == keys[TARGET] else "b_better"
    Vote.objects.bulk_create(
        Vote(
            battle=one,
            voter_ref=one.voter_ref,
            outcome=str(said),
            key=f"k{one.pk}",
            digest="",
            cast_at=NOW + timedelta(seconds=float(rng.uniform(5, 3000))),
        )
        for one, said in zip(battles, says, strict=True)
    )
    return names
