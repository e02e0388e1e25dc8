"""`make run`: one command starts everything, watches it, and leaves nothing behind."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contest.supervisor.ports import free_port
from tests.processes.embedded_run import EmbeddedRun
from tests.processes.system import wait_for, wait_until_gone

pytestmark = pytest.mark.stack
OPEN = "Ctrl-C stops it"

Start = Callable[..., EmbeddedRun]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all: the first start prepares it, later ones are quick."""
    return tmp_path_factory.mktemp("embedded")


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    runs: list[EmbeddedRun] = []

    def begin(port: int | None = None) -> EmbeddedRun:
        runs.append(EmbeddedRun(folder, port or free_port()))
        return runs[-1]

    yield begin
    for run in runs:
        run.end()


def test_it_opens_a_page_and_tells_the_organiser_a_password_only_once(start: Start) -> None:
    run = start()
    assert "organiser / " in run.hear(OPEN)
    assert "리허설" in run.get("/")
    run.end()
    again = start()
    assert "organiser / " not in again.hear(OPEN)


@pytest.mark.parametrize("words", ["celery", "valkey-server", "uvicorn"])
def test_a_process_that_is_killed_comes_back(start: Start, words: str) -> None:
    run = start()
    run.hear(OPEN)
    killed = run.find(words)
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    run.hear("it starts again")
    assert wait_for(lambda: run.find(words) not in {None, killed})


def test_a_ctrl_c_ends_everything(start: Start) -> None:
    run = start()
    run.hear(OPEN)
    everyone = run.everyone()
    assert run.send(signal.SIGINT) == 0
    assert wait_until_gone(everyone) == set()


def test_nothing_is_left_when_the_supervisor_is_killed(start: Start) -> None:
    run = start()
    run.hear(OPEN)
    everyone = run.everyone()
    run.send(signal.SIGKILL)
    assert len(everyone) >= 7
    assert wait_until_gone(everyone) == set()


def test_a_second_run_on_the_same_folder_is_refused_with_a_sentence(start: Start) -> None:
    start().hear(OPEN)
    start().hear("already runs with the folder")


def test_a_port_that_is_taken_is_said_with_what_to_type(start: Start) -> None:
    first = start()
    first.hear(OPEN)
    start(first.port).hear(f"make run PORT={first.port + 1}")
