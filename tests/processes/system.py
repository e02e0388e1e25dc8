"""What Linux tells of running processes."""

import contextlib
import os
import select
import time
from collections.abc import Callable
from pathlib import Path

POLL_SECONDS = 0.05


def children_of(pid: int) -> dict[int, str]:
    """The direct children of a process with their command lines."""
    found: dict[int, str] = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            children = (task / "children").read_text().split()
        except (FileNotFoundError, ProcessLookupError):
            # A thread has ended while we look, and another one has its children now.
            return children_of(pid)
        for child in children:
            # A child may end while we look.
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                found[int(child)] = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
    return found


def descendants_of(pid: int) -> set[int]:
    """All processes below a process."""
    below = set(children_of(pid))
    return below.union(*(descendants_of(child) for child in below))


def wait_until_gone(pids: set[int], seconds: float = 15) -> set[int]:
    """Wait for the ends of processes that need not be our children; those still alive after `seconds`."""
    return {pid for pid in pids if not _ended(pid, seconds)}


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether something outside of Python's reach comes true in time."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _ended(pid: int, seconds: float) -> bool:
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)
