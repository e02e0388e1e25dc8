"""`make audit` tells clean from faulty, and both from "nobody could look"."""

import os
import subprocess
from pathlib import Path

import pytest

from contest.supervisor.site_programs import ROOT

FOUND = "Found 2 known vulnerabilities in 1 package"
UNREACHED = "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='pypi.org', port=443): Max retries exceeded"
UNKNOWN = "ERROR:pip_audit._cli:Django: Dependency not found on PyPI and could not be audited: django (5.2.19)"


def audit(folder: Path, *, bandit: int = 0, pip_audit: int = 0, said: str = "") -> tuple[int, str]:
    """Run the script on programs that end and speak as they are told; its exit status and what it said."""
    for name, status, words in (("bandit", bandit, ""), ("pip-audit", pip_audit, said)):
        program = folder / name
        program.write_text(f"#!/bin/sh\ncat <<'SAID'\n{words}\nSAID\nexit {status}\n")
        program.chmod(0o755)
    done = subprocess.run(
        [os.fspath(ROOT / "deploy/audit.sh"), os.fspath(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_clean_is_clean(tmp_path: Path) -> None:
    assert audit(tmp_path, said="No known vulnerabilities found")[0] == 0


def test_unsafe_code_and_known_faults_are_failures(tmp_path: Path) -> None:
    assert audit(tmp_path, bandit=1)[0] == 1
    status, said = audit(tmp_path, pip_audit=1, said=FOUND)
    assert (status, FOUND in said) == (1, True)


@pytest.mark.parametrize("said", [UNREACHED, UNKNOWN])
def test_an_index_that_could_not_be_asked_is_never_taken_for_clean(tmp_path: Path, said: str) -> None:
    status, told = audit(tmp_path, pip_audit=1, said=said)
    assert status == 3
    assert "NOT compared" in told
    assert "pypi.org" in told
