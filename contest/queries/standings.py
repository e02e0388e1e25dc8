"""A stage's evaluations and its standing as they are now."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from arena.queries.leaderboard import BoardRow, SnapshotView, latest_snapshot
from arena.queries.pool_progress import pool_progress
from contest.models import Entry
from contest.queries.publications import published_standings
from contest.queries.stage_records import EntryRecord, StageRecord, stage_record
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
        return points_of(self.sheet, self.citizen)

    def points_in(self, evaluation: str) -> Decimal | None:
        """Its points in one evaluation, for tables."""
        points = self.points().get(evaluation)
        return points.value if points else None


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


def sheet_of(entry: Entry) -> Sheet:
    """What was entered for an entrant."""
    return Sheet(
        {row.evaluation: Entered(row.points, row.note) for row in entry.results.all()},
        {row.gate: Judged(row.passed, row.reason) for row in entry.gate_results.all()},
        entry.left_out,
    )


def points_of(sheet: Sheet, citizen: Points | None) -> dict[str, Points]:
    """All points of an entrant by evaluation, from what was entered and from the votes."""
    entered = {name: Points.exactly(one.points) for name, one in sheet.points.items()}
    return entered | ({str(Evaluation.CITIZEN): citizen} if citizen else {})


def contender_of(slug: str, sheet: Sheet, citizen: Points | None) -> Contender:
    """An entrant as the rule of standings takes it."""
    gates = {gate: judged.passed for gate, judged in sheet.gates.items()}
    return Contender(slug, points_of(sheet, citizen), gates, left_out=bool(sheet.left_out))


def citizens_of(rows: Iterable[BoardRow], competing: Collection[str]) -> dict[str, Points]:
    """The citizens' points by entrant ref, from the rows of a board."""
    return citizen_points(
        {
            row.entrant: Rating(row.rating, row.lower, row.upper)
            for row in rows
            if row.entrant in competing and row.rating is not None and row.lower is not None and row.upper is not None
        }
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
    citizens = citizens_of(snapshot.rows if snapshot else (), {entry.entrant_ref for entry in competing})
    sheets, names = _sheets(record.slug), fielded(entry.entrant_ref for entry in competing)
    competitors = {
        entry.entrant_slug: Competitor(
            entry, names[entry.entrant_ref], citizens.get(entry.entrant_ref), sheets[entry.entrant_slug]
        )
        for entry in competing
    }
    return StageStanding(record, snapshot, competitors, _ranked(record, competitors))


def _ranked(record: StageRecord, competitors: Mapping[str, Competitor]) -> Standing:
    contenders = [contender_of(slug, one.sheet, one.citizen) for slug, one in competitors.items()]
    return standing(record.terms.weights, [gate.slug for gate in record.terms.gates], contenders)


def _sheets(slug: str) -> dict[str, Sheet]:
    entries = Entry.objects.filter(stage__slug=slug).select_related("fielding")
    return {entry.fielding.slug: sheet_of(entry) for entry in entries.prefetch_related("results", "gate_results")}
