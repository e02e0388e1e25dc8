"""Two real vLLM servers with tiny checkpoints (CPU), and the whole site on them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from arena.inference.target import Bounds, Deadlines, Message, Sampling, Target
from contest.supervisor.child import Child
from contest.supervisor.model_servers import address, served_endpoints, vllm_server
from contest.supervisor.ports import free_port
from contest.supervisor.site_programs import ROOT
from tests.services.browsers import launched_browser
from tests.services.folders import temporary_folder
from tests.services.servers import PostgresServer, RedisServer, guarded
from tests.services.site import Site, site_processes

PYTHON = ROOT / ".venv-vllm/bin/python"
CHECKPOINTS = ROOT / "var/vllm/checkpoints"
MOST_AT_ONCE = 8
MESSAGES = [Message("user", "봄 감자는 언제 심나요?")]
SAMPLING = Sampling(temperature=0.7, top_p=0.95, max_tokens=200)
LONG = Sampling(temperature=0.7, top_p=0.95, max_tokens=3900)
DEADLINES = Deadlines()
BOUNDS = Bounds()


class RealServer:
    """One vLLM server: its process, and how the gateway asks it."""

    def __init__(self, name: str, checkpoint: Path, folder: Path, child: Child, port: int) -> None:
        self.name, self.checkpoint, self.folder, self.child, self.port = name, checkpoint, folder, child, port
        self.target = Target(address(port), name)


@pytest.fixture(scope="session")
def servers() -> Iterator[list[RealServer]]:
    """Both are started side by side: most of their start is compiling. The queue is short, so that it can be filled."""
    if not PYTHON.exists() or not CHECKPOINTS.exists():
        pytest.fail("There is no vLLM here: `make test-vllm` installs it and makes the checkpoints.")
    with temporary_folder() as folder, guarded() as guard:
        made = []
        for number, name in enumerate(("first", "second"), start=1):
            port = free_port()
            program = vllm_server(
                PYTHON, CHECKPOINTS / name, f"m-{number}", port, "--max-num-queued-reqs", str(MOST_AT_ONCE)
            )
            made.append(RealServer(f"m-{number}", CHECKPOINTS / name, folder, Child(program, folder, guard), port))
        try:
            for server in made:
                server.child.start()
            for server in made:
                server.child.wait_ready()
            yield made
        finally:
            for server in made:
                server.child.stop()


@pytest.fixture(scope="session")
def site(
    servers: list[RealServer], postgres: PostgresServer, redis: RedisServer, migrated_template: str
) -> Iterator[Site]:
    """The whole site, with one entrant on each server."""
    redis.flush()
    endpoints = [name for server in servers for name in served_endpoints(server.target.base_url)]
    database = postgres.url(postgres.create_database(migrated_template))
    quick = {"ARENA_RELEASE_BYTES_PER_SECOND": "2000"}
    with site_processes(database, redis.url, migrate=False, endpoints=endpoints, environment=quick) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after its module: the others have event loops of their own."""
    with launched_browser() as browser:
        yield browser
