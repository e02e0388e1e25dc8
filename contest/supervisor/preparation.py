"""What must be done before the site can serve: tables, words, static files, the organiser, the rehearsal stage.

Each step is skipped when what it is made from has not changed since it last succeeded.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from contest.supervisor.site_programs import ROOT
from contest.supervisor.var_folder import note_digests, noted_digests


class PreparationFailed(Exception):
    """The message holds what the failed step said."""


@dataclass(frozen=True)
class Preparation:
    """The steps that are due in one folder; `digests` is noted when they have succeeded."""

    folder: Path
    environment: Mapping[str, str]
    steps: tuple[str, ...]
    digests: dict[str, str]

    def run(self, endpoints: Iterable[str]) -> str | None:
        """Do the steps and point the rehearsal at `endpoints`. The organiser's password when the account was made."""
        words = [*(f"--{step}" for step in self.steps), *(w for e in endpoints for w in ("--endpoint", e))]
        done = subprocess.run(  # noqa: S603  our own command
            [sys.executable, os.fspath(ROOT / "manage.py"), "prepare_site", *words],
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise PreparationFailed(f"The site could not be prepared.\n{done.stdout}{done.stderr}")
        note_digests(self.folder, self.digests)
        password: str | None = json.loads(done.stdout.splitlines()[-1])["organiser_password"]
        return password


def preparation(folder: Path, environment: Mapping[str, str]) -> Preparation:
    """What has changed in this folder's site since it was last prepared."""
    versions = (ROOT / "requirements.txt").read_bytes()
    digests = {
        "tables": _digest(ROOT.glob("*/migrations/*.py"), environment["DATABASE_URL"].encode() + versions),
        "words": _digest(ROOT.glob("locale/*/LC_MESSAGES/*.po"), versions),
        "static": _digest((ROOT / "static").rglob("*"), versions),
    }
    noted = noted_digests(folder)
    if not (folder / "static" / "staticfiles.json").exists():
        noted.pop("static", None)
    compiled = list(ROOT.glob("locale/*/LC_MESSAGES/*.mo"))
    if len(compiled) < len(list(ROOT.glob("locale/*/LC_MESSAGES/*.po"))):
        noted.pop("words", None)
    if not (folder / "contest.sqlite3").exists() and environment["DATABASE_URL"].startswith("sqlite"):
        noted.pop("tables", None)
    due = tuple(step for step, digest in digests.items() if noted.get(step) != digest)
    return Preparation(folder, environment, due, digests)


def _digest(paths: Iterable[Path], more: bytes) -> str:
    """Of names, sizes and times rather than contents: it is asked at every start."""
    found = hashlib.sha256(more)
    for path in sorted(paths):
        if path.is_file():
            facts = path.stat()
            found.update(f"{path.relative_to(ROOT)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return found.hexdigest()
