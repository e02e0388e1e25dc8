"""A stage's evaluations and its standing as they are now."""

from collections.abc import Mapping
from dataclasses import dataclass

from arena.queries.leaderboard import SnapshotView, latest_snapshot
from arena.queries.pool_progress import pool_progress
from contest.models import Entry
from contest.queries.publications import published_standings
from contest.queries.stage_records import EntryRecord, StageRecord, stage_record, stage_records
from contest.queries.stages import FieldedView, fielded
from contest.rules.citizen_points import Points, Rating, citizen_points
from contest.rules.evaluations import Entered, Judged, Sheet
from contest.rules.issues import Issue
from contest.rules.stages_release import DONE
from contest.rules.stages_terms import Evaluation
from contest.rules.standings import (
    Contender,
    Standing,
    StandingFacts,
    issues_before_publishing_standing,
    standing,
)


@dataclass(frozen=True)
class Competitor:
    """A competing entrant that did not withdraw: who it is, the citizens' points, and what was entered."""

    entry: EntryRecord
    who: FieldedView
    citizen: Points | None
    sheet: Sheet

    def points(self) -> dict[str, Points]:
        """All its points by evaluation."""
        entered = {name: Points.exactly(one.points) for name, one in self.sheet.points.items()}
        return entered | ({str(Evaluation.CITIZEN): self.citizen} if self.citizen else {})

    def points_in(self, evaluation: str) -> float | None:
        """Its points in one evaluation as a number, for tables."""
        points = self.points().get(evaluation)
        return float(points.value) if points else None


@dataclass(frozen=True)
class StageStanding:
    """A stage with its competitors by slug and their standing. `snapshot`: the board that the citizens' points rest on;
    None before the stage is over, when nobody's points are shown."""

    record: StageRecord
    snapshot: SnapshotView | None
    competitors: Mapping[str, Competitor]
    standing: Standing


def stage_standing(slug: str) -> StageStanding | None:
    """The standing of a stage as it is now; None for an unknown slug."""
    record = stage_record(slug)
    return _standing(record) if record else None


def stage_standings() -> list[StageStanding]:
    """Those of all stages, the newest window first."""
    return [_standing(record) for record in stage_records()]


def sheet_of(entry: Entry) -> Sheet:
    """What was entered for an entrant."""
    return Sheet(
        {row.evaluation: Entered(row.points, row.note) for row in entry.results.all()},
        {row.gate: Judged(row.passed, row.reason) for row in entry.gate_results.all()},
        entry.left_out,
    )


def standing_issues(found: StageStanding, sha256: str) -> list[Issue]:
    """What stands against publishing this standing. `sha256`: of its content."""
    record, published = found.record, published_standings(found.record.slug)
    progress = pool_progress(record.pool_ref)
    facts = StandingFacts(
        stage=record.slug,
        state=record.state,
        weights=record.terms.weights,
        is_published=bool(published) and published[0].sha256 == sha256,
        under_way=progress.under_way,
        unfolded=progress.unfolded,
        # Another board may have come out since the standing was read.
        board_is_behind=progress.board_is_behind or progress.board != (found.snapshot and found.snapshot.number),
    )
    return issues_before_publishing_standing(facts, found.standing)


def _standing(record: StageRecord) -> StageStanding:
    is_over = record.state in DONE
    snapshot = latest_snapshot(record.pool_ref) if is_over else None
    competing = [entry for entry in record.entries if not entry.is_reference and entry.withdrawn_at is None]
    citizens = citizen_points(_ratings(snapshot, {entry.entrant_ref for entry in competing}))
    sheets, names = _sheets(record.slug), fielded(entry.entrant_ref for entry in competing)
    competitors = {
        entry.entrant_slug: Competitor(
            entry, names[entry.entrant_ref], citizens.get(entry.entrant_ref), sheets[entry.entrant_slug]
        )
        for entry in competing
    }
    return StageStanding(record, snapshot, competitors, _ranked(record, competitors))


def _ranked(record: StageRecord, competitors: Mapping[str, Competitor]) -> Standing:
    contenders = [
        Contender(
            slug,
            one.points(),
            {gate: judged.passed for gate, judged in one.sheet.gates.items()},
            left_out=bool(one.sheet.left_out),
        )
        for slug, one in competitors.items()
    ]
    return standing(record.terms.weights, [gate.slug for gate in record.terms.gates], contenders)


def _ratings(snapshot: SnapshotView | None, competing: set[str]) -> dict[str, Rating]:
    return {
        row.entrant: Rating(row.rating, row.lower, row.upper)
        for row in (snapshot.rows if snapshot else ())
        if row.entrant in competing and row.rating is not None and row.lower is not None and row.upper is not None
    }


def _sheets(slug: str) -> dict[str, Sheet]:
    entries = Entry.objects.filter(stage__slug=slug).select_related("fielding")
    return {entry.fielding.slug: sheet_of(entry) for entry in entries.prefetch_related("results", "gate_results")}
