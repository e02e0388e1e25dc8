"""Votes that must not count: void, on record with the reason, and counted again when that was a mistake.

The row says what holds; the next fold makes the tallies follow.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from arena.actions.errors import Refused
from arena.models import Vote


class VoteNotFound(Refused):
    """No vote has this receipt."""

    code = "vote_unknown"


class VoteIsVoid(Refused):
    """The vote does not count already."""

    code = "vote_is_void"


class VoteCounts(Refused):
    """The vote is not void, so there is nothing to restore."""

    code = "vote_counts"


@transaction.atomic
def void_votes(receipt_refs: Collection[str], reason: str, now: datetime) -> None:
    """Let all these votes count no more, or none of them. Raises VoteNotFound or VoteIsVoid."""
    for receipt_ref in sorted(set(receipt_refs)):
        # A conditional UPDATE: of two who void at once, one is told that it is done.
        if not Vote.objects.filter(receipt_ref=receipt_ref, voided_at=None).update(voided_at=now, void_reason=reason):
            raise VoteIsVoid if Vote.objects.filter(receipt_ref=receipt_ref).exists() else VoteNotFound


@transaction.atomic
def restore_votes(receipt_refs: Collection[str]) -> None:
    """Let all these void votes count again, or none of them. Raises VoteNotFound or VoteCounts."""
    for receipt_ref in sorted(set(receipt_refs)):
        void = Vote.objects.filter(receipt_ref=receipt_ref, voided_at__isnull=False)
        if not void.update(voided_at=None, void_reason=""):
            raise VoteCounts if Vote.objects.filter(receipt_ref=receipt_ref).exists() else VoteNotFound
