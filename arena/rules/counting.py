"""Whether a vote counts: decided once, when it is cast, and kept with the vote."""

from dataclasses import dataclass
from datetime import datetime

IDENTITY_PROBE = "identity_probe"
"""A prompt of the battle asked who answers."""
TOO_SOON = "too_soon"
"""The vote came sooner after the answers than anybody reads."""
DAY_CAP = "day_cap"
"""The voter's counted votes of the day are used up."""
POOL_CAP = "pool_cap"
"""The voter's counted votes in this pool are used up."""


@dataclass(frozen=True)
class Standing:
    """What is known of a voter and of the pool's terms before the vote is cast. Caps: None is no cap.

    `against`: why no vote of this person counts now; empty when it may. `day_began_at` (UTC) is where the day's cap
    begins to count. `least_seconds`: a vote sooner than this after the answers were complete does not count.
    """

    group: str = "open"
    against: str = ""
    per_day: int | None = None
    per_pool: int | None = None
    day_began_at: datetime | None = None
    least_seconds: int = 0
    probes_count: bool = False


@dataclass(frozen=True)
class Used:
    """Counted votes of one voter in one pool: since the day began, and in all."""

    today: int
    in_pool: int


def reason_against(standing: Standing, used: Used, *, probed: bool, seconds: float | None) -> str:
    """Why the vote does not count (weight 0); empty when it counts (weight 1).

    `seconds`: from the end of the last answers to the vote; None where it is not known.
    """
    if standing.against:
        return standing.against
    if probed and not standing.probes_count:
        return IDENTITY_PROBE
    if seconds is not None and seconds < standing.least_seconds:
        return TOO_SOON
    if standing.per_day is not None and used.today >= standing.per_day:
        return DAY_CAP
    if standing.per_pool is not None and used.in_pool >= standing.per_pool:
        return POOL_CAP
    return ""
