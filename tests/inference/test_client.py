"""The client against the twin, over HTTP: answers, deadlines, retries, leaving."""

import asyncio
from contextlib import aclosing
from dataclasses import replace

import aiohttp
import pytest
from aiohttp import web

from arena.inference.client import USER_AGENT, InferenceClient
from arena.inference.errors import Permanent, Reason, Retryable, Throttled, UpstreamError
from arena.inference.rehearsal.faults import Fault
from arena.inference.target import Bounds, Message, Sampling, Target
from tests.inference.conftest import NARROW, PATIENT, POTATOES, QUICK, SAMPLING, SLOW, SPARE, Twin

SHORT_TOTAL = replace(PATIENT, total=0.12)
SHORT_GAP = replace(PATIENT, between_tokens=0.05)
SHORT_START = replace(PATIENT, first_token=0.08)
SHORTER_THAN_RETRY_AFTER = replace(PATIENT, first_token=0.9)


async def idle(twin: Twin, name: str) -> None:
    """Wait until the server has nothing to do for this name; each look is a request of its own."""
    async with asyncio.timeout(1):
        while await twin.figure("vllm:num_requests_running", name):
            pass


async def test_the_last_chunk_says_how_the_answer_ended_and_counts_its_tokens(twin: Twin) -> None:
    last = (await twin.chunks(deadlines=PATIENT))[-1]
    assert last.finish_reason == "stop"
    assert last.usage is not None
    assert last.usage.completion_tokens == await twin.figure("vllm:generation_tokens_total")


async def test_an_answer_that_reaches_its_limit_says_so(twin: Twin) -> None:
    stream = twin.client.stream(twin.target(), POTATOES, Sampling(0.7, 1.0, max_tokens=5), PATIENT, Bounds())
    assert [chunk.finish_reason async for chunk in stream][-1] == "length"


async def test_many_tokens_that_arrive_together_are_one_chunk(twin: Twin) -> None:
    chunks = await twin.chunks(deadlines=PATIENT)
    assert chunks[-1].usage is not None
    assert len(chunks) < chunks[-1].usage.completion_tokens / 4


async def test_a_server_that_is_not_there_is_retryable() -> None:
    async with InferenceClient() as client:
        with pytest.raises(Retryable) as caught:
            await anext(client.stream(Target("http://127.0.0.1:9", "m"), POTATOES, SAMPLING, PATIENT, Bounds()))
    assert caught.value.reason == Reason.CONNECT_FAILED


async def test_an_answer_without_any_replica_is_refused() -> None:
    async with InferenceClient() as client:
        with pytest.raises(Permanent) as caught:
            await anext(client.stream_with_retry([], POTATOES, SAMPLING, PATIENT, Bounds()))
    assert caught.value.reason == Reason.NO_ENDPOINT


async def test_a_gap_between_two_texts_is_noticed(twin: Twin) -> None:
    await twin.misbehave(Fault.STALL)
    with pytest.raises(UpstreamError) as caught:
        await twin.ask(deadlines=SHORT_GAP)
    assert caught.value.reason == Reason.STALLED


async def test_an_answer_that_takes_too_long_in_all_is_ended(twin: Twin) -> None:
    with pytest.raises(Permanent) as caught:
        await twin.ask(SLOW, deadlines=SHORT_TOTAL)
    assert caught.value.reason == Reason.TOO_SLOW


async def test_a_reader_that_takes_its_time_is_not_the_endpoints_delay(twin: Twin) -> None:
    stream = twin.client.stream(twin.target(), POTATOES, SAMPLING, SHORT_GAP, Bounds())
    await anext(stream)
    await asyncio.sleep(2 * SHORT_GAP.between_tokens)
    rest = [chunk async for chunk in stream]
    assert rest[-1].finish_reason == "stop"


async def test_a_failed_try_goes_to_the_other_replica_before_the_first_text(twin: Twin) -> None:
    await twin.misbehave(Fault.SERVER_ERROR)
    assert await twin.ask(QUICK, SPARE) != ""


@pytest.mark.parametrize("fault", [Fault.UNAUTHORISED, Fault.NOT_FOUND, Fault.HTML])
async def test_a_replica_that_was_set_up_wrongly_does_not_stop_the_other(twin: Twin, fault: Fault) -> None:
    await twin.misbehave(fault, name=SLOW)
    assert await twin.ask(SLOW, QUICK) != ""


async def test_a_full_server_is_asked_again_after_the_time_it_names(twin: Twin) -> None:
    await twin.misbehave(Fault.THROTTLED, remaining=1)
    assert await twin.ask() != ""


async def test_a_full_server_is_given_up_when_its_pause_is_longer_than_the_deadline(twin: Twin) -> None:
    await twin.misbehave(Fault.THROTTLED, remaining=1)
    with pytest.raises(Throttled):
        await twin.ask(deadlines=SHORTER_THAN_RETRY_AFTER)


async def test_all_tries_share_the_deadline_of_the_first_text(twin: Twin) -> None:
    await twin.misbehave(Fault.SILENCE)
    with pytest.raises(Retryable):
        await twin.ask(QUICK, QUICK, QUICK, deadlines=SHORT_START)
    once = await twin.figure("vllm:prompt_tokens_total")
    await twin.misbehave(None)
    await twin.ask()
    assert await twin.figure("vllm:prompt_tokens_total") == 2 * once


async def test_after_the_first_text_nothing_is_tried_again(twin: Twin) -> None:
    await twin.misbehave(Fault.RESET, remaining=1)
    with pytest.raises(Retryable):
        await twin.ask(QUICK, QUICK)


async def test_closing_the_stream_frees_the_servers_slot(twin: Twin) -> None:
    stream = twin.client.stream(twin.target(SLOW), POTATOES, SAMPLING, PATIENT, Bounds())
    async with aclosing(stream) as chunks:
        await anext(chunks)
        assert await twin.figure("vllm:num_requests_running", SLOW) == 1
    await idle(twin, SLOW)


async def test_cancelling_the_task_frees_the_servers_slot(twin: Twin) -> None:
    task = asyncio.create_task(twin.ask(SLOW))
    async with asyncio.timeout(1):
        while not await twin.figure("vllm:num_requests_running", SLOW):
            pass
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await idle(twin, SLOW)


async def test_a_full_queue_is_throttled(twin: Twin) -> None:
    waiting = [asyncio.create_task(twin.ask(NARROW)) for _ in range(2)]
    async with asyncio.timeout(1):
        while not await twin.figure("vllm:num_requests_waiting", NARROW):
            pass
    with pytest.raises(Throttled):
        await twin.ask(NARROW, deadlines=SHORTER_THAN_RETRY_AFTER)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_a_finished_answer_leaves_its_connection_to_the_next() -> None:
    seen: list[web.BaseRequest] = []

    async def answer(request: web.BaseRequest) -> web.Response:
        seen.append(request)
        line = '{"choices":[{"delta":{"content":"네"},"finish_reason":"stop"}]}'
        return web.Response(text=f"data: {line}\n\ndata: [DONE]\n\n", content_type="text/event-stream")

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with InferenceClient() as client:
        target = Target(f"http://127.0.0.1:{runner.addresses[0][1]}", "m", api_key="secret")
        for _ in range(2):
            async for _chunk in client.stream(target, POTATOES, SAMPLING, PATIENT, Bounds()):
                pass
    await runner.cleanup()
    assert len({id(request.protocol) for request in seen}) == 1
    # Nothing but what all requests share: no id of a battle, a voter or a session.
    assert seen[0].headers["User-Agent"] == USER_AGENT
    assert set(seen[0].headers) == {
        "Host", "User-Agent", "Accept", "Accept-Encoding", "Authorization", "Content-Type", "Content-Length",
    }  # fmt: skip


async def test_a_key_never_shows_in_a_printed_target() -> None:
    assert "secret" not in repr(Target("http://127.0.0.1", "m", api_key="secret"))


async def test_a_follow_up_sends_the_earlier_turns(twin: Twin) -> None:
    first = await twin.ask(prompt="전세 계약 전에 무엇을 확인해야 하나요?")
    talk = [Message("user", "전세 계약 전에 무엇을 확인해야 하나요?"), Message("assistant", first)]
    chunks = await twin.chunks(messages=[*talk, Message("user", "예를 들어 주세요.")], deadlines=PATIENT)
    assert "앞에서 말씀드린" in "".join(chunk.text for chunk in chunks)


async def test_a_client_error_of_aiohttp_never_gets_out(twin: Twin) -> None:
    broken = Target("http://127.0.0.1:notaport", "m")
    with pytest.raises(UpstreamError) as caught:
        await anext(twin.client.stream(broken, POTATOES, SAMPLING, PATIENT, Bounds()))
    assert not isinstance(caught.value, aiohttp.ClientError)
