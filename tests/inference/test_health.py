"""A look at an endpoint's health, over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from arena.inference.client import InferenceClient
from arena.inference.errors import Permanent, Reason
from arena.inference.health import Health, probe
from arena.inference.rehearsal.cast import Cast, Part
from arena.inference.rehearsal.server import start
from arena.inference.target import Target
from tests.inference.conftest import NARROW, QUICK, Twin

LISTED = '{"data": [{"id": "m-1"}]}'


@asynccontextmanager
async def serving(pages: dict[str, tuple[int, str]]) -> AsyncIterator[Target]:
    """A server with only these pages, as (status, text)."""

    async def page(request: web.BaseRequest) -> web.Response:
        status, text = pages.get(request.path, (404, "not here"))
        return web.Response(status=status, text=text)

    runner = web.ServerRunner(web.Server(page))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield Target(f"http://127.0.0.1:{runner.addresses[0][1]}", "m-1")
    await runner.cleanup()


async def look(pages: dict[str, tuple[int, str]]) -> Health:
    async with serving(pages) as target, InferenceClient() as client:
        return await probe(client, target, 5)


async def test_a_living_endpoint_has_no_problem(twin: Twin) -> None:
    health = await probe(twin.client, twin.target(), 5)
    assert (health.problem, health.running, health.waiting, health.cache_used) == (None, 0, 0, 0)


async def test_the_length_of_the_context_is_read(twin: Twin) -> None:
    assert (await probe(twin.client, twin.target(NARROW), 5)).context_tokens == 5000


async def test_only_the_asked_names_load_is_counted(twin: Twin) -> None:
    task = asyncio.create_task(twin.ask(NARROW))
    async with asyncio.timeout(2):
        while (await probe(twin.client, twin.target(NARROW), 5)).running != 1:
            pass
    assert (await probe(twin.client, twin.target(QUICK), 5)).running == 0
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_name_that_is_not_served_is_a_problem(twin: Twin) -> None:
    assert (await probe(twin.client, twin.target("m-other"), 5)).problem == Reason.NOT_FOUND


async def test_a_wrong_key_is_a_problem() -> None:
    runner, port = await start(Cast((Part("m-1", 0, 100, 0.5),), api_key="right"), 0)
    async with InferenceClient() as client:
        wrong = await probe(client, Target(f"http://127.0.0.1:{port}", "m-1", "wrong"), 5)
        right = await probe(client, Target(f"http://127.0.0.1:{port}", "m-1", "right"), 5)
    await runner.cleanup()
    assert (wrong.problem, right.problem) == (Reason.UNAUTHORISED, None)


async def test_a_server_that_is_not_there_is_a_problem() -> None:
    async with InferenceClient() as client:
        assert (await probe(client, Target("http://127.0.0.1:9", "m"), 5)).problem == Reason.CONNECT_FAILED


async def test_an_engine_that_is_dead_is_a_problem() -> None:
    health = await look({"/v1/models": (200, LISTED), "/health": (503, "")})
    assert health.problem == Reason.SERVER_ERROR


async def test_a_page_of_html_is_a_problem() -> None:
    assert (await look({"/v1/models": (200, "<html>"), "/health": (200, "")})).problem == Reason.BAD_STREAM


async def test_missing_pages_for_health_and_metrics_are_no_problem() -> None:
    health = await look({"/v1/models": (200, LISTED)})
    assert (health.problem, health.running, health.waiting) == (None, None, None)


async def test_older_names_and_several_engines_are_read() -> None:
    metrics = (
        "# HELP vllm:num_requests_running Requests.\n"
        'vllm:num_requests_running{engine="0",model_name="m-1"} 3.0\n'
        'vllm:num_requests_running{engine="1",model_name="m-1"} 4.0\n'
        'vllm:gpu_cache_usage_perc{engine="0",model_name="m-1"} 0.5\n'
        'vllm:num_requests_waiting{engine="0",model_name="m-1"} broken\n'
    )
    health = await look({"/v1/models": (200, LISTED), "/health": (200, ""), "/metrics": (200, metrics)})
    assert (health.running, health.cache_used, health.waiting) == (7, 0.5, None)


async def test_a_page_without_end_is_given_up() -> None:
    async with serving({"/v1/models": (200, "x" * 100_000)}) as target, InferenceClient() as client:
        with pytest.raises(Permanent) as caught:
            await client.exchange(target, "/v1/models", 5, most_bytes=1000)
    assert caught.value.reason == Reason.TOO_LARGE
