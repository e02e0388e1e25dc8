"""What voters may share, as the contest tells it: keyed pseudonyms only."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from arena.models import VoterTrait
from arena.queries.statements import ManyStatement

NOTE = ManyStatement(
    "INSERT INTO arena_votertrait (voter_ref, kind, value, noted_at) VALUES {places} ON CONFLICT DO NOTHING",
    place="(%s, %s, %s, %s)",
)


def note_traits(voter_ref: str, traits: Mapping[str, str], now: datetime) -> None:
    """Note what a voter may share with others. What was noted before is left as it is.

    `traits`: from kind (`network`, `joined_hour`, `referral`) to a pseudonym of at most 64 characters, such as an HMAC
    of the address's prefix, which the engine compares and never reads. Raises ValueError for an unknown kind.
    """
    note_traits_of([(voter_ref, traits)], now)


def note_traits_of(voters: Sequence[tuple[str, Mapping[str, str]]], now: datetime) -> None:
    """The same for several voters at once."""
    # Sorted, so that two processes that note the same never wait for one another.
    rows = sorted({(voter_ref, kind, value) for voter_ref, traits in voters for kind, value in traits.items()})
    unknown = sorted({kind for _voter, kind, _value in rows} - set(VoterTrait.Kind.values))
    if unknown:
        raise ValueError(f"No such traits: {', '.join(unknown)}")
    if rows:
        NOTE.rows([(*row, now) for row in rows])


def forget_traits(voter_ref: str) -> None:
    """Delete everything that was noted about a voter."""
    VoterTrait.objects.filter(voter_ref=voter_ref).delete()
