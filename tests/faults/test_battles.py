"""Every fault of a model server in a whole battle, over HTTP: it ends in time, and nobody can tell who was at fault."""

import json
import tracemalloc

import pytest

from arena.actions.turns import claim_turn
from arena.inference.choice import USELESS_TO_OPEN
from arena.inference.rehearsal.faults import Fault
from arena.models import Battle, Completion, Endpoint
from arena.streaming.process import WorkerProcess
from arena.streaming.turn import RunningTurn
from tests.arena_cast import NOW
from tests.faults.stage import RunningTwin, opened, pool_of, state_of, wire_of
from tests.services.servers import RedisServer

HARMLESS = {Fault.SPECIAL_TOKENS, Fault.NAMES_ITSELF}
BREAKING = sorted(set(Fault) - HARMLESS - {Fault.ONE_TOKEN})
MEGABYTE = 1024 * 1024
NAMES = ("엑사원", "EXAONE", "Solar", "Upstage", "LG AI", "<think>", "[|endofturn|]", "<|im_end|>")


@pytest.mark.parametrize("fault", BREAKING)
def test_the_battle_is_void_and_no_byte_tells_who_failed(
    twin: RunningTwin, worker: WorkerProcess, redis: RedisServer, fault: Fault
) -> None:
    twin.misbehave(fault, "m-one", "m-three")
    # Two entrants at fault, each on the left and on the right of a healthy one.
    battles = [*opened(pool_of(twin, "m-one", "m-two"), 2), *opened(pool_of(twin, "m-three", "m-two"), 2)]
    for battle in battles:
        assert worker.submit(battle.turn_ref)
    told = wire_of(redis, battles)
    assert {state_of(battle) for battle in battles} == {"void"}
    assert len({tuple(frames) for frames in told.values()}) == 1
    assert [set(json.loads(frame)) for frame in next(iter(told.values()))] == [
        {"kind", "turn", "n", "a", "b", "state"}
    ] * 2


@pytest.mark.parametrize("fault", sorted(HARMLESS))
def test_an_answer_that_gives_itself_away_is_shown_without_the_giveaway(
    twin: RunningTwin, worker: WorkerProcess, redis: RedisServer, fault: Fault
) -> None:
    twin.misbehave(fault, "m-one")
    battles = opened(pool_of(twin, "m-one", "m-two"), 2)
    for battle in battles:
        worker.submit(battle.turn_ref)
    told = wire_of(redis, battles)
    assert {state_of(battle) for battle in battles} == {"ready"}
    shown = "".join(json.loads(frame)[side] for frames in told.values() for frame in frames for side in "ab")
    assert [name for name in NAMES if name in shown] == []


def test_all_breaking_faults_look_alike(twin: RunningTwin, worker: WorkerProcess, redis: RedisServer) -> None:
    seen = set()
    for fault in (Fault.RESET, Fault.STALL, Fault.THROTTLED, Fault.ONLY_REASONING, Fault.HTML):
        twin.misbehave(fault, "m-one")
        battles = opened(pool_of(twin, "m-one", "m-two"), 1)
        worker.submit(battles[0].turn_ref)
        seen |= {tuple(frames) for frames in wire_of(redis, battles).values()}
    assert len(seen) == 1


@pytest.mark.parametrize("fault", BREAKING)
def test_a_stream_at_fault_never_holds_two_megabytes(
    twin: RunningTwin, worker: WorkerProcess, redis: RedisServer, fault: Fault
) -> None:
    twin.misbehave(fault, "m-one")
    battles = opened(pool_of(twin, "m-one", "m-two"), 1)
    tracemalloc.start()
    try:
        worker.submit(battles[0].turn_ref)
        wire_of(redis, battles)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert state_of(battles[0]) == "void"
    assert peak < 2 * MEGABYTE


def test_the_console_learns_which_side_failed_and_why(
    twin: RunningTwin, worker: WorkerProcess, redis: RedisServer
) -> None:
    twin.misbehave(Fault.STALL, "m-one")
    battles = opened(pool_of(twin, "m-one", "m-two"), 1)
    worker.submit(battles[0].turn_ref)
    wire_of(redis, battles)
    battle = Battle.objects.select_related("entrant_a").get()
    side = "a" if battle.entrant_a.name.endswith("m-one") else "b"
    assert dict(Completion.objects.values_list("side", "failure")) == {side: "stalled", "ab".replace(side, ""): ""}


def test_an_endpoint_that_keeps_failing_rests(twin: RunningTwin, worker: WorkerProcess, redis: RedisServer) -> None:
    twin.misbehave(Fault.SERVER_ERROR, "m-one")
    battles = opened(pool_of(twin, "m-one", "m-two"), 3)
    for battle in battles:
        worker.submit(battle.turn_ref)
        wire_of(redis, [battle])
    worker.drain(10)
    assert dict(Endpoint.objects.values_list("served_name", "resting")) == {"m-one": True, "m-two": False}


@pytest.mark.parametrize(
    ("fault", "state"), [(Fault.ONE_TOKEN, "ready"), (Fault.ONLY_TOKENS, "void"), (Fault.EMPTY, "void")]
)
def test_an_endpoint_that_keeps_giving_answers_that_are_none_rests(
    twin: RunningTwin, worker: WorkerProcess, redis: RedisServer, fault: Fault, state: str
) -> None:
    twin.misbehave(fault, "m-one")
    battles = opened(pool_of(twin, "m-one", "m-two"), USELESS_TO_OPEN)
    resting = []
    for battle in battles:
        worker.submit(battle.turn_ref)
        wire_of(redis, [battle])
        worker.drain(10)
        resting.append(Endpoint.objects.get(served_name="m-one").resting)
    assert {state_of(battle) for battle in battles} == {state}
    assert resting == [False] * (USELESS_TO_OPEN - 1) + [True]
    assert not Endpoint.objects.get(served_name="m-two").resting


def test_a_turn_that_another_worker_has_keeps_its_slots(
    twin: RunningTwin, worker: WorkerProcess, redis: RedisServer
) -> None:
    (battle,) = opened(pool_of(twin, "m-one", "m-two"), 1)
    assert claim_turn(battle.turn_ref, NOW)
    assert worker.submit(battle.turn_ref)
    assert state_of(battle) == "streaming"


def test_a_turn_that_cannot_be_shown_stops_no_other(
    twin: RunningTwin, worker: WorkerProcess, redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    battles = opened(pool_of(twin, "m-one", "m-two"), 2)
    tick = RunningTurn.tick

    def failing(turn: RunningTurn, seconds: float) -> None:
        if turn.task.turn_ref == battles[0].turn_ref:
            raise ZeroDivisionError
        tick(turn, seconds)

    monkeypatch.setattr(RunningTurn, "tick", failing)
    for battle in battles:
        assert worker.submit(battle.turn_ref)
    last = [json.loads(frames[-1])["state"] for frames in wire_of(redis, battles).values()]
    assert last == ["void", "ready"]
