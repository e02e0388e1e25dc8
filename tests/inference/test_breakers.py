"""Failures of battles rest an endpoint for all workers; one probe, not a citizen, finds out whether it is back."""

from collections import Counter

import pytest
from channels.db import database_sync_to_async

from arena.inference.choice import FAILURES_TO_OPEN, FIRST_PAUSE_SECONDS
from arena.inference.errors import Reason
from arena.inference.rehearsal.faults import Fault
from arena.inference.target import Target
from arena.models import Battle, Endpoint, Entrant
from arena.queries.battles import EndpointTask
from arena.queries.entrants import ProbeView, endpoints_to_probe
from arena.streaming.breakers import may_probe, report
from arena.streaming.endpoints import look_at
from arena.streaming.replicas import Replicas
from tests.arena_cast import drawn, make_pool
from tests.inference.conftest import QUICK, Twin

NOW = 1_000_000.0
AFTER_THE_PAUSE = NOW + FIRST_PAUSE_SECONDS


def pine() -> Endpoint:
    return Endpoint.objects.get(entrant__name="Pine")


def fail(times: int = FAILURES_TO_OPEN, reason: Reason = Reason.SERVER_ERROR) -> None:
    for _ in range(times):
        report(pine().ref, reason, NOW)


@pytest.fixture
def pool(db: None) -> str:
    return make_pool()


def test_failures_in_a_row_rest_an_endpoint_and_its_entrant_is_not_drawn(pool: str) -> None:
    fail()
    for seed in range(12):
        drawn(pool, seed=seed)
    key = Entrant.objects.get(name="Pine").pk
    assert not any(key in pair for pair in Battle.objects.values_list("entrant_a", "entrant_b"))


def test_an_answer_between_failures_keeps_it_up(pool: str) -> None:
    for _ in range(3):
        fail(FAILURES_TO_OPEN - 1)
        report(pine().ref, None, NOW)
    assert (pine().resting, pine().breaker) == (False, {})


def test_a_question_that_was_refused_is_not_the_endpoints_failure(pool: str) -> None:
    fail(9, Reason.REJECTED)
    assert not pine().resting


def test_an_entrant_with_another_replica_is_still_drawn(pool: str) -> None:
    Endpoint.objects.create(entrant=pine().entrant, base_url="http://127.0.0.1:10", served_name="m-pine")
    for _ in range(FAILURES_TO_OPEN):
        report(Endpoint.objects.get(base_url="http://127.0.0.1:9/Pine").ref, Reason.STALLED, NOW)
    for seed in range(20):
        drawn(pool, seed=seed)
    assert set(Counter(Battle.objects.values_list("entrant_a", "entrant_b")).values()) == {1}


def test_when_it_returns_it_catches_up(pool: str) -> None:
    fail()
    for seed in range(60):
        drawn(pool, seed=seed)
    report(pine().ref, None, NOW)
    for seed in range(60, 100):
        drawn(pool, seed=seed)
    assert set(Counter(Battle.objects.values_list("entrant_a", "entrant_b")).values()) == {5}


def test_one_worker_alone_gets_the_probe_after_the_pause(pool: str) -> None:
    fail()
    assert not may_probe(pine().ref, AFTER_THE_PAUSE - 1)
    assert [may_probe(pine().ref, AFTER_THE_PAUSE) for _ in range(3)] == [True, False, False]


def test_an_endpoint_that_does_not_rest_needs_no_probe(pool: str) -> None:
    assert not may_probe(pine().ref, NOW)


def test_a_failed_probe_doubles_the_pause(pool: str) -> None:
    fail()
    may_probe(pine().ref, AFTER_THE_PAUSE)
    report(pine().ref, Reason.STALLED, AFTER_THE_PAUSE)
    assert not may_probe(pine().ref, AFTER_THE_PAUSE + 2 * FIRST_PAUSE_SECONDS - 1)
    assert may_probe(pine().ref, AFTER_THE_PAUSE + 2 * FIRST_PAUSE_SECONDS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("fault", "rests"),
    [(None, False), (Fault.SERVER_ERROR, True), (Fault.ONLY_TOKENS, True), (Fault.ONE_TOKEN, True)],
)
async def test_a_look_asks_a_resting_endpoint_a_question(twin: Twin, fault: Fault | None, rests: bool) -> None:
    def prepare() -> list[ProbeView]:
        make_pool(names=("Pine", "Maple"))
        Endpoint.objects.filter(entrant__name="Pine").update(base_url=twin.url, served_name=QUICK)
        fail()
        return endpoints_to_probe()

    await twin.misbehave(fault)
    await look_at(await database_sync_to_async(prepare)(), [])
    assert (await database_sync_to_async(pine)()).resting is rests
    # Asked once, and by nobody else.
    assert await twin.figure("vllm:request_success_total") == (0 if fault is Fault.SERVER_ERROR else 1)


TASK = EndpointTask("http://one", "m", "", "ref-one", {}, None, None, None)
OTHER = TASK._replace(base_url="http://two", endpoint_ref="ref-two")
RESTING = {"failures": 3, "open_until": 4e9, "pause_seconds": 10.0, "probing_since": None}


def test_a_resting_replica_is_not_asked() -> None:
    with Replicas([TASK._replace(breaker=RESTING), OTHER], Counter()).ordered() as targets:
        assert [target.base_url for target in targets] == ["http://two"]


def test_turns_under_way_count_where_the_metrics_do_not_show_them_yet() -> None:
    busy: Counter[Target] = Counter()
    first = []
    with Replicas([TASK, OTHER], busy).ordered() as one, Replicas([TASK, OTHER], busy).ordered() as other:
        first = [one[0], other[0]]
    assert {target.base_url for target in first} == {"http://one", "http://two"}
    assert not +busy
