"""The programs in docs/api.md run as they stand there, against a server."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from arena.actions.folding import fold_votes
from arena.actions.leaderboard import publish_snapshot
from contest.actions.exports import request_export
from contest.actions.stages_running import close_stage
from contest.exports.tasks import make_export
from contest.supervisor.site_programs import ROOT
from tests.api.conftest import Token
from tests.contest.cast import CLOSES, SETUP, TERMS, pool_of, revision
from tests.contest.standing_cast import published_standing
from tests.exports.played import played_stage

pytestmark = pytest.mark.django_db(transaction=True)
BOARD, STANDING, EXPORT = re.findall(r"```python\n(.*?)```", (ROOT / "docs/api.md").read_text(), re.DOTALL)


@pytest.fixture
def over(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stage that is over, with a board and a public file; whoever asks for a file gets it made at once."""
    settings.EXPORTS_DIR = tmp_path / "exports"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("contest.api.organiser_views.enqueue_export", make_export)
    played_stage("final", terms=replace(TERMS, min_votes=1))
    fold_votes(pool_of("final"))
    publish_snapshot(pool_of("final"), CLOSES)
    close_stage(SETUP, "final", seen=revision("final"), now=CLOSES)
    make_export(request_export(SETUP, "final", "votes", "csv", public=True, now=CLOSES))


def run(program: str, site: str, token: str = "") -> None:
    """Run a program of the page with this address and token in place of the invented ones."""
    program = program.replace("https://contest.example", site).replace("kaia_your_token", token)
    exec(compile(program, "docs/api.md", "exec"), {"__name__": "example"})


@pytest.mark.usefixtures("over")
def test_the_board_and_its_votes_are_read(live_server: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(BOARD, live_server.url)
    said = capsys.readouterr().out
    assert said.startswith("final closed ")
    assert "pine-1" in said
    assert said.endswith("12 votes under CC-BY-4.0\n")
    assert (tmp_path / "final-votes.csv").read_bytes().count(b"\n") == 13


def test_a_standing_is_read_and_its_file_has_the_digest(live_server: Any, capsys: pytest.CaptureFixture[str]) -> None:
    published_standing("final")
    run(STANDING, live_server.url)
    assert capsys.readouterr().out.splitlines()[0] == "1 maple-1 74.93 (1, 1)"


@pytest.mark.usefixtures("over")
def test_an_organisers_program_gets_its_export(
    live_server: Any, token: Token, capsys: pytest.CaptureFixture[str]
) -> None:
    run(EXPORT, live_server.url, token()["Authorization"].removeprefix("Bearer "))
    assert capsys.readouterr().out.endswith("0 battles, 12 votes\n")
