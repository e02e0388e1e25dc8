"""What everybody may know of the contest: stages once published, and the teams and entrants in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from arena.queries.leaderboard import SnapshotView, latest_snapshot, snapshot_by_ref
from contest.queries.boards import BoardStage, board_stages
from contest.queries.exports import stage_data
from contest.queries.stage_records import StageRecord, stage_record, stage_records
from contest.queries.teams import TeamRecord, team_records
from contest.rules.stages import PUBLIC


@dataclass(frozen=True)
class OpenTeam:
    """A team with those of its entrants that were announced. `stages`: where each of them is or was."""

    team: TeamRecord
    entrants: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class OpenBoard:
    """A snapshot that may be seen. `stage_kind`: contest, rehearsal or archive; `names`: the entrants' slugs by ref."""

    stage_slug: str
    stage_kind: str
    snapshot: SnapshotView
    names: Mapping[str, str]


def open_stages() -> list[StageRecord]:
    """Every stage that was published, the newest window first."""
    return [stage for stage in stage_records() if stage.state in PUBLIC]


def open_stage(slug: str) -> StageRecord | None:
    """One of them; None for every other slug."""
    stage = stage_record(slug)
    return stage if stage is not None and stage.state in PUBLIC else None


def open_teams(stage_slug: str = "") -> list[OpenTeam]:
    """The teams with an entrant in a published stage, or in this one, by English name."""
    stages: dict[str, list[str]] = {}
    for stage in open_stages():
        if stage_slug in ("", stage.slug):
            for entry in stage.entries:
                stages.setdefault(entry.entrant_slug, []).append(stage.slug)
    found = (
        OpenTeam(team, {e.facts.slug: tuple(stages[e.facts.slug]) for e in team.entrants if e.facts.slug in stages})
        for team in team_records()
    )
    return [team for team in found if team.entrants]


def open_team(slug: str) -> OpenTeam | None:
    """One of them; None for every other slug."""
    return next((found for found in open_teams() if found.team.facts.slug == slug), None)


def board_stage(slug: str, now: datetime) -> BoardStage | None:
    """A published stage as its board is shown now."""
    return next((stage for stage in board_stages("en", now) if stage.slug == slug), None)


def newest_board(slug: str, now: datetime) -> OpenBoard | None:
    """The newest snapshot of a stage that may be seen; None while there is none."""
    stage = board_stage(slug, now)
    snapshot = latest_snapshot(stage.pool_ref, stage.shown_until) if stage and stage.shown_until else None
    return _board(stage, snapshot)


def board_by_ref(ref: str, now: datetime) -> OpenBoard | None:
    """One snapshot by its permanent ref; None when it is not there or not to be seen yet."""
    snapshot = snapshot_by_ref(ref)
    if snapshot is None:
        return None
    stage = next((stage for stage in board_stages("en", now) if stage.pool_ref == snapshot.pool_ref), None)
    if stage is None or stage.shown_until is None or snapshot.published_at > stage.shown_until:
        return None
    return _board(stage, snapshot)


def _board(stage: BoardStage | None, snapshot: SnapshotView | None) -> OpenBoard | None:
    data = stage_data(stage.slug) if stage and snapshot else None
    return OpenBoard(stage.slug, stage.kind, snapshot, data.names) if stage and snapshot and data else None
