"""What voters may share, as the contest tells it: keyed pseudonyms only."""

from collections.abc import Mapping
from datetime import datetime

from arena.models import VoterTrait
from arena.queries.statements import Statement

NOTE = Statement(
    "INSERT INTO arena_votertrait (voter_ref, kind, value, noted_at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"
)


def note_traits(voter_ref: str, traits: Mapping[str, str], now: datetime) -> None:
    """Note what a voter may share with others. What was noted before is left as it is.

    `traits`: from kind (`network`, `joined_hour`, `referral`) to a pseudonym of at most 64 characters, such as an HMAC
    of the address's prefix, which the engine compares and never reads. Raises ValueError for an unknown kind.
    """
    unknown = sorted(traits.keys() - set(VoterTrait.Kind.values))
    if unknown:
        raise ValueError(f"No such traits: {', '.join(unknown)}")
    for kind, value in traits.items():
        NOTE.rows(voter_ref, kind, value, now)


def forget_traits(voter_ref: str) -> None:
    """Delete everything that was noted about a voter."""
    VoterTrait.objects.filter(voter_ref=voter_ref).delete()
