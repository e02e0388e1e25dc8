"""Which of the published leaderboards the public may see: all, the last of each hour or day, or none before close."""

from datetime import datetime, timedelta, timezone

from contest.rules.stages import StageState
from contest.rules.stages_terms import Release

# Days end at midnight in Korea, where the contest is held.
KOREA = timezone(timedelta(hours=9))
DONE = frozenset({StageState.CLOSED, StageState.FINAL})


def visible_until(release: Release, state: StageState, now: datetime) -> datetime | None:
    """The instant before or at which a snapshot must have been published to be shown; None while sealed."""
    if state in DONE or release is Release.AT_ONCE:
        return now
    if release is Release.AT_CLOSE:
        return None
    there = now.astimezone(KOREA)
    if release is Release.HOURLY:
        return there.replace(minute=0, second=0, microsecond=0).astimezone(now.tzinfo)
    return there.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)


def next_release_at(release: Release, state: StageState, now: datetime) -> datetime | None:
    """When the public sees newer figures; None when at once, or when only closing the stage shows them."""
    shown = visible_until(release, state, now)
    if shown is None or state in DONE or release is Release.AT_ONCE:
        return None
    return shown + (timedelta(hours=1) if release is Release.HOURLY else timedelta(days=1))
