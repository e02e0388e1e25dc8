"""Published snapshots, as they leave the engine."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from arena.models import LeaderboardSnapshot, Pool
from arena.rules.ratings.board_row import BoardRow

__all__ = [
    "BoardRow",
    "HistoryPoint",
    "SnapshotView",
    "latest_rows",
    "latest_snapshot",
    "rating_history",
    "snapshot_by_ref",
]


@dataclass(frozen=True)
class SnapshotView:
    """One published board. Rows name entrants by ref; the contest knows their teams.

    `details`: everything else that was computed with it, as `arena.rules.ratings.report` describes.
    """

    ref: str
    pool_ref: str
    number: int
    published_at: datetime
    watermark: int
    votes: int
    void_votes: int
    min_votes: int
    estimator: str
    anchor: float
    tallies_sha256: str
    rows: tuple[BoardRow, ...]
    details: dict[str, Any]

    def slice_rows(self, name: str) -> tuple[BoardRow, ...]:
        """The rows of one slice. Raises KeyError for a slice without votes."""
        return tuple(BoardRow(**fields) for fields in self.details["slices"][name]["rows"])

    def weights(self, name: str) -> dict[str, float]:
        """What one vote of each stratum weighs in a slice; empty where all weigh the same."""
        found: dict[str, float] = self.details.get("slices", {}).get(name, {}).get("weights", {})
        return found


@dataclass(frozen=True)
class HistoryPoint:
    """Ratings by entrant ref at one moment."""

    published_at: datetime
    ratings: dict[str, float]


def latest_snapshot(pool_ref: str, until: datetime | None = None) -> SnapshotView | None:
    """The newest snapshot, published at or before `until` when that is given; None before the first."""
    found = LeaderboardSnapshot.objects.select_related("pool").filter(pool__ref=pool_ref)
    if until is not None:
        found = found.filter(published_at__lte=until)
    row = found.order_by("-number").first()
    return None if row is None else _view(row)


def latest_rows(pool_refs: Iterable[str]) -> dict[str, tuple[BoardRow, ...]]:
    """The rows of the newest board of each pool, and nothing else of it; pools without one are left out."""
    # From the pools, which are few: the boards of one may be a million.
    newest = LeaderboardSnapshot.objects.filter(pool=OuterRef("pk")).order_by("-number").values("pk")[:1]
    pools = Pool.objects.filter(ref__in=list(pool_refs)).annotate(newest=Subquery(newest)).values("newest")
    boards = LeaderboardSnapshot.objects.filter(pk__in=pools).values_list("pool__ref", "rows")
    return {ref: tuple(BoardRow(**fields) for fields in rows) for ref, rows in boards}


def snapshot_by_ref(ref: str) -> SnapshotView | None:
    """One snapshot by its permanent ref."""
    row = LeaderboardSnapshot.objects.select_related("pool").filter(ref=ref).first()
    return None if row is None else _view(row)


def rating_history(pool_ref: str, newest: int, points: int) -> list[HistoryPoint]:
    """At most `points` + 1 snapshots up to number `newest`, evenly spaced by number, oldest first."""
    step = max(1, newest // points)
    wanted = sorted({*range(newest, 0, -step)})
    rows = LeaderboardSnapshot.objects.filter(pool__ref=pool_ref, number__in=wanted).order_by("number")
    return [
        HistoryPoint(at, {row["entrant"]: row["rating"] for row in board if row["rating"] is not None})
        for at, board in rows.values_list("published_at", "rows")
    ]


def _view(row: LeaderboardSnapshot) -> SnapshotView:
    return SnapshotView(
        ref=row.ref,
        pool_ref=row.pool.ref,
        number=row.number,
        published_at=row.published_at,
        watermark=row.watermark,
        votes=row.votes,
        void_votes=row.void_votes,
        min_votes=row.details.get("min_votes", row.pool.min_votes),
        estimator=row.estimator,
        anchor=row.anchor,
        tallies_sha256=row.tallies_sha256,
        rows=tuple(BoardRow(**fields) for fields in row.rows),
        details=row.details,
    )
