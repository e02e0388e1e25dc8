"""The public leaderboard. The same bytes for every visitor of one language, so they are made once for all."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_response_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from arena.queries.leaderboard import BoardRow, SnapshotView, latest_snapshot
from contest.queries.stages import FieldedView, StageView, current_stage, fielded
from contest.web.scale import Scale, place, scale_of

KEEP_SECONDS = 1.0
MOST_DIGITS = 12
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


@dataclass(frozen=True)
class Kept:
    """A page's bytes, with the snapshot they show and how long they may be shown without a look at the database."""

    content: bytes
    number: int
    until: float


# One page per template and language. A page is made anew once a second at most, unless a reader knows of a newer one.
kept_pages: dict[tuple[str, str], Kept] = {}


def _make(template: str, language: str) -> Kept:
    stage = current_stage(language, datetime.now(UTC))
    snapshot = latest_snapshot(stage.pool_ref) if stage else None
    page = {
        "board": board_page(snapshot, stage, language),
        "stage": stage,
        "rehearsal": stage is not None and stage.is_rehearsal,
        "LANGUAGE_CODE": language,
        "section": "leaderboard",
    }
    content = render_to_string(template, page).encode()
    return Kept(content, snapshot.number if snapshot else 0, time.monotonic() + KEEP_SECONDS)


def _known_number(request: HttpRequest) -> int:
    """The newest snapshot that the reader has heard of; 0 when it does not say."""
    number = request.GET.get("n", "")
    return int(number) if number.isdecimal() and len(number) < MOST_DIGITS else 0


def _answer(request: HttpRequest, template: str) -> HttpResponse:
    key = template, get_language() or "ko"
    kept = kept_pages.get(key)
    if kept is None or time.monotonic() >= kept.until or kept.number < _known_number(request):
        kept = kept_pages[key] = _make(*key)
    response = HttpResponse(kept.content)
    patch_response_headers(response, cache_timeout=1)
    return response


@require_safe
def leaderboard(request: HttpRequest) -> HttpResponse:
    """The page."""
    return _answer(request, "leaderboard/leaderboard.html")


@require_safe
def leaderboard_board(request: HttpRequest) -> HttpResponse:
    """The board alone, for pages that are open while a new snapshot comes out: `?n=` names the one they heard of."""
    return _answer(request, "leaderboard/_board.html")
