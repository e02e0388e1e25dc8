"""The supervisor's parts: restarts, giving up, what the terminal shows, what the folder keeps."""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from contest.supervisor import restarts
from contest.supervisor.child import NotReady
from contest.supervisor.ports import free_port, is_free
from contest.supervisor.program import Program
from contest.supervisor.restarts import LONGEST_DELAY_SECONDS, delay_before_restart
from contest.supervisor.terminal import Terminal, warning_in
from contest.supervisor.var_folder import AlreadyRunning, kept_secret, locked
from contest.supervisor.watch import GaveUp, Watch
from tests.processes.system import children_of, wait_until_gone


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    watch = Watch(tmp_path, Terminal(tmp_path))
    yield watch
    watch.stop()


def python(name: str, code: str, **more: object) -> Program:
    return Program(name=name, command=(sys.executable, "-S", "-c", code), **more)  # type: ignore[arg-type]


def test_the_first_death_is_answered_soon_and_the_next_ones_later() -> None:
    delays = [delay_before_restart([0.0] * deaths, now=1.0) for deaths in (1, 2, 3, 4)]
    assert delays == [0.2, 0.4, 0.8, 1.6]


def test_deaths_of_long_ago_are_forgotten() -> None:
    assert delay_before_restart([0.0, 1.0, 2.0, 3.0, 100.0], now=100.0) == 0.2


def test_many_deaths_within_a_minute_are_given_up() -> None:
    assert delay_before_restart([0.0, 10.0, 20.0, 30.0, 40.0], now=40.0) is None


def test_no_delay_is_longer_than_the_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restarts, "MOST_DEATHS", 100)
    assert delay_before_restart([0.0] * 50, now=1.0) == LONGEST_DELAY_SECONDS


def test_a_process_that_dies_at_once_every_time_stops_the_site(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restarts, "FIRST_DELAY_SECONDS", 0.001)
    watch.start([python("broken", "print('no database'); raise SystemExit(3)")])
    with pytest.raises(GaveUp, match=r"broken ended 5 times(.|\n)*no database"):
        watch.keep_running()


def test_a_process_that_never_gets_ready_is_reported_with_its_words(watch: Watch) -> None:
    with pytest.raises(NotReady, match=r"broken ended before it was ready(.|\n)*no such table"):
        watch.start([python("broken", "print('no such table')", ready_words="ready.")])


def test_a_process_that_ignores_the_signal_is_killed(tmp_path: Path) -> None:
    watch = Watch(tmp_path, Terminal(tmp_path))
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    before = set(children_of(os.getpid()))
    watch.start([python("deaf", deaf, ready_words="up", stop_seconds=0.1)])
    pids = set(children_of(os.getpid())) - before
    assert pids
    watch.stop()
    assert wait_until_gone(pids) == set()


def test_a_process_of_a_killed_group_leaves_no_grandchild(tmp_path: Path) -> None:
    watch = Watch(tmp_path, Terminal(tmp_path))
    parent = (
        "import subprocess, sys, time;"
        "child = subprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(60)']);"
        "print('up', child.pid, flush=True); time.sleep(60)"
    )
    watch.start([python("parent", parent, ready_words="up", stop_signal=signal.SIGKILL)])
    grandchild = int((tmp_path / "parent.log").read_text().split()[1])
    watch.stop()
    assert wait_until_gone({grandchild}) == set()


def test_what_a_dead_process_left_behind_goes_with_it(tmp_path: Path) -> None:
    watch = Watch(tmp_path, Terminal(tmp_path))
    parent = (
        "import os, subprocess, sys, time;"
        "child = subprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(60)']);"
        "print('up', child.pid, os.getpid(), flush=True); time.sleep(60)"
    )
    watch.start([python("parent", parent, ready_words="up")])
    _, grandchild, pid = (tmp_path / "parent.log").read_text().split()
    os.kill(int(pid), signal.SIGKILL)
    assert wait_until_gone({int(grandchild)}) == set()
    watch.stop()


def test_only_warnings_and_worse_reach_the_terminal() -> None:
    assert warning_in('{"event": "wire_lost", "level": "warning"}') == "warning: wire_lost"
    assert warning_in('{"event": "ready", "level": "info"}') is None
    assert warning_in("celery banner") is None


def test_the_same_warning_is_shown_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal(tmp_path)
    for _ in range(3):
        terminal.hear(python("web", ""), '{"event": "wire_lost", "level": "warning"}')
    assert capsys.readouterr().out.count("wire_lost") == 1


def test_a_secret_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    made = kept_secret(tmp_path, "secret_key")
    assert kept_secret(tmp_path, "secret_key") == made
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_folder_serves_one_run_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(AlreadyRunning), locked(tmp_path):
        pass


def test_a_port_that_is_listened_on_is_not_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert not is_free(server.getsockname()[1])
    assert is_free(free_port())
