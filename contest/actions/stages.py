"""Stages and teams come into being here."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from arena.models import Entrant, Pool
from contest.models import Fielding, Organisation, Stage, Team


def rules_digest(rules_ko: str, rules_en: str) -> str:
    """SHA-256 of both rules texts, Korean first, with one NUL between: what a citizen can check."""
    return hashlib.sha256(f"{rules_ko}\0{rules_en}".encode()).hexdigest()


@dataclass(frozen=True)
class TeamFacts:
    """A team with its one entrant's public names; `emblem` is a path below static/."""

    name_ko: str
    name_en: str
    emblem: str
    lead_ko: str
    lead_en: str
    entrant_ko: str
    entrant_en: str


@dataclass(frozen=True)
class StageFacts:
    """What a stage is called, when it runs and by which rules."""

    slug: str
    kind: str
    name_ko: str
    name_en: str
    rules_ko: str
    rules_en: str
    opens_at: datetime
    closes_at: datetime


@transaction.atomic
def create_stage(facts: StageFacts, pool_ref: str) -> None:
    """Write a stage over a pool, with the hash of its rules."""
    Stage.objects.create(
        slug=facts.slug,
        kind=facts.kind,
        name_ko=facts.name_ko,
        name_en=facts.name_en,
        rules_ko=facts.rules_ko,
        rules_en=facts.rules_en,
        rules_sha256=rules_digest(facts.rules_ko, facts.rules_en),
        opens_at=facts.opens_at,
        closes_at=facts.closes_at,
        pool=Pool.objects.get(ref=pool_ref),
    )


@transaction.atomic
def create_team(facts: TeamFacts, entrant_ref: str) -> None:
    """Write a team with its lead organisation, fielding one entrant."""
    team = Team.objects.create(name_ko=facts.name_ko, name_en=facts.name_en, emblem=facts.emblem)
    Organisation.objects.create(team=team, name_ko=facts.lead_ko, name_en=facts.lead_en, is_lead=True)
    Fielding.objects.create(
        team=team,
        entrant=Entrant.objects.get(ref=entrant_ref),
        name_ko=facts.entrant_ko,
        name_en=facts.entrant_en,
    )


def extend_stage(slug: str, closes_at: datetime) -> None:
    """Move a stage's end; used to keep a rehearsal open from one start to the next."""
    Stage.objects.filter(slug=slug).update(closes_at=closes_at)
