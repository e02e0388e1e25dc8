"""The line and a worker together: no more at once than the slots, the others in their turn, nothing left over."""

from dataclasses import replace

from redis import Redis

from arena.actions.battles import stop_battle
from arena.inference.rehearsal.faults import Fault
from arena.models import Battle
from arena.realtime.events import WIRE
from arena.streaming.process import WorkerProcess
from tests.arena_cast import MINJI, NOW, Opened
from tests.faults.stage import QUICK, RunningTwin, opened, pool_of, running_worker, state_of, wire_of
from tests.services.servers import RedisServer

PATIENT = replace(QUICK, first_token=60.0, total=90.0)
"""Whoever is silent holds a slot until it is let go."""


def let_go(twin: RunningTwin, holders: list[Opened]) -> None:
    """Let the twin answer from now on, and stop the battles that wait for what it will not say."""
    twin.misbehave(None, "m-one")
    for battle in holders:
        stop_battle(battle.battle_ref, MINJI, NOW)


def in_line(redis: RedisServer) -> tuple[int, int]:
    """(turns that hold slots, turns that wait)."""
    with Redis.from_url(redis.url) as client:
        return client.zcard("arena:line:leases"), client.zcard("arena:line:waiting")  # type: ignore[return-value]


def test_battles_beyond_the_slots_wait_and_are_answered_when_slots_come_free(
    transactional_db: None, twin: RunningTwin, redis: RedisServer
) -> None:
    redis.flush()
    battles = opened(pool_of(twin, "m-one", "m-two"), 6)
    with running_worker(redis, slots=2, deadlines=PATIENT) as worker:
        twin.misbehave(Fault.SILENCE, "m-one")
        for battle in battles:
            assert worker.submit(battle.turn_ref)
        assert in_line(redis) == (2, 4)
        let_go(twin, battles[:2])
        wire_of(redis, battles)
        worker.drain(10)
    assert [state_of(battle) for battle in battles] == ["void"] * 2 + ["ready"] * 4
    assert in_line(redis) == (0, 0)


def test_who_waits_is_told_a_place(transactional_db: None, twin: RunningTwin, redis: RedisServer) -> None:
    redis.flush()
    battles = opened(pool_of(twin, "m-one", "m-two"), 3)
    with running_worker(redis, slots=1, deadlines=PATIENT) as worker:
        twin.misbehave(Fault.SILENCE, "m-one")
        for battle in battles:
            worker.submit(battle.turn_ref)
        let_go(twin, battles[:1])
        wire_of(redis, battles)
    with Redis.from_url(redis.url) as client:
        told = [payload for _id, fields in client.xrange(WIRE) for payload in fields.values()]
    places = [payload for payload in told if payload.startswith(b"place|waiting|1|0|")]
    assert any(b'"ahead":1' in place for place in places)


def test_who_is_stopped_in_the_line_does_not_start(
    transactional_db: None, twin: RunningTwin, redis: RedisServer
) -> None:
    redis.flush()
    first, second, third = opened(pool_of(twin, "m-one", "m-two"), 3)
    with running_worker(redis, slots=1) as worker:
        for battle in (first, second, third):
            worker.submit(battle.turn_ref)
        stop_battle(second.battle_ref, MINJI, NOW)
        wire_of(redis, [first, third])
        worker.drain(10)
    assert [state_of(battle) for battle in (first, second, third)] == ["ready", "void", "ready"]
    assert in_line(redis) == (0, 0)


def test_a_full_worker_leaves_a_turn_that_may_start_to_another(
    transactional_db: None, twin: RunningTwin, redis: RedisServer
) -> None:
    redis.flush()
    (battle,) = opened(pool_of(twin, "m-one", "m-two"), 1)
    with running_worker(redis, most_turns=0) as full, running_worker(redis) as free:
        assert not full.submit(battle.turn_ref)
        assert free.submit(battle.turn_ref)
        wire_of(redis, [battle])
    assert state_of(battle) == "ready"


def test_two_workers_share_the_same_slots(transactional_db: None, twin: RunningTwin, redis: RedisServer) -> None:
    redis.flush()
    battles = opened(pool_of(twin, "m-one", "m-two"), 4)
    few = {"slots": 1, "deadlines": PATIENT}
    with running_worker(redis, **few) as one, running_worker(redis, **few) as other:
        twin.misbehave(Fault.SILENCE, "m-one")
        for worker, battle in zip((one, other, one, other), battles, strict=True):
            worker.submit(battle.turn_ref)
        assert in_line(redis) == (1, 3)
        let_go(twin, battles[:1])
        wire_of(redis, battles)
    assert Battle.objects.filter(state="ready").count() == 3


def test_the_same_nudge_twice_is_one_turn(worker: WorkerProcess, twin: RunningTwin, redis: RedisServer) -> None:
    (battle,) = opened(pool_of(twin, "m-one", "m-two"), 1)
    assert worker.submit(battle.turn_ref)
    assert worker.submit(battle.turn_ref)
    frames = wire_of(redis, [battle])[battle.battle_ref]
    worker.drain(10)
    assert sum(b'"kind":"snapshot"' in frame for frame in frames) == 1
    assert in_line(redis) == (0, 0)
