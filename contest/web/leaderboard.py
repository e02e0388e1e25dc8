"""The public leaderboard. The same bytes for every visitor of one language, so they are made once a snapshot."""

from datetime import UTC, datetime
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_response_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from arena.queries.leaderboard import BoardRow, SnapshotView, latest_number, latest_snapshot
from contest.queries.stages import FieldedView, StageView, current_stage, fielded
from contest.web.scale import Scale, place, scale_of

ROW_FIELDS = (
    "rank",
    "rank_low",
    "rank_high",
    "rating",
    "lower",
    "upper",
    "votes",
    "wins",
    "ties",
    "losses",
    "rated",
)


def board_page(snapshot: SnapshotView | None, stage: StageView | None, language: str) -> dict[str, object] | None:
    """The context of templates/leaderboard/_board.html; None before the first snapshot."""
    if snapshot is None or stage is None:
        return None
    teams = fielded([row.entrant for row in snapshot.rows])
    scale = _scale(snapshot)
    return {
        "number": snapshot.number,
        "published_at": snapshot.published_at,
        "votes": snapshot.votes,
        "min_votes": snapshot.min_votes,
        "simulated": stage.is_rehearsal,
        "anchor": snapshot.anchor,
        "estimator": snapshot.estimator,
        "rows": _rows(snapshot, teams, language, scale),
        "marks": [{"x": place(scale, tick), "label": f"{tick:.0f}"} for tick in scale.ticks],
    }


def _scale(snapshot: SnapshotView) -> Scale:
    bounds = [(row.lower, row.upper) for row in snapshot.rows if row.rated]
    return scale_of([low for low, _ in bounds if low is not None], [high for _, high in bounds if high is not None])


def _drawn(row: BoardRow, scale: Scale) -> dict[str, int] | None:
    if row.rating is None or row.lower is None or row.upper is None:
        return None
    low, high = place(scale, row.lower), place(scale, row.upper)
    return {"low": low, "width": max(2, high - low), "dot": place(scale, row.rating)}


def _rows(
    snapshot: SnapshotView, teams: dict[str, FieldedView], language: str, scale: Scale
) -> list[dict[str, object]]:
    rows = []
    for row in snapshot.rows:
        who = teams[row.entrant]
        rows.append(
            {name: getattr(row, name) for name in ROW_FIELDS}
            | {
                "team": who.team(language),
                "entrant": who.entrant(language),
                "emblem": who.emblem,
                "is_reference": who.is_reference,
                "win_percent": round(100 * (row.wins + row.ties / 2) / row.votes) if row.votes else None,
                "drawn": _drawn(row, scale),
            }
        )
    return rows


@lru_cache(maxsize=16)
def _rendered(template: str, stage: StageView | None, number: int | None, language: str) -> bytes:
    """The page's bytes for one snapshot of one stage, as long as both stay as they are."""
    snapshot = latest_snapshot(stage.pool_ref) if stage else None
    page = {
        "board": board_page(snapshot, stage, language),
        "stage": stage,
        "rehearsal": stage is not None and stage.is_rehearsal,
        "LANGUAGE_CODE": language,
        "section": "leaderboard",
    }
    return render_to_string(template, page).encode()


def _answer(template: str) -> HttpResponse:
    language = get_language() or "ko"
    stage = current_stage(language, datetime.now(UTC))
    number = latest_number(stage.pool_ref) if stage else None
    response = HttpResponse(_rendered(template, stage, number, language))
    patch_response_headers(response, cache_timeout=1)
    return response


@require_safe
def leaderboard(request: HttpRequest) -> HttpResponse:
    """The page."""
    return _answer("leaderboard/leaderboard.html")


@require_safe
def leaderboard_board(request: HttpRequest) -> HttpResponse:
    """The board alone, for pages that are open while a new snapshot comes out."""
    return _answer("leaderboard/_board.html")
