"""The rehearsal stage: five teams on practice endpoints, with simulated votes marked as such."""

import json
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from arena.actions.past_votes import PastVote, record_past_votes
from arena.actions.pools import EndpointAddress, move_endpoints
from arena.queries.pools import entrant_refs
from contest.actions.entrants import enrol
from contest.actions.stages import create_stage, publish_stage
from contest.actions.stages_entries import enter_stage
from contest.actions.stages_running import open_stage
from contest.actions.teams import create_team
from contest.models import Stage
from contest.rules.rehearsal import simulated_outcome
from contest.rules.roles import Command
from contest.rules.stages import RUNNING
from contest.rules.stages_terms import StageTerms
from contest.rules.teams import EntrantFacts, OrganisationFacts, Replica, TeamFacts
from contest.rules.voters import voter_ref

DATA = Path(__file__).resolve().parent.parent / "data" / "rehearsal.json"
SEEDING = Command("seed_rehearsal")
# Simulated votes lie before the last hour, which the console counts: there, only what happens now may show.
SIMULATED_UNTIL = timedelta(hours=2)


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
    slug, closes_at = data["stage"]["slug"], now + timedelta(days=data["stage"]["days"])
    stage = Stage.objects.select_related("pool").filter(slug=slug).first()
    if stage is not None:
        _renew(stage, addresses, closes_at)
        return False
    facts = {key: value for key, value in data["stage"].items() if key not in {"days", "slug"}}
    terms = StageTerms(opens_at=now, closes_at=closes_at, **facts, **data["sampling"])
    create_stage(SEEDING, slug, terms, now=now, is_rehearsal=True)
    for team, address in zip(data["teams"], addresses, strict=False):
        _take_part(slug, team, address, now)
    publish_stage(SEEDING, slug, seen=_revision(slug), now=now)
    open_stage(SEEDING, slug, seen=_revision(slug), now=now)
    if with_votes:
        pool_ref = Stage.objects.get(slug=slug).pool.ref
        record_past_votes(pool_ref, _simulated_votes(data["simulated"], entrant_refs(pool_ref), now), simulated=True)
    return True


def _renew(stage: Stage, addresses: list[EndpointAddress], closes_at: datetime) -> None:
    refs = entrant_refs(stage.pool.ref)
    if len(refs) != len(addresses):
        raise RehearsalError(
            f"The rehearsal was made for {len(refs)} entrants, but {len(addresses)} endpoints are given. "
            "Give as many, or start with an empty var folder."
        )
    move_endpoints(dict(zip(refs, addresses, strict=True)))
    # Kept open from one start to the next, unless an organiser closed it. No act of a person: nothing is announced.
    Stage.objects.filter(pk=stage.pk, state__in=RUNNING).update(closes_at=closes_at)


def _take_part(stage_slug: str, team: dict[str, str], address: EndpointAddress, now: datetime) -> None:
    lead = OrganisationFacts(team["lead_ko"], team["lead_en"])
    facts = TeamFacts(team["slug"], team["name_ko"], team["name_en"], lead, static_emblem=team["emblem"])
    create_team(SEEDING, facts, now=now)
    entrant = EntrantFacts(
        team["entrant"], team["slug"], team["entrant_ko"], team["entrant_en"], version=team["version"]
    )
    enrol(SEEDING, entrant, (Replica(address.base_url, address.served_name, address.api_key_variable),), now=now)
    enter_stage(SEEDING, stage_slug, entrant.slug, seen=_revision(stage_slug), now=now)


def _revision(stage_slug: str) -> int:
    return Stage.objects.values_list("revision", flat=True).get(slug=stage_slug)


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
                cast_at=now - SIMULATED_UNTIL - timedelta(minutes=plan["votes"] - number),
            )
        )
    return votes
