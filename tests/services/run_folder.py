"""What all processes of a test run need alike: made by the first that asks, found there by the others."""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

NAMED_BY = "CONTEST_TEST_RUN"
"""The variable that names the folder of a run whose processes are started by somebody else, as pytest-xdist's are."""


@cache
def run_folder() -> Path:
    """The run's folder; one that is made here goes with this process, and is that of all which it starts."""
    if NAMED_BY not in os.environ:
        os.environ[NAMED_BY] = tempfile.mkdtemp(prefix="contest-run-")
        atexit.register(shutil.rmtree, os.environ[NAMED_BY], ignore_errors=True)
    return Path(os.environ[NAMED_BY])


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """The run's file or folder of this name. `make` is called with its place when there is none; others wait for it."""
    place = run_folder() / name
    with (run_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            unfinished = place.with_name(f"{name}.unfinished")
            # Left by a process whose making failed: that one told why.
            shutil.rmtree(unfinished, ignore_errors=True)
            make(unfinished)
            unfinished.rename(place)
    return place
