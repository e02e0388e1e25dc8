"""Published boards, a row for every entrant of each."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from arena.models import LeaderboardSnapshot
from arena.queries.exports.columns import BoardWords
from arena.queries.exports.votes import Wanted

SNAPSHOTS_A_PAGE = 500
HEAD = ("ref", "number", "published_at", "watermark", "votes", "estimator", "tallies_sha256")


def snapshots_in(wanted: Wanted) -> "QuerySet[LeaderboardSnapshot]":
    """The published ones."""
    found = LeaderboardSnapshot.objects.filter(pool__ref=wanted.pool_ref)
    return found.filter(published_at__lt=wanted.until) if wanted.until else found


def snapshot_rows(wanted: Wanted) -> Iterator[list[dict[str, Any]]]:
    """Rows of boards by column, oldest first, a page of snapshots at a time."""
    last = 0
    while page := list(islice(snapshots_in(wanted).filter(number__gt=last).order_by("number"), 0, SNAPSHOTS_A_PAGE)):
        yield [row for snapshot in page for row in _rows(snapshot, wanted)]
        last = page[-1].number


def _rows(snapshot: LeaderboardSnapshot, wanted: Wanted) -> Iterator[dict[str, Any]]:
    head = {
        BoardWords.SNAPSHOT: snapshot.ref,
        "number": snapshot.number,
        "published_at": snapshot.published_at.timestamp(),
        "watermark": snapshot.watermark,
        "counted_votes": snapshot.votes,
        "estimator": snapshot.estimator,
        "tallies_sha256": snapshot.tallies_sha256,
    }
    for row in snapshot.rows:
        numbers = {name: value for name, value in row.items() if name != "entrant"}
        yield head | {BoardWords.MODEL: wanted.names[row["entrant"]]} | numbers
