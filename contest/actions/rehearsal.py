"""The rehearsal stage: five teams on practice endpoints, with simulated votes marked as such."""

import json
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from arena.actions.past_votes import PastVote, record_simulated_votes
from arena.actions.pools import (
    EndpointAddress,
    create_pool,
    enrol_entrant,
    join_pool,
    move_endpoints,
    set_pool_open,
)
from arena.queries.pools import entrant_refs
from contest.actions.stages import StageFacts, TeamFacts, create_stage, create_team, extend_stage
from contest.models import Stage
from contest.rules.rehearsal import simulated_outcome
from contest.rules.voters import voter_ref

DATA = Path(__file__).resolve().parent.parent / "data" / "rehearsal.json"


class RehearsalError(Exception):
    """The rehearsal cannot be set up; the message says what to do."""


@transaction.atomic
def seed_rehearsal(addresses: list[EndpointAddress], now: datetime, *, with_votes: bool = True) -> bool:
    """Make the rehearsal stage, or point the existing one at new addresses. True when it was made now.

    The first address serves the first team, and so on. With fewer addresses than teams the first teams take part.
    """
    data: dict[str, Any] = json.loads(DATA.read_text())
    if not 2 <= len(addresses) <= len(data["teams"]):
        raise RehearsalError(f"Give 2 to {len(data['teams'])} endpoints, one for each team; got {len(addresses)}.")
    stage = Stage.objects.select_related("pool").filter(slug=data["stage"]["slug"]).first()
    closes_at = now + timedelta(days=data["stage"]["days"])
    if stage is not None:
        _renew(stage.pool.ref, addresses)
        extend_stage(stage.slug, closes_at)
        return False
    pool_ref = create_pool(**data["sampling"])
    _create_teams(data["teams"], addresses, pool_ref)
    facts = {key: value for key, value in data["stage"].items() if key != "days"}
    create_stage(StageFacts(kind="rehearsal", opens_at=now, closes_at=closes_at, **facts), pool_ref)
    set_pool_open(pool_ref, True)
    if with_votes:
        record_simulated_votes(pool_ref, _simulated_votes(data["simulated"], entrant_refs(pool_ref), now))
    return True


def _renew(pool_ref: str, addresses: list[EndpointAddress]) -> None:
    refs = entrant_refs(pool_ref)
    if len(refs) != len(addresses):
        raise RehearsalError(
            f"The rehearsal was made for {len(refs)} entrants, but {len(addresses)} endpoints are given. "
            "Give as many, or start with an empty var folder."
        )
    move_endpoints(dict(zip(refs, addresses, strict=True)))


def _create_teams(teams: list[dict[str, str]], addresses: list[EndpointAddress], pool_ref: str) -> None:
    for team, address in zip(teams, addresses, strict=False):
        entrant_ref = enrol_entrant(team["entrant_en"], [address])
        create_team(TeamFacts(**team), entrant_ref)
        join_pool(pool_ref, entrant_ref)


def _simulated_votes(plan: dict[str, Any], refs: list[str], now: datetime) -> list[PastVote]:
    rng = random.Random(plan["seed"])  # noqa: S311  a seeded simulation, not a secret
    strengths = dict(zip(refs, plan["strengths"], strict=False))
    pairs = [(a, b) for a in refs for b in refs if a != b]
    votes = []
    for number in range(plan["votes"]):
        a, b = pairs[number % len(pairs)]
        votes.append(
            PastVote(
                voter_ref=voter_ref(f"simulated-{rng.randrange(plan['voters'])}", str(plan["seed"])),
                entrant_a=a,
                entrant_b=b,
                outcome=simulated_outcome(strengths[a], strengths[b], rng),
                prompt=rng.choice(plan["prompts"]),
                cast_at=now - timedelta(minutes=plan["votes"] - number),
            )
        )
    return votes
