"""Which snapshots there are, without their rows: lists of any length."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from arena.models import LeaderboardSnapshot


@dataclass(frozen=True)
class SnapshotHead:
    """What a list says of a snapshot."""

    ref: str
    number: int
    published_at: datetime
    votes: int
    tallies_sha256: str


def participation(pool_ref: str) -> tuple[int, int]:
    """(different voters, votes) of a pool's newest snapshot: to count all votes takes too long for every visit."""
    newest = LeaderboardSnapshot.objects.filter(pool__ref=pool_ref).order_by("-number")
    voters, votes = newest.values_list("details__voters", "votes").first() or (0, 0)
    return voters or 0, votes


@dataclass(frozen=True)
class SnapshotHeads:
    """The snapshots of a pool published from `since` on and at or before `until`, newest first."""

    pool_ref: str
    until: datetime
    since: datetime | None = None

    def count(self) -> int:
        """How many there are."""
        return self._rows().count()

    def page(self, start: int, stop: int) -> list[SnapshotHead]:
        """Those from `start` up to `stop`."""
        columns = ("ref", "number", "published_at", "votes", "tallies_sha256")
        return [SnapshotHead(*row) for row in self._rows().values_list(*columns)[start:stop]]

    def _rows(self) -> QuerySet[LeaderboardSnapshot]:
        found = LeaderboardSnapshot.objects.filter(pool__ref=self.pool_ref, published_at__lte=self.until)
        return (found.filter(published_at__gte=self.since) if self.since else found).order_by("-number")
