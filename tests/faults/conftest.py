"""The stage on which faults are played."""

from collections.abc import Iterator

import pytest

from arena.streaming.process import WorkerProcess
from tests.faults.stage import PARTS, RunningTwin, running_twin, running_worker
from tests.services.servers import RedisServer


@pytest.fixture(scope="session")
def session_twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTwin]:
    with running_twin(tmp_path_factory.mktemp("twin")) as twin:
        yield twin


@pytest.fixture
def twin(session_twin: RunningTwin) -> RunningTwin:
    """The twin on its best behaviour."""
    session_twin.misbehave(None, *PARTS)
    return session_twin


@pytest.fixture
def worker(transactional_db: None, redis: RedisServer) -> Iterator[WorkerProcess]:
    """A worker's loop on an empty Redis."""
    redis.flush()
    with running_worker(redis) as worker:
        yield worker
