"""The context of the leaderboard's templates, and the snapshot that the public may see."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.urls import reverse

from arena.queries.leaderboard import SnapshotView, latest_snapshot, rating_history, snapshot_by_ref
from contest.queries.boards import BoardStage, board_stages
from contest.queries.publications import has_published_standing
from contest.queries.stages import current_stage, fielded
from contest.web.board_choice import Choice, fitting, label, options
from contest.web.board_files import file_name
from contest.web.board_headline import headline
from contest.web.board_history import history_picture
from contest.web.board_rows import Names, rows_of, scale_for, shown_rows
from contest.web.board_sureness import chances_of_last, checks, neighbours, toy, win_matrix
from contest.web.scale import place
from contest.web.stage_kinds import kind_label

HISTORY_POINTS = 60
FIRST_ROWS, FEW_MORE = 20, 5


@dataclass(frozen=True)
class Shown:
    """A stage and the newest of its snapshots that may be seen; `choice` is one that the snapshot has."""

    stage: BoardStage
    stages: list[BoardStage]
    snapshot: SnapshotView | None
    choice: Choice


def shown_board(choice: Choice, language: str) -> Shown | None:
    """The board that the choice means now; None when there is no such stage."""
    now = datetime.now(UTC)
    stages = board_stages(language, now)
    slug = choice.stage
    if not slug:
        current = current_stage(language, now)
        slug = current.slug if current else ""
    stage = next((stage for stage in stages if stage.slug == slug), None)
    if stage is None:
        return None
    snapshot = latest_snapshot(stage.pool_ref, stage.shown_until) if stage.shown_until else None
    return with_choice(Shown(stage, stages, snapshot, choice), choice)


def with_choice(shown: Shown, choice: Choice) -> Shown:
    """The same board by another choice, as far as its snapshot has it."""
    snapshot = shown.snapshot
    return replace(shown, choice=fitting(choice, snapshot) if snapshot else Choice(choice.stage))


def kept_board(ref: str, choice: Choice, language: str) -> Shown | None:
    """One snapshot by its permanent address; None when it is not there or not to be seen yet."""
    snapshot = snapshot_by_ref(ref)
    if snapshot is None:
        return None
    stages = board_stages(language, datetime.now(UTC))
    stage = next((stage for stage in stages if stage.pool_ref == snapshot.pool_ref), None)
    if stage is None or stage.shown_until is None or snapshot.published_at > stage.shown_until:
        return None
    return with_choice(Shown(stage, stages, snapshot, choice), choice)


def names_for(snapshot: SnapshotView, language: str) -> Names:
    """Who stands behind the snapshot's entrants."""
    return Names(fielded([row.entrant for row in snapshot.rows]), language)


def board_context(shown: Shown, language: str) -> dict[str, object] | None:
    """The context `board` of templates/leaderboard/_board.html; None without a snapshot."""
    snapshot, choice = shown.snapshot, shown.choice
    if snapshot is None:
        return None
    names = names_for(snapshot, language)
    rows = rows_of(snapshot, choice)
    scale = scale_for(rows)
    shown_first, shown_later = _parted(shown_rows(rows, names, scale))
    return {
        "ref": snapshot.ref,
        "number": snapshot.number,
        "published_at": snapshot.published_at,
        "votes": sum(row.votes for row in rows) // 2,
        "void_votes": snapshot.void_votes,
        "min_votes": snapshot.min_votes,
        "simulated": shown.stage.is_rehearsal,
        "kind": kind_label(shown.stage.kind),
        "file_name": file_name(shown.stage, snapshot.number),
        "anchor": snapshot.anchor,
        "estimator": snapshot.estimator,
        "tallies_sha256": snapshot.tallies_sha256,
        "choice": choice,
        "headline": headline(snapshot, rows, names, choice),
        "slice_label": label(choice.slice),
        "weights": snapshot.weights(choice.slice),
        "components": [[names.team(entrant) for entrant in group] for group in snapshot.details.get("components", [])],
        "rows": shown_first,
        "more_rows": shown_later,
        "marks": [{"x": place(scale, tick), "label": f"{tick:.0f}"} for tick in scale.ticks],
        "matrix": win_matrix(snapshot, names),
        "neighbours": neighbours(snapshot, names),
        "last": chances_of_last(snapshot, names),
        "checks": checks(snapshot, names),
        "toy": toy(snapshot, names),
        "history": history_picture(rating_history(snapshot.pool_ref, snapshot.number, HISTORY_POINTS), names),
    }


def _here(shown: Shown | None, *, is_kept: bool) -> str:
    """The address of what is shown, for the other language."""
    if shown is None:
        return reverse("leaderboard")
    choice, plain = shown.choice, Choice()
    address, asked = reverse("leaderboard"), {"stage": choice.stage, "slice": choice.slice, "look": choice.look}
    if is_kept and shown.snapshot:
        address, asked["stage"] = reverse("leaderboard-snapshot", args=[shown.snapshot.ref]), plain.stage
    words = {name: value for name, value in asked.items() if value != getattr(plain, name)}
    return f"{address}?{urlencode(words)}" if words else address


def _others(shown: Shown) -> list[dict[str, object]]:
    others = [stage for stage in shown.stages if stage.slug != shown.stage.slug]
    return [{"slug": stage.slug, "name": stage.name, "kind_label": kind_label(stage.kind)} for stage in others]


def _parted(rows: list[dict[str, object]]) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """The rows that are always shown, and those that a reader opens when there are many more."""
    most = FIRST_ROWS if len(rows) > FIRST_ROWS + FEW_MORE else len(rows)
    return rows[:most], rows[most:]


def page_context(shown: Shown | None, language: str, *, is_kept: bool) -> dict[str, object]:
    """The context of the whole page; `is_kept` when it shows a snapshot by its permanent address."""
    snapshot = shown.snapshot if shown else None
    return {
        "board": board_context(shown, language) if shown else None,
        "board_stage": shown.stage if shown else None,
        "board_kind": kind_label(shown.stage.kind) if shown else "",
        "other_stages": _others(shown) if shown else [],
        "sealed": shown is not None and shown.stage.shown_until is None,
        "choice": shown.choice if shown else None,
        "slice_groups": options(snapshot, shown.choice) if shown and snapshot else [],
        "has_style": bool(snapshot and snapshot.details.get("style")),
        "is_kept": is_kept,
        "has_standing": shown is not None and has_published_standing(shown.stage.slug),
        "here": _here(shown, is_kept=is_kept),
        "live_pool": shown.stage.pool_ref if shown and shown.stage.is_live and not is_kept else "",
        "rehearsal": shown is not None and shown.stage.is_rehearsal,
        "LANGUAGE_CODE": language,
        "section": "leaderboard",
    }
