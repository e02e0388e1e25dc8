"""Stages as organisers see them: terms, state and entrants."""

from dataclasses import dataclass
from datetime import datetime

from contest.models import Entry, Stage
from contest.queries.stage_facts import frozen_facts, terms_of
from contest.rules.stages import RUNNING, StageState
from contest.rules.stages_terms import StageTerms, holds


@dataclass(frozen=True)
class EntryRecord:
    """An entrant's place in a stage. `as_frozen`: it still is what was frozen; None unless the stage runs."""

    entrant_slug: str
    entrant_ref: str
    team_slug: str
    name_ko: str
    name_en: str
    version: str
    is_reference: bool
    is_late: bool
    entered_at: datetime
    withdrawn_at: datetime | None
    withdrawal: str
    frozen_sha256: str
    frozen_at: datetime | None
    as_frozen: bool | None


@dataclass(frozen=True)
class StageRecord:
    """Everything about a stage. Give `revision` back with the next act: it says what the person saw."""

    slug: str
    kind: str
    state: StageState
    revision: int
    pool_ref: str
    terms: StageTerms
    rules_sha256: str
    terms_sha256: str
    published_at: datetime | None
    opened_at: datetime | None
    closed_at: datetime | None
    finalised_at: datetime | None
    entries: tuple[EntryRecord, ...]


def stage_records() -> list[StageRecord]:
    """All stages, the newest window first."""
    return [_record(stage) for stage in Stage.objects.select_related("pool").order_by("-opens_at")]


def stage_record(slug: str) -> StageRecord | None:
    """One stage; None for an unknown slug."""
    stage = Stage.objects.select_related("pool").filter(slug=slug).first()
    return _record(stage) if stage else None


def _record(stage: Stage) -> StageRecord:
    entries = stage.entries.select_related("fielding__team", "fielding__entrant").order_by("entered_at", "pk")
    return StageRecord(
        slug=stage.slug,
        kind=stage.kind,
        state=StageState(stage.state),
        revision=stage.revision,
        pool_ref=stage.pool.ref,
        terms=terms_of(stage),
        rules_sha256=stage.rules_sha256,
        terms_sha256=stage.terms_sha256,
        published_at=stage.published_at,
        opened_at=stage.opened_at,
        closed_at=stage.closed_at,
        finalised_at=stage.finalised_at,
        entries=tuple(_entry(stage, entry) for entry in entries),
    )


def _entry(stage: Stage, entry: Entry) -> EntryRecord:
    fielding = entry.fielding
    is_frozen = bool(entry.frozen_sha256) and stage.state in RUNNING
    return EntryRecord(
        entrant_slug=fielding.slug,
        entrant_ref=fielding.entrant.ref,
        team_slug=fielding.team.slug,
        name_ko=fielding.name_ko,
        name_en=fielding.name_en,
        version=fielding.version,
        is_reference=fielding.entrant.is_reference,
        is_late=entry.is_late,
        entered_at=entry.entered_at,
        withdrawn_at=entry.withdrawn_at,
        withdrawal=entry.withdrawal,
        frozen_sha256=entry.frozen_sha256,
        frozen_at=entry.frozen_at,
        as_frozen=holds(entry.frozen or {}, frozen_facts(stage, fielding), entry.frozen_sha256) if is_frozen else None,
    )
