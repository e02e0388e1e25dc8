"""`manage.py` in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping

from contest.supervisor.site_programs import ROOT


def manage(environment: Mapping[str, str], *words: str) -> str:
    """Run a command and return what it said; fail with its words when it fails."""
    done = subprocess.run(
        [sys.executable, os.fspath(ROOT / "manage.py"), *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"manage.py {' '.join(words)} failed:\n{done.stdout}{done.stderr}"
    return done.stdout
