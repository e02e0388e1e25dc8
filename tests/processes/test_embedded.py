"""`make run`: one command starts everything, watches it, and leaves nothing behind."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from contest.supervisor.ports import free_port
from tests.processes.embedded_run import EmbeddedRun
from tests.processes.system import wait_for, wait_until_gone

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("embedded")]
OPEN = "Ctrl-C stops it"
Beside = Callable[[int], EmbeddedRun]


@dataclass
class Runs:
    """Runs on one folder, one after the other; `said` is what each told until its page was open."""

    folder: Path
    said: list[str] = field(default_factory=list)
    now: EmbeddedRun | None = None

    def open(self) -> EmbeddedRun:
        """The run that is open; a new one when the last has ended."""
        if self.now is None or self.now.ended:
            self.now = EmbeddedRun(self.folder, free_port())
            self.said.append(self.now.hear(OPEN))
        return self.now

    def end(self) -> None:
        """End the run that is open, if there is one."""
        if self.now is not None:
            self.now.end()


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    """One folder for all: the first start prepares it, later ones are quick."""
    runs = Runs(tmp_path_factory.mktemp("embedded"))
    yield runs
    runs.end()


@pytest.fixture
def run(runs: Runs) -> EmbeddedRun:
    """An open run, perhaps that of the test before."""
    return runs.open()


@pytest.fixture
def beside(runs: Runs) -> Iterator[Beside]:
    """`beside(port)`: another run on the same folder, which is to be refused."""
    begun: list[EmbeddedRun] = []

    def begin(port: int) -> EmbeddedRun:
        begun.append(EmbeddedRun(runs.folder, port))
        return begun[-1]

    yield begin
    for one in begun:
        one.end()


def test_it_opens_a_page_and_tells_the_organiser_a_password_only_once(runs: Runs, run: EmbeddedRun) -> None:
    assert "리허설" in run.get("/")
    run.end()
    runs.open()
    first, *later = runs.said
    assert "organiser / " in first
    assert later
    assert "organiser / " not in "".join(later)


@pytest.mark.parametrize("words", ["celery", "valkey-server", "uvicorn"])
def test_a_process_that_is_killed_comes_back(run: EmbeddedRun, words: str) -> None:
    killed = run.find(words)
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    run.hear("it starts again")
    assert wait_for(lambda: run.find(words) not in {None, killed})


def test_a_ctrl_c_ends_everything(run: EmbeddedRun) -> None:
    everyone = run.everyone()
    assert run.send(signal.SIGINT) == 0
    assert wait_until_gone(everyone) == set()


def test_nothing_is_left_when_the_supervisor_is_killed(run: EmbeddedRun) -> None:
    everyone = run.everyone()
    run.send(signal.SIGKILL)
    assert len(everyone) >= 7
    assert wait_until_gone(everyone) == set()


@pytest.mark.usefixtures("run")
def test_a_second_run_on_the_same_folder_is_refused_with_a_sentence(beside: Beside) -> None:
    beside(free_port()).hear("already runs with the folder")


def test_a_port_that_is_taken_is_said_with_what_to_type(beside: Beside) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        beside(port).hear(f"make run PORT={port + 1}")
