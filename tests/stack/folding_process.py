"""Folds and publishes for ever, as a worker's task does: `python -m tests.stack.folding_process`, for a test to kill.

It says on standard output what it is in the middle of, so that the test can choose its moment and know what it met.
"""

import time
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

import django

django.setup()

from arena.actions import folding, leaderboard  # noqa: E402
from arena.actions.votes_at import FollowedVotes  # noqa: E402
from arena.queries.pools import pools_to_publish  # noqa: E402

PAUSE_SECONDS = 0.03
BEAT_SECONDS = 0.3
# Many small folds.
folding.FOLD_AT_MOST = 40
count_steps, rate = folding._steps, leaderboard.report


def count_slowly(votes: Any) -> Any:
    """The votes are marked in an open transaction, and the tallies do not have them yet."""
    print("counting", flush=True)
    time.sleep(PAUSE_SECONDS)
    return count_steps(votes)


def rate_slowly(*what: Any) -> Any:
    """A board is rated, and nothing of it is kept yet."""
    print("rating", flush=True)
    time.sleep(PAUSE_SECONDS)
    return rate(*what)


def work() -> None:
    """Fold all the time, publish at every beat."""
    beat = time.monotonic()
    followed: defaultdict[str, FollowedVotes] = defaultdict(FollowedVotes)
    while True:
        for pool_ref in pools_to_publish():
            folding.fold_votes(pool_ref)
            print("folded", flush=True)
            if time.monotonic() > beat:
                leaderboard.publish_snapshot(pool_ref, datetime.now(UTC), followed[pool_ref])
                print("published", flush=True)
                beat = time.monotonic() + BEAT_SECONDS
        time.sleep(0.001)


if __name__ == "__main__":
    folding._steps, leaderboard.report = count_slowly, rate_slowly
    print("ready", flush=True)
    work()
