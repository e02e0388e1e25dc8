"""Nothing outlives the supervisor, even when it is killed hard.

A guard is a small process that holds one end of a pipe. The supervisor tells it over the pipe which process groups
are alive. When the supervisor goes, the pipe closes, and the guard ends the groups that are left. A death signal
(PR_SET_PDEATHSIG) would reach only the direct children: the workers of nginx and Celery's clock would stay behind.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time

GRACE_SECONDS = 3.0
STEP_SECONDS = 0.05


class Guard:
    """The supervisor's side. Used by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(  # noqa: S603  our own interpreter and file
            [sys.executable, "-S", "-E", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )

    def add(self, group: int) -> None:
        """This process group is alive from now on."""
        self._say(f"+{group}")

    def remove(self, group: int) -> None:
        """This process group has ended."""
        self._say(f"-{group}")

    def close(self) -> None:
        """End what is left, and the guard."""
        self._process.communicate()

    def _say(self, words: str) -> None:
        # A child may end after the guard was closed: then there is nothing left to guard.
        with self._lock, contextlib.suppress(BrokenPipeError, ValueError):
            print(words, file=self._process.stdin, flush=True)


def watch() -> None:
    """The guard's side: learn the groups until the pipe closes, then end them."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
    _signal(groups, signal.SIGTERM)
    until = time.monotonic() + GRACE_SECONDS
    while any(map(_is_alive, groups)) and time.monotonic() < until:
        time.sleep(STEP_SECONDS)
    _signal(groups, signal.SIGKILL)


def _signal(groups: set[int], name: signal.Signals) -> None:
    for group in groups:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, name)


def _is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    watch()
