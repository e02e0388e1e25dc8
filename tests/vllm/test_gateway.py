"""What the gateway's client does with a real vLLM: streams, cancels, meets a full queue."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing

import pytest

from arena.inference.client import InferenceClient
from arena.inference.errors import Throttled, UpstreamError
from arena.inference.health import probe
from arena.inference.target import Sampling
from tests.vllm.conftest import BOUNDS, DEADLINES, LONG, MESSAGES, MOST_AT_ONCE, SAMPLING, RealServer

pytestmark = [pytest.mark.vllm]
GIVE_UP_SECONDS = 60


async def answer(
    client: InferenceClient, server: RealServer, sampling: Sampling = SAMPLING, begun: asyncio.Event | None = None
) -> str:
    """The whole answer; `begun` is set with its first text."""
    text = ""
    async with aclosing(client.stream(server.target, MESSAGES, sampling, DEADLINES, BOUNDS)) as chunks:
        async for chunk in chunks:
            text += chunk.text
            if text and begun is not None:
                begun.set()
    return text


async def until_running(client: InferenceClient, server: RealServer, is_right: Callable[[float], bool]) -> None:
    """Wait until the server tells a running count that is right; one that is not told is neither right nor wrong."""
    while True:
        running = (await probe(client, server.target, 5)).running
        if running is not None and is_right(running):
            return
        await asyncio.sleep(0.02)


async def test_an_answer_streams_to_its_end(servers: list[RealServer]) -> None:
    async with InferenceClient() as client:
        assert await answer(client, servers[0])


async def test_cancelled_answers_free_their_slots_within_a_second(servers: list[RealServer]) -> None:
    async with InferenceClient() as client:
        asked = asyncio.gather(*(answer(client, servers[0], LONG) for _ in range(MOST_AT_ONCE)))
        async with asyncio.timeout(GIVE_UP_SECONDS):
            await until_running(client, servers[0], lambda running: running > 0)
        asked.cancel()
        async with asyncio.timeout(1):
            await until_running(client, servers[0], lambda running: running == 0)
        with pytest.raises(asyncio.CancelledError):
            await asked


async def test_a_full_queue_is_said_as_throttled(servers: list[RealServer]) -> None:
    async with InferenceClient() as client:
        asked = (answer(client, servers[0]) for _ in range(3 * MOST_AT_ONCE))
        told = await asyncio.gather(*asked, return_exceptions=True)
    assert {type(outcome) for outcome in told} == {str, Throttled}


async def test_everyone_is_answered_although_the_queue_overflows(servers: list[RealServer]) -> None:
    async with InferenceClient() as client:

        async def patient() -> bool:
            stream = client.stream_with_retry([servers[0].target], MESSAGES, SAMPLING, DEADLINES, BOUNDS)
            async with aclosing(stream) as chunks:
                return any([chunk.text async for chunk in chunks])

        assert all(await asyncio.gather(*(patient() for _ in range(2 * MOST_AT_ONCE))))


async def test_a_server_killed_in_mid_stream_is_an_error_and_no_answer(servers: list[RealServer]) -> None:
    begun = asyncio.Event()
    async with InferenceClient() as client:
        streams = (answer(client, servers[1], LONG, begun) for _ in range(MOST_AT_ONCE))
        asked = asyncio.gather(*streams, return_exceptions=True)
        # The gauge would not do here: a machine that is busy with these very streams may be late to tell it.
        async with asyncio.timeout(GIVE_UP_SECONDS):
            await begun.wait()
        servers[1].child.kill()
        assert any(isinstance(outcome, UpstreamError) for outcome in await asked)
        assert (await probe(client, servers[1].target, 5)).problem is not None
        await asyncio.to_thread(servers[1].child.restart)
        assert (await probe(client, servers[1].target, 5)).problem is None
