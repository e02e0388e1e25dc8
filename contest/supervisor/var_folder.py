"""The folder that holds all that a run keeps: the database, the secret key, logs, collected files."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another supervisor uses the folder."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for this run; the lock goes with the process, however that ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"The contest already runs with the folder {folder}. Stop it first.") from None
        yield


def kept_secret(folder: Path, name: str) -> str:
    """A secret of this installation: made once, kept in a file that only its owner reads."""
    path = folder / name
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


def noted_digests(folder: Path) -> dict[str, str]:
    """What the last preparation was made from; empty before the first."""
    path = folder / "prepared.json"
    noted: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return noted


def note_digests(folder: Path, digests: dict[str, str]) -> None:
    """Note what a preparation that has succeeded was made from."""
    (folder / "prepared.json").write_text(json.dumps(digests, indent=1))
