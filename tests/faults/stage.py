"""One worker's event loop, a real Redis, real rows and the twin in a process of its own: battles, without a browser."""

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from urllib.request import Request, urlopen

from redis import Redis

from arena.actions.battles import open_battle
from arena.actions.pools import EndpointAddress, create_pool, enrol_entrant, join_pool, set_pool_open
from arena.actions.prompts import content_rules
from arena.inference.rehearsal.faults import Fault
from arena.inference.target import Bounds, Deadlines
from arena.models import Battle
from arena.realtime.events import WIRE, arrived, battle_channel
from arena.rules.blindness.conceal import Identities
from arena.rules.blindness.pace import Pace
from arena.streaming.conditions import Conditions
from arena.streaming.process import WorkerProcess
from contest.supervisor.site_programs import ROOT
from tests.arena_cast import MINJI, NOW, Opened
from tests.services.servers import RedisServer

PARTS = ("m-one", "m-two", "m-three")
ENDS = {"ready", "void", "voted", "expired"}
WAIT_SECONDS = 30
QUICK = Deadlines(connect=1.0, first_token=0.6, between_tokens=0.4, total=3.0)
"""In the place of the real deadlines, so that a silent endpoint is given up within a test's time."""


@dataclass(frozen=True)
class RunningTwin:
    """The twin, and the way to make it misbehave."""

    url: str

    def misbehave(self, fault: Fault | None, *names: str) -> None:
        """Let these names play a fault until they are told otherwise."""
        for name in names:
            body = json.dumps({"served_name": name, "fault": fault, "remaining": None}).encode()
            urlopen(Request(f"{self.url}/rehearsal/faults", data=body)).close()


@contextmanager
def running_twin(folder: Path) -> Iterator[RunningTwin]:
    """A twin that answers at once, in a process of its own so that its memory is not counted."""
    part = {"first_token_seconds": 0.0, "tokens_per_second": 2000, "strength": 0.3, "fault_seconds": 60}
    cast = folder / "cast.json"
    cast.write_text(json.dumps({"parts": [{"served_name": name, **part} for name in PARTS]}))
    words = [sys.executable, "-m", "arena.inference.rehearsal", "--port", "0", "--config", str(cast)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        try:
            yield RunningTwin(f"http://127.0.0.1:{json.loads(process.stdout.readline())['port']}")
        finally:
            process.kill()


@contextmanager
def running_worker(redis: RedisServer, **changes: object) -> Iterator[WorkerProcess]:
    """A worker's loop with short deadlines."""
    terms: dict[str, object] = {
        "redis_url": redis.url,
        "frame_seconds": 0.05,
        "pace": Pace(bytes_per_second=100_000),
        "deadlines": QUICK,
        "bounds": Bounds(),
        "identities": Identities.builtin(),
        "most_turns": 100,
        "content": content_rules(""),
        **changes,
    }
    nudged: SimpleQueue[str | None] = SimpleQueue()
    worker = WorkerProcess(Conditions(**terms), nudged.put)  # type: ignore[arg-type]
    broker = threading.Thread(target=_deliver, args=(worker, nudged))
    broker.start()
    try:
        yield worker
    finally:
        nudged.put(None)
        broker.join()
        worker.close()


def _deliver(worker: WorkerProcess, nudged: "SimpleQueue[str | None]") -> None:
    """In the broker's place: hand nudged turns to the worker."""
    while (turn_ref := nudged.get()) is not None:
        worker.submit(turn_ref)


def pool_of(twin: RunningTwin, *names: str) -> str:
    """An open pool whose entrants are these parts of the twin."""
    pool_ref = create_pool(system_prompt="", min_votes=1)
    for name in names:
        join_pool(pool_ref, enrol_entrant(f"{pool_ref} {name}", [EndpointAddress(twin.url, name)]))
    set_pool_open(pool_ref, True)
    return pool_ref


def opened(pool_ref: str, count: int) -> list[Opened]:
    """So many battles that wait for a worker."""
    chance = random.Random(1)
    return [Opened(*open_battle(pool_ref, MINJI, "봄 감자는 언제 심나요?", rng=chance, now=NOW)) for _ in range(count)]


def wire_of(redis: RedisServer, battles: list[Opened]) -> dict[str, list[bytes]]:
    """What each battle's voter gets, byte by byte, once all battles have ended."""
    told: dict[str, list[bytes]] = {battle.battle_ref: [] for battle in battles}
    running = set(told)
    last: bytes | str = "0"
    until = time.monotonic() + WAIT_SECONDS
    with Redis.from_url(redis.url) as client:
        while running and time.monotonic() < until:
            for _stream, entries in client.xread({WIRE: last}, block=1000) or []:
                for entry_id, fields in entries:
                    last = entry_id
                    for ref in running & {channel.decode().removeprefix("b:") for channel in fields}:
                        event = arrived(fields[battle_channel(ref).encode()])
                        told[ref].append(event.json)
                        if event.state in ENDS:
                            running = running - {ref}
    assert not running, f"{len(running)} battles did not end."
    return told


def state_of(battle: Opened) -> str:
    """Where the battle's row stands."""
    return Battle.objects.get(ref=battle.battle_ref).state
