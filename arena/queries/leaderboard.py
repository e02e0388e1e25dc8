"""Published snapshots, as they leave the engine."""

from dataclasses import dataclass
from datetime import datetime

from arena.models import LeaderboardSnapshot
from arena.rules.ratings import BoardRow

__all__ = ["BoardRow", "SnapshotView", "latest_snapshot"]


@dataclass(frozen=True)
class SnapshotView:
    """One published board. Rows name entrants by ref; the contest knows their teams."""

    ref: str
    number: int
    published_at: datetime
    watermark: int
    votes: int
    min_votes: int
    estimator: str
    anchor: float
    tallies_sha256: str
    rows: tuple[BoardRow, ...]


def latest_snapshot(pool_ref: str) -> SnapshotView | None:
    """The newest snapshot, or None before the first."""
    row = LeaderboardSnapshot.objects.select_related("pool").filter(pool__ref=pool_ref).order_by("-number").first()
    if row is None:
        return None
    return SnapshotView(
        ref=row.ref,
        number=row.number,
        published_at=row.published_at,
        watermark=row.watermark,
        votes=row.votes,
        min_votes=row.pool.min_votes,
        estimator=row.estimator,
        anchor=row.anchor,
        tallies_sha256=row.tallies_sha256,
        rows=tuple(BoardRow(**fields) for fields in row.rows),
    )
