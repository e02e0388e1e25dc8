"""The canary: asked over HTTP, kept as a fingerprint, and an alert when another version answers."""

import json
from datetime import timedelta

import pytest
from aiohttp import web
from channels.db import database_sync_to_async

from arena.actions.canaries import forget_fingerprint, record_canary, record_canary_failure
from arena.inference.canary import QUESTIONS, ask_canaries
from arena.inference.client import InferenceClient
from arena.inference.errors import Reason, UpstreamError
from arena.inference.rehearsal.faults import Fault
from arena.inference.target import Target
from arena.models import CanaryLook, Endpoint, EndpointAlert, Entrant, Finding, Fingerprint
from arena.queries.canaries import endpoint_alerts, fingerprint_taken_at, newest_canaries
from arena.queries.entrants import endpoints_of_open_pools
from arena.rules.drift import GreedyAnswer
from arena.streaming.endpoints import canaries
from tests.arena_cast import NOW, make_pool
from tests.inference.conftest import QUICK, SPARE, Twin

FROZEN = [GreedyAnswer(f"답 {number}") for number in range(len(QUESTIONS))]
OTHER = [GreedyAnswer("다른 말") for _ in QUESTIONS]
LATER = NOW + timedelta(minutes=5)
LATEST = NOW + timedelta(minutes=10)


async def test_greedy_answers_come_again_the_same(twin: Twin) -> None:
    first = await ask_canaries(twin.client, twin.target(), 5)
    assert await ask_canaries(twin.client, twin.target(), 5) == first
    assert len(first) == len(QUESTIONS)


async def test_another_version_answers_otherwise(twin: Twin) -> None:
    assert await ask_canaries(twin.client, twin.target(QUICK), 5) != await ask_canaries(
        twin.client, twin.target(SPARE), 5
    )


@pytest.mark.parametrize(
    ("fault", "reason"), [(Fault.SERVER_ERROR, Reason.SERVER_ERROR), (Fault.HTML, Reason.BAD_STREAM)]
)
async def test_an_endpoint_that_fails_is_an_error(twin: Twin, fault: Fault, reason: Reason) -> None:
    await twin.misbehave(fault)
    with pytest.raises(UpstreamError) as caught:
        await ask_canaries(twin.client, twin.target(), 5)
    assert caught.value.reason is reason


async def test_log_probabilities_are_read_where_they_are_served_and_not_asked_for_where_they_are_refused() -> None:
    asked = []

    async def chat(request: web.Request) -> web.Response:
        body = json.loads(await request.read())
        asked.append(body)
        if body["model"] == "refuses" and "logprobs" in body:
            return web.json_response({"error": {"message": "no"}}, status=400)
        rivals = [{"token": "서울", "logprob": -0.1}, {"token": "부산", "logprob": -2.5}]
        told = {"content": [{"token": "서울", "logprob": -0.1, "top_logprobs": rivals}]} if "logprobs" in body else None
        return web.json_response({"choices": [{"message": {"content": "서울"}, "logprobs": told}]})

    app = web.Application()
    app.router.add_post("/v1/chat/completions", chat)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with InferenceClient() as client:
        served = await ask_canaries(client, Target(url, "serves"), 5)
        refused = await ask_canaries(client, Target(url, "refuses"), 5)
    await runner.cleanup()
    assert served[0].tokens[0].rivals == {"서울": -0.1, "부산": -2.5}
    assert refused == [GreedyAnswer("서울")] * len(QUESTIONS)
    assert {(body["temperature"], body["stream"]) for body in asked} == {(0, False)}


@pytest.fixture
def endpoint_ref(db: None) -> str:
    make_pool(names=("Pine", "Maple"))
    return Endpoint.objects.get(entrant__name="Pine").ref


def test_the_first_answers_become_the_fingerprint(endpoint_ref: str) -> None:
    record_canary(endpoint_ref, FROZEN, NOW)
    entrant = Entrant.objects.get(name="Pine")
    assert fingerprint_taken_at(entrant.ref) == NOW
    assert [view.drift for view in newest_canaries(endpoint_ref, 9)] == [0]


def test_drift_is_kept_and_a_second_look_at_it_raises_one_alert(endpoint_ref: str) -> None:
    told = [record_canary(endpoint_ref, *look) for look in ((FROZEN, NOW), (OTHER, LATER), (OTHER, LATEST))]
    again = record_canary(endpoint_ref, OTHER, LATEST + timedelta(minutes=5))
    (alert,) = endpoint_alerts()
    assert told == [None, None, alert.ref]
    assert again is None
    assert (alert.endpoint_ref, alert.drift) == (endpoint_ref, 1)


def test_the_frozen_version_closes_the_alert(endpoint_ref: str) -> None:
    for answers, now in ((FROZEN, NOW), (OTHER, LATER), (OTHER, LATEST), (FROZEN, LATEST)):
        record_canary(endpoint_ref, answers, now)
    assert endpoint_alerts() == []
    assert endpoint_alerts(only_open=False)[0].cleared_at == LATEST


def test_an_endpoint_that_does_not_answer_is_no_alert(endpoint_ref: str) -> None:
    record_canary(endpoint_ref, FROZEN, NOW)
    for _ in range(3):
        record_canary_failure(endpoint_ref, "stalled", LATER)
    assert not EndpointAlert.objects.exists()
    assert CanaryLook.objects.filter(problem="stalled").count() == 3


def test_a_new_freeze_takes_a_new_fingerprint(endpoint_ref: str) -> None:
    record_canary(endpoint_ref, FROZEN, NOW)
    forget_fingerprint(Entrant.objects.get(name="Pine").ref)
    record_canary(endpoint_ref, OTHER, LATER)
    assert Fingerprint.objects.get().taken_at == LATER
    assert newest_canaries(endpoint_ref, 1)[0].drift == 0


def test_an_alert_is_no_finding_about_votes_which_would_be_published(endpoint_ref: str) -> None:
    for answers, now in ((FROZEN, NOW), (OTHER, LATER), (OTHER, LATEST)):
        record_canary(endpoint_ref, answers, now)
    assert not Finding.objects.exists()


@pytest.mark.django_db(transaction=True)
async def test_all_endpoints_that_citizens_meet_are_asked(twin: Twin) -> None:
    def prepare() -> list[object]:
        make_pool(names=("Pine", "Maple"))
        Endpoint.objects.filter(entrant__name="Pine").update(base_url=twin.url, served_name=QUICK)
        return list(endpoints_of_open_pools())

    told = dict(await canaries(await database_sync_to_async(prepare)(), []))  # type: ignore[arg-type]
    assert sorted(isinstance(answers, Reason) for answers in told.values()) == [False, True]
