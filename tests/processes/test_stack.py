"""`make run-stack`: the same site on PostgreSQL, Redis and nginx, with two web processes and two workers."""

import asyncio
import signal
from collections.abc import Iterator

import pytest

from contest.rehearsal.crowd import play_crowd
from contest.supervisor.ports import free_port
from tests.processes.embedded_run import EmbeddedRun
from tests.processes.system import wait_until_gone
from tests.services.folders import temporary_folder

pytestmark = [pytest.mark.stack]


@pytest.fixture
def stack() -> Iterator[EmbeddedRun]:
    with temporary_folder() as folder:
        run = EmbeddedRun(folder, free_port(), kind="stack")
        yield run
        run.end()


def test_citizens_take_part_behind_nginx_and_a_ctrl_c_ends_everything(stack: EmbeddedRun) -> None:
    assert "organiser / " in stack.hear("Ctrl-C stops it")
    address = f"http://127.0.0.1:{stack.port}"
    assert "리허설" in stack.get("/")
    tale = asyncio.run(
        play_crowd(
            [address],
            battles=4,
            voters=2,
            seed=1,
            concurrency=4,
            prompts=["봄 감자는 언제 심나요?"],
            follow_ups=["더 짧게요."],
            progress=lambda _played: None,
        )
    )
    assert tale.states == {"voted": 4}
    everyone = stack.everyone()
    assert len(everyone) >= 9
    stack.send(signal.SIGINT)
    assert wait_until_gone(everyone) == set()
