"""Votes that were not cast here: simulated ones of a rehearsal. Marked as such for ever."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from arena.models import Battle, Completion, Entrant, Exposure, Pool, Turn, Vote
from arena.rules.lifecycle import State


@dataclass(frozen=True)
class PastVote:
    """One vote with its battle. Entrants are named by ref."""

    voter_ref: str
    entrant_a: str
    entrant_b: str
    outcome: str
    prompt: str
    cast_at: datetime


@transaction.atomic
def record_simulated_votes(pool_ref: str, votes: Iterable[PastVote]) -> int:
    """Write battles that were never played, with their votes; returns how many."""
    pool = Pool.objects.select_for_update().get(ref=pool_ref)
    keys = dict(Entrant.objects.filter(pools=pool).values_list("ref", "pk"))
    past = list(votes)
    battles = Battle.objects.bulk_create(
        Battle(
            pool=pool,
            voter_ref=vote.voter_ref,
            entrant_a_id=keys[vote.entrant_a],
            entrant_b_id=keys[vote.entrant_b],
            state=State.VOTED,
            simulated=True,
            drawn_at=vote.cast_at,
            ended_at=vote.cast_at,
        )
        for vote in past
    )
    _add_turns(battles, past)
    Vote.objects.bulk_create(
        Vote(
            battle=battle,
            voter_ref=vote.voter_ref,
            outcome=vote.outcome,
            key=f"simulated-{battle.ref}",
            digest="",
            cast_at=vote.cast_at,
        )
        for battle, vote in zip(battles, past, strict=True)
    )
    for (a, b), count in Counter((battle.entrant_a_id, battle.entrant_b_id) for battle in battles).items():
        Exposure.objects.filter(pool=pool, entrant_a=a, entrant_b=b).update(drawn=F("drawn") + count)
    return len(past)


def _add_turns(battles: list[Battle], past: list[PastVote]) -> None:
    turns = Turn.objects.bulk_create(
        Turn(battle=battle, number=1, prompt=vote.prompt, opened_at=vote.cast_at, completed_at=vote.cast_at)
        for battle, vote in zip(battles, past, strict=True)
    )
    Completion.objects.bulk_create(Completion(turn=turn, side=side) for turn in turns for side in ("a", "b"))
