"""The votes of a pool as the integrity checks look at them."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from numpy.typing import NDArray

from arena.models import Battle, FindingVote, Turn, Vote, VoterTrait
from arena.rules.integrity.same_prompts import alike, normal_form
from arena.rules.integrity.scan import PROMPT, Seen
from arena.rules.integrity.targeting import Feature
from arena.rules.outcome import Outcome
from arena.rules.ratings.rows import Indices, VoteRows, rows_of
from arena.rules.ratings.tally import Matrix

PROMPTS_AT_MOST = 20_000
"""Prompts are compared among the newest votes only: that is where something is going on."""
HOUR = 3600
JOINED_HOUR = VoterTrait.Kind.JOINED_HOUR.value
COLUMNS = (
    "pk",
    "voter_ref",
    "battle__entrant_a__ref",
    "battle__entrant_b__ref",
    "outcome",
    "cast_at",
    "voided_at",
    "battle",
)


class _Row(NamedTuple):
    """A vote in the order of COLUMNS."""

    key: int
    voter: str
    a: str
    b: str
    outcome: str
    cast_at: datetime
    voided_at: datetime | None
    battle: int


@dataclass(frozen=True)
class SeenVotes:
    """`keys`: primary keys of the votes, (v,), in the order of `seen`; `counts`: which of them count now, (v,)."""

    seen: Seen
    keys: Indices
    counts: NDArray[np.bool_]

    @property
    def rows(self) -> VoteRows:
        """The votes that count."""
        return self.seen.rows.where(self.counts)


def seen_votes(pool_ref: str) -> SeenVotes:
    """All votes of a pool that count or were set aside by a finding; those that were void from the start stay out.

    Votes set aside are looked at again: what belongs to them and came later is found beside them.
    """
    # One query says which votes there are; the others only add to those, because more votes come meanwhile.
    table = [_Row(*row) for row in _votes(pool_ref).values_list(*COLUMNS)]
    names, voter = _numbered(row.voter for row in table)
    seen = Seen(
        rows=rows_of(
            ((row.voter, row.a, row.b, Outcome(row.outcome)) for row in table),
            sorted({name for row in table for name in (row.a, row.b)}),
        ),
        voter=voter,
        names=names,
        features=_features(pool_ref, table),
        cast_at=np.array([row.cast_at.timestamp() for row in table], dtype=np.float64),
        delay=_delays(pool_ref, table),
    )
    counts = np.array([row.voided_at is None for row in table], dtype=bool)
    return SeenVotes(seen, np.array([row.key for row in table], dtype=np.int64), counts)


def pools_to_judge(since: datetime) -> list[str]:
    """Pools with a vote cast since then."""
    return sorted(set(Vote.objects.filter(cast_at__gte=since).values_list("battle__pool__ref", flat=True)))


def _votes(pool_ref: str) -> "QuerySet[Vote]":
    # Not a join with the places, which would need its votes made unique and joined a second time: a planner that takes
    # a table for empty, because its rows are new, did that vote by vote.
    set_aside = Exists(FindingVote.objects.filter(vote=OuterRef("pk"), set_aside=True))
    return Vote.objects.filter(Q(voided_at=None) | set_aside, battle__pool__ref=pool_ref).order_by("pk")


def _features(pool_ref: str, table: Sequence[_Row]) -> tuple[Feature, ...]:
    traits, first = _traits(pool_ref), _first_hours(pool_ref)
    values = {
        kind: [_as_of(traits.get((row.voter, kind), []), row.cast_at) for row in table]
        for kind in VoterTrait.Kind.values
    }
    # Who has no account joined with the first battle; who was renamed since the votes were read is left out.
    values[JOINED_HOUR] = [
        known or first.get(row.voter, "") for known, row in zip(values[JOINED_HOUR], table, strict=True)
    ]
    values["cast_hour"] = [_hour(row.cast_at) for row in table]
    return (*(_feature(kind, them) for kind, them in values.items()), _prompt_feature(table))


def _traits(pool_ref: str) -> dict[tuple[str, str], list[tuple[datetime, str]]]:
    """(voter, kind) to what was noted and when, in the order of time."""
    found: dict[tuple[str, str], list[tuple[datetime, str]]] = {}
    voters = Battle.objects.filter(pool__ref=pool_ref).values("voter_ref")
    rows = VoterTrait.objects.filter(voter_ref__in=voters).order_by("noted_at")
    for voter, kind, at, value in rows.values_list("voter_ref", "kind", "noted_at", "value"):
        found.setdefault((voter, kind), []).append((at, value))
    return found


def _as_of(noted: Sequence[tuple[datetime, str]], at: datetime) -> str:
    """What held at that time: the newest note until then, else the first one; empty when there is none."""
    place = bisect_right(noted, at, key=lambda one: one[0])
    return noted[max(place - 1, 0)][1] if noted else ""


def _first_hours(pool_ref: str) -> dict[str, str]:
    first = Battle.objects.filter(pool__ref=pool_ref).values_list("voter_ref").annotate(at=Min("drawn_at"))
    return {voter: _hour(at) for voter, at in first}


def _hour(at: datetime) -> str:
    return str(int(at.timestamp()) // HOUR)


def _feature(name: str, values: Sequence[str]) -> Feature:
    labels, group = _numbered([value for value in values if value])
    everyone = np.full(len(values), -1, dtype=np.int64)
    everyone[[bool(value) for value in values]] = group
    return Feature(name, labels, everyone)


def _prompt_feature(table: Sequence[_Row]) -> Feature:
    newest = [row.battle for row in table[-PROMPTS_AT_MOST:]]
    first = Turn.objects.filter(number=1, battle__in=newest)
    prompts = dict(first.values_list("battle", "prompt"))
    texts = [prompts.get(battle, "") for battle in newest]
    clusters = alike(texts)
    # The first prompt of a cluster names it, so that it keeps its name while others join.
    labels = [""] * (int(clusters.max(initial=-1)) + 1)
    for text, cluster in zip(reversed(texts), reversed(clusters.tolist()), strict=True):
        if cluster >= 0:
            labels[cluster] = hashlib.sha256(normal_form(text).encode()).hexdigest()[:16]
    group = np.full(len(table), -1, dtype=np.int64)
    group[len(table) - len(newest) :] = clusters
    return Feature(PROMPT, labels, group)


def _delays(pool_ref: str, table: Sequence[_Row]) -> Matrix:
    """Seconds from the end of the last answers to the vote; NaN where it is not known."""
    last = Turn.objects.filter(battle__pool__ref=pool_ref, number=F("battle__turn_count"), completed_at__isnull=False)
    ended = {battle: at.timestamp() for battle, at in last.values_list("battle", "completed_at") if at is not None}
    return np.array([row.cast_at.timestamp() - ended.get(row.battle, np.nan) for row in table], dtype=np.float64)


def _numbered(values: Iterable[str]) -> tuple[list[str], Indices]:
    """The different values in the order in which they come, and which of them each is."""
    places: dict[str, int] = {}
    numbers = [places.setdefault(value, len(places)) for value in values]
    return list(places), np.array(numbers, dtype=np.int64)
