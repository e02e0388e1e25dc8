"""Workers that fold and publish for ever, as a worker's task does: `python -m tests.stack.folding_process`, for a test.

On standard input `start` asks for a worker, and a process id for its death. Workers are forks of this process, so that
what they need is imported once. Each says on standard output what it is in the middle of, after its process id, so that
the test can choose its moment and know what it met.
"""

import os
import signal
import sys
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


def say(what: str, pid: int | None = None) -> None:
    """One line, written at once: those of several processes do not mix."""
    os.write(sys.stdout.fileno(), f"{pid or os.getpid()} {what}\n".encode())


def count_slowly(votes: Any) -> Any:
    """The votes are marked in an open transaction, and the tallies do not have them yet."""
    say("counting")
    time.sleep(PAUSE_SECONDS)
    return count_steps(votes)


def rate_slowly(*what: Any) -> Any:
    """A board is rated, and nothing of it is kept yet."""
    say("rating")
    time.sleep(PAUSE_SECONDS)
    return rate(*what)


def work() -> None:
    """Fold all the time, publish at every beat."""
    say("ready")
    beat = time.monotonic()
    followed: defaultdict[str, FollowedVotes] = defaultdict(FollowedVotes)
    while True:
        for pool_ref in pools_to_publish():
            folding.fold_votes(pool_ref)
            say("folded")
            if time.monotonic() > beat:
                leaderboard.publish_snapshot(pool_ref, datetime.now(UTC), followed[pool_ref])
                say("published")
                beat = time.monotonic() + BEAT_SECONDS
        time.sleep(0.001)


def serve() -> None:
    """Start and kill as it is asked for; whoever is alive at the end is killed as well."""
    alive: set[int] = set()
    for line in sys.stdin:
        if line == "start\n":
            pid = os.fork()
            if pid == 0:
                work()
            alive.add(pid)
        else:
            alive.remove(int(line))
            kill(int(line))
    for pid in alive:
        kill(pid)


def kill(pid: int) -> None:
    """Kill a worker, and say so when it is gone: it says nothing after that."""
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    say("gone", pid)


if __name__ == "__main__":
    folding._steps, leaderboard.report = count_slowly, rate_slowly
    serve()
