"""Citizens who leave while they wait or are answered: what they held is free for others, here and at the servers."""

import time
from collections.abc import Callable
from urllib.request import urlopen

import pytest
from redis import Redis

from arena.inference.rehearsal.faults import Fault
from arena.models import Battle
from arena.realtime.presence import ABSENT_AFTER_SECONDS, KEY
from tests.arena_cast import Opened
from tests.faults.stage import WAIT_SECONDS, RunningTwin, opened, pool_of, running_worker, state_of
from tests.faults.test_slots import PATIENT, in_line
from tests.services.servers import RedisServer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch, redis: RedisServer) -> None:
    """Workers look for absent voters many times a second, on an empty Redis."""
    redis.flush()
    monkeypatch.setattr("arena.streaming.process.BEATS", 300)
    monkeypatch.setattr("arena.streaming.door.WATCH_SECONDS", 0.1)
    monkeypatch.setattr("arena.streaming.door.KEEP_EVERY", 0.1)


def looked_at(redis: RedisServer, battle: Opened, seconds_ago: float) -> None:
    """Let a battle's socket have been open so long ago."""
    with Redis.from_url(redis.url) as client:
        client.zadd(KEY, {battle.battle_ref: time.time() - seconds_ago})


def until(is_so: Callable[[], bool]) -> None:
    """Wait for what other threads and processes do."""
    give_up = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def running_at(twin: RunningTwin) -> float:
    """How many answers the model servers have under way, by their own metrics."""
    with urlopen(f"{twin.url}/metrics") as page:
        lines = page.read().decode().splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith("vllm:num_requests_running{"))


def reason_of(battle: Opened) -> str:
    return Battle.objects.get(ref=battle.battle_ref).void_reason


def test_who_leaves_while_the_answers_come_frees_both_slots_and_the_servers(
    twin: RunningTwin, redis: RedisServer
) -> None:
    (battle,) = opened(pool_of(twin, "m-one", "m-two"), 1)
    twin.misbehave(Fault.SILENCE, "m-one", "m-two")
    with running_worker(redis, deadlines=PATIENT) as worker:
        worker.submit(battle.turn_ref)
        until(lambda: running_at(twin) == 2)
        looked_at(redis, battle, ABSENT_AFTER_SECONDS + 1)
        until(lambda: running_at(twin) == 0 and in_line(redis) == (0, 0))
    assert (state_of(battle), reason_of(battle)) == ("void", "left")


def test_who_leaves_the_line_is_taken_out_of_it(twin: RunningTwin, redis: RedisServer) -> None:
    first, second, third = opened(pool_of(twin, "m-one", "m-two"), 3)
    twin.misbehave(Fault.SILENCE, "m-one", "m-two")
    with running_worker(redis, slots=1, deadlines=PATIENT) as worker:
        for battle in (first, second, third):
            worker.submit(battle.turn_ref)
            looked_at(redis, battle, 0)
        looked_at(redis, second, ABSENT_AFTER_SECONDS + 1)
        until(lambda: in_line(redis) == (1, 1))
        assert [state_of(battle) for battle in (first, second, third)] == ["streaming", "void", "drawn"]
    assert reason_of(second) == "left"


def test_who_was_never_seen_with_a_socket_is_answered_to_the_end(twin: RunningTwin, redis: RedisServer) -> None:
    alone, left = opened(pool_of(twin, "m-one", "m-two"), 2)
    twin.misbehave(Fault.SILENCE, "m-one", "m-two")
    with running_worker(redis, deadlines=PATIENT) as worker:
        for battle in (alone, left):
            worker.submit(battle.turn_ref)
        looked_at(redis, left, ABSENT_AFTER_SECONDS + 1)
        until(lambda: state_of(left) == "void")
        assert state_of(alone) == "streaming"
