"""Caps on counted votes: where a day begins, and which merged votes find no place."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

KOREA = timezone(timedelta(hours=9))
"""The days of the contest are Korea's, which has no summer time."""


@dataclass(frozen=True)
class Caps:
    """Most counted votes of one person; None is no cap."""

    per_day: int | None
    per_stage: int | None


@dataclass(frozen=True)
class Kept:
    """A vote that counts, by its receipt."""

    receipt_ref: str
    cast_at: datetime


def day_of(instant: datetime) -> date:
    """The contest's day on which something happened."""
    return instant.astimezone(KOREA).date()


def day_began_at(now: datetime) -> datetime:
    """The midnight in Korea before `now`."""
    return now.astimezone(KOREA).replace(hour=0, minute=0, second=0, microsecond=0)


def beyond_caps(own: Iterable[datetime], joining: Iterable[Kept], caps: Caps) -> Mapping[str, str]:
    """Which of the joining votes no longer count, by receipt with the cap as the reason (`day_cap`, `pool_cap`).

    `own`: when the person's other counted votes were cast. They keep their places; joining votes fill what is left in
    the order in which they were cast.
    """
    days = Counter(day_of(instant) for instant in own)
    in_all, beyond = days.total(), {}
    for vote in sorted(joining, key=lambda vote: (vote.cast_at, vote.receipt_ref)):
        day = day_of(vote.cast_at)
        if caps.per_day is not None and days[day] >= caps.per_day:
            beyond[vote.receipt_ref] = "day_cap"
        elif caps.per_stage is not None and in_all >= caps.per_stage:
            beyond[vote.receipt_ref] = "pool_cap"
        else:
            days[day] += 1
            in_all += 1
    return beyond
