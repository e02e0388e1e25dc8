"""Votes that were not cast here: simulated ones of a rehearsal, and real ones from elsewhere in an archive."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import F

from arena.models import Battle, Completion, Entrant, Exposure, Pool, Turn, Vote
from arena.rules.lifecycle import State
from arena.rules.topics import Topic, classify

PORTION = 5000


@dataclass(frozen=True)
class PastVote:
    """One vote with its battle. Entrants are named by ref; without a prompt the battle has no turn and no language."""

    voter_ref: str
    entrant_a: str
    entrant_b: str
    outcome: str
    cast_at: datetime
    prompt: str = ""


@transaction.atomic
def record_past_votes(pool_ref: str, votes: Iterable[PastVote], *, simulated: bool) -> int:
    """Write battles that were not played here, with their votes; returns how many. `simulated` marks them for ever."""
    pool = Pool.objects.select_for_update().get(ref=pool_ref)
    keys = dict(Entrant.objects.filter(pools=pool).values_list("ref", "pk"))
    remaining = iter(votes)
    recorded = 0
    while portion := list(islice(remaining, PORTION)):
        _record(pool, keys, portion, simulated)
        recorded += len(portion)
    return recorded


def _record(pool: Pool, keys: dict[str, int], past: list[PastVote], simulated: bool) -> None:
    topics = [classify(vote.prompt) if vote.prompt else Topic("", "") for vote in past]
    battles = Battle.objects.bulk_create(
        Battle(
            pool=pool,
            voter_ref=vote.voter_ref,
            entrant_a_id=keys[vote.entrant_a],
            entrant_b_id=keys[vote.entrant_b],
            state=State.VOTED,
            simulated=simulated,
            language=topic.language,
            topic=topic.slug,
            drawn_at=vote.cast_at,
            ended_at=vote.cast_at,
        )
        for vote, topic in zip(past, topics, strict=True)
    )
    _add_turns([(battle, vote) for battle, vote in zip(battles, past, strict=True) if vote.prompt])
    Vote.objects.bulk_create(
        Vote(
            battle=battle,
            voter_ref=vote.voter_ref,
            outcome=vote.outcome,
            key=f"past-{battle.ref}",
            digest="",
            cast_at=vote.cast_at,
        )
        for battle, vote in zip(battles, past, strict=True)
    )
    for (a, b), count in Counter((battle.entrant_a_id, battle.entrant_b_id) for battle in battles).items():
        Exposure.objects.filter(pool=pool, entrant_a=a, entrant_b=b).update(drawn=F("drawn") + count)


def _add_turns(played: list[tuple[Battle, PastVote]]) -> None:
    turns = Turn.objects.bulk_create(
        Turn(battle=battle, number=1, prompt=vote.prompt, opened_at=vote.cast_at, completed_at=vote.cast_at)
        for battle, vote in played
    )
    Completion.objects.bulk_create(Completion(turn=turn, side=side) for turn in turns for side in ("a", "b"))
