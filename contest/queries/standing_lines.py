"""All stages with how much of their results is missing: what lists show, read at once for all of them."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from arena.queries.leaderboard import BoardRow, latest_rows
from contest.models import Entry, Stage
from contest.queries.standings import citizens_of, contender_of, sheet_of
from contest.rules.stages import StageState
from contest.rules.stages_release import DONE
from contest.rules.standings import standing


@dataclass(frozen=True)
class StandingLine:
    """A stage in a list. `missing`: results that are to come; None before the stage is over, and without weights."""

    slug: str
    name_ko: str
    name_en: str
    state: StageState
    has_weights: bool
    missing: int | None


def standing_lines() -> list[StandingLine]:
    """All stages, the newest window first."""
    stages = list(
        Stage.objects.select_related("pool")
        .only("slug", "name_ko", "name_en", "state", "weights", "gates", "pool__ref")
        .order_by("-opens_at")
    )
    waiting = [stage for stage in stages if stage.state in DONE and stage.weights]
    entries, boards = _competing(waiting), latest_rows(stage.pool.ref for stage in waiting)
    missing = {
        stage.pk: _missing(stage, entries.get(stage.pk, []), boards.get(stage.pool.ref, ())) for stage in waiting
    }
    return [
        StandingLine(
            stage.slug,
            stage.name_ko,
            stage.name_en,
            StageState(stage.state),
            bool(stage.weights),
            missing.get(stage.pk),
        )
        for stage in stages
    ]


def _competing(stages: Collection[Stage]) -> dict[int, list[Entry]]:
    found = (
        Entry.objects.filter(stage__in=stages, withdrawn_at=None, fielding__entrant__is_reference=False)
        .select_related("fielding__entrant")
        .prefetch_related("results", "gate_results")
        .order_by("stage_id")
    )
    return {stage: list(entries) for stage, entries in groupby(found, lambda entry: entry.stage_id)}


def _missing(stage: Stage, entries: Collection[Entry], rows: Collection[BoardRow]) -> int:
    refs = {entry.pk: entry.fielding.entrant.ref for entry in entries}
    citizens = citizens_of(rows, set(refs.values()))
    contenders = [contender_of(entry.fielding.slug, sheet_of(entry), citizens.get(refs[entry.pk])) for entry in entries]
    return standing(stage.weights, [gate["slug"] for gate in stage.gates], contenders).missing
