"""How the next vote of somebody counts, as they are told before it and as it is then kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from arena.actions.counting import COLUMNS, TABLES, Facts
from arena.queries.statements import ManyStatement
from arena.queries.votes import used_votes
from arena.rules.counting import DAY_CAP, POOL_CAP, Standing
from arena.rules.lifecycle import State
from contest.models import Stage
from contest.queries.citizens import known_of, known_voter
from contest.rules.caps import day_began_at
from contest.rules.networks import is_within
from contest.rules.stages_terms import Voters
from contest.rules.voters import Against, Tier, reason_against

__all__ = [
    "BattleStanding",
    "Prospect",
    "Standing",
    "Visitor",
    "beyond_network",
    "prospect",
    "prospect_in_full_network",
    "standings_in_battles",
]


COUNTING_TERMS = ("pool", "opens_at", "voters", "votes_per_day", "votes_per_stage", "least_seconds", "probes_count")
"""What a vote asks of its stage; the rest of the row is long texts."""
FACTS = len(Facts._fields)
BATTLE_TERMS = ManyStatement(
    f"""
    SELECT {COLUMNS}, stage.id, stage.voters, stage.votes_per_day, stage.votes_per_stage, stage.least_seconds,
           stage.probes_count, battle.ref, battle.voter_ref, network.cidr
    FROM {TABLES}
    JOIN contest_stage stage ON stage.pool_id = battle.pool_id
    LEFT JOIN contest_teamnetwork network ON 1 = 1
    WHERE battle.ref IN ({{places}})
    """  # noqa: S608  our own words
)
"""Battles' facts and their stages' terms; for each battle a row for each declared network, or one without any."""


class BattleTerms(NamedTuple):
    """What a vote on a battle goes by beside its facts."""

    stage: int
    voters: str
    votes_per_day: int | None
    votes_per_stage: int | None
    least_seconds: int
    probes_count: bool


@dataclass(frozen=True)
class Visitor:
    """Whoever asks. `account_id`: None without a sign-in. `address` is used for a decision and never kept."""

    voter_ref: str
    account_id: int | None
    address: str


@dataclass(frozen=True)
class Prospect:
    """What a voter is told. `against` is why votes have weight 0 now, empty when they count; None is no cap."""

    tier: Tier
    against: str
    left_today: int | None
    left_in_stage: int | None


@dataclass(frozen=True)
class BattleStanding:
    """How a vote on one battle counts. `facts`: the battle's, when it is the visitor's own and its stage is known."""

    standing: Standing
    tier: Tier
    facts: Facts | None = None

    @property
    def needs_network_place(self) -> bool:
        """Whether a new vote would count although nobody signed in: then the network's own cap applies as well."""
        awaits_vote = self.facts is not None and self.facts.state == State.READY
        return awaits_vote and self.tier is Tier.ANONYMOUS and not self.standing.against


def standings_in_battles(asked: Sequence[tuple[Visitor, str]], now: datetime) -> list[BattleStanding]:
    """What the engine is told before votes, each a visitor's on a battle, by the terms of the battle's own stage.

    For a battle that is unknown or somebody else's it is everybody's standing: the engine refuses that vote anyhow.
    """
    refs = [(battle_ref,) for battle_ref in sorted({battle_ref for _visitor, battle_ref in asked})]
    found: dict[tuple[str, str], tuple[object, ...]] = {}
    cidrs = set()
    for *row, battle_ref, voter_ref, cidr in BATTLE_TERMS.rows(refs):
        found[battle_ref, voter_ref] = tuple(row)
        cidrs.add(cidr)
    cidrs.discard(None)
    return [_standing(visitor, found.get((battle_ref, visitor.voter_ref)), cidrs, now) for visitor, battle_ref in asked]


def _standing(visitor: Visitor, row: Sequence[Any] | None, cidrs: Iterable[str], now: datetime) -> BattleStanding:
    if row is None:
        return BattleStanding(Standing(), Tier.ANONYMOUS)
    facts, terms = Facts(*row[:FACTS]), BattleTerms(*row[FACTS:])
    known = known_of(visitor.account_id, is_within(visitor.address, cidrs), terms.stage)
    standing = Standing(
        group=known.stratum or "open",
        against=reason_against(known, Voters(terms.voters)) or "",
        per_day=terms.votes_per_day,
        per_pool=terms.votes_per_stage,
        day_began_at=day_began_at(now),
        least_seconds=terms.least_seconds,
        probes_count=bool(terms.probes_count),
    )
    return BattleStanding(standing, known.tier, facts)


def prospect(visitor: Visitor | None, stage_slug: str, address: str, now: datetime) -> Prospect:
    """How the next vote would count. `visitor`: None for somebody who has not taken part yet.

    Raises Stage.DoesNotExist for an unknown stage.
    """
    stage = Stage.objects.only(*COUNTING_TERMS).get(slug=stage_slug)
    known = known_voter(visitor.account_id if visitor else None, address, stage)
    left = _left(visitor.voter_ref if visitor else "", stage, now)
    against: str = reason_against(known, Voters(stage.voters)) or ""
    if not against:
        against = DAY_CAP if left[0] == 0 else POOL_CAP if left[1] == 0 else ""
    return Prospect(known.tier, against, *left)


def _left(voter_ref: str, stage: Stage, now: datetime) -> tuple[int | None, int | None]:
    """How many votes still count today, and in the stage; the day's never exceed the stage's."""
    used = used_votes(voter_ref, stage.pool_id, day_began_at(now))
    in_stage = None if stage.votes_per_stage is None else max(0, stage.votes_per_stage - used.in_pool)
    today = None if stage.votes_per_day is None else max(0, stage.votes_per_day - used.today)
    if today is not None and in_stage is not None:
        # Both are told, and "5 more today" would be wrong when the stage has room for 2.
        today = today if in_stage == 0 else min(today, in_stage)
    return today, in_stage


def prospect_in_full_network(ahead: Prospect) -> Prospect:
    """The same prospect, once people without an account have used up the day's votes of their network."""
    if ahead.tier is not Tier.ANONYMOUS or ahead.against:
        return ahead
    return replace(ahead, against=Against.NETWORK_CAP)


def beyond_network(standing: Standing) -> Standing:
    """The same standing, once people without an account have used up the day's votes of their network."""
    return Standing(group=standing.group, against=Against.NETWORK_CAP)
