"""When organisers are told about an endpoint, and how often a message is tried."""

from datetime import datetime, timedelta

MOST_TRIES = 10
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
# An endpoint that comes and goes must not fill mailboxes.
REST = timedelta(minutes=10)


def wait_before_next_try(tries: int) -> timedelta:
    """How long to wait after so many tries: twice as long each time, up to an hour."""
    doublings: int = 2 ** min(tries - 1, MOST_TRIES)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT)


def should_tell(is_down: bool, told_down: bool, told_at: datetime | None, now: datetime) -> bool:
    """Whether an endpoint's state is news. `told_down`, `told_at`: what was told last, and when; None: nothing."""
    return is_down is not told_down and (told_at is None or now - told_at >= REST)
