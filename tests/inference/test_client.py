"""The client against the twin, over HTTP."""

import asyncio
import tracemalloc
from contextlib import aclosing

import pytest

from arena.inference.errors import Permanent, Reason, Retryable, Throttled, UpstreamError
from arena.inference.rehearsal.faults import Fault
from arena.inference.target import Bounds, Deadlines, Message, Sampling, Target
from tests.inference.conftest import Twin

BROKEN = [
    (Fault.TRUNCATED, Reason.TRUNCATED),
    (Fault.INVALID_JSON, Reason.BAD_STREAM),
    (Fault.HALF_UTF8, Reason.BAD_STREAM),
    (Fault.HUGE_LINE, Reason.TOO_LARGE),
    (Fault.ENDLESS, Reason.TOO_LARGE),
    (Fault.DRIP, Reason.FIRST_TOKEN_TIMEOUT),
    (Fault.SILENCE, Reason.FIRST_TOKEN_TIMEOUT),
    (Fault.UNAUTHORISED, Reason.UNAUTHORISED),
    (Fault.NOT_FOUND, Reason.NOT_FOUND),
    (Fault.THROTTLED, Reason.THROTTLED),
    (Fault.SERVER_ERROR, Reason.SERVER_ERROR),
    (Fault.OVERLOADED, Reason.THROTTLED),
    (Fault.HTML, Reason.BAD_STREAM),
    (Fault.RESET, Reason.TRUNCATED),
    (Fault.EMPTY, Reason.EMPTY),
    (Fault.ONLY_REASONING, Reason.EMPTY),
]


async def test_an_answer_arrives_whole_and_is_the_same_each_time(twin: Twin) -> None:
    first = await twin.ask()
    assert first.startswith("**리허설 답변입니다.**")
    assert await twin.ask() == first


async def test_an_english_question_gets_an_english_answer(twin: Twin) -> None:
    assert "rehearsal answer" in await twin.ask(prompt="When should I plant potatoes?")


@pytest.mark.parametrize(("fault", "reason"), BROKEN, ids=[fault.value for fault, _ in BROKEN])
async def test_every_fault_ends_as_its_own_error(twin: Twin, fault: Fault, reason: Reason) -> None:
    await twin.misbehave(fault)
    with pytest.raises(UpstreamError) as caught:
        await twin.ask()
    assert caught.value.reason == reason


async def test_a_server_that_is_not_there_is_retryable(twin: Twin) -> None:
    chunks = twin.client.stream_with_retry(
        [Target("http://127.0.0.1:9", "m")], [Message("user", "?")], Sampling(0, 1, 9), Deadlines(), Bounds()
    )
    with pytest.raises(Retryable) as caught:
        await anext(chunks)
    assert caught.value.reason == Reason.CONNECT_FAILED


async def test_a_stall_between_tokens_is_noticed(twin: Twin) -> None:
    with pytest.raises(UpstreamError) as caught:
        await twin.ask("m-slow", deadlines=Deadlines(first_token=0.5, between_tokens=0.01, total=5))
    assert caught.value.reason == Reason.STALLED


async def test_an_answer_that_takes_too_long_in_all_is_ended(twin: Twin) -> None:
    with pytest.raises(Permanent) as caught:
        await twin.ask("m-slow", deadlines=Deadlines(first_token=5, between_tokens=5, total=0.3))
    assert caught.value.reason == Reason.TOO_SLOW


async def test_a_failed_try_goes_to_the_other_replica_before_the_first_text(twin: Twin) -> None:
    await twin.misbehave(Fault.SERVER_ERROR)
    assert await twin.ask(spare="m-slow", deadlines=Deadlines()) != ""


async def test_a_full_server_is_asked_again_after_the_time_it_names(twin: Twin) -> None:
    await twin.misbehave(Fault.THROTTLED, remaining=1)
    assert await twin.ask(deadlines=Deadlines(first_token=5)) != ""


async def test_a_full_server_is_given_up_when_its_pause_is_longer_than_the_deadline(twin: Twin) -> None:
    await twin.misbehave(Fault.THROTTLED, remaining=1)
    with pytest.raises(Throttled):
        await twin.ask(deadlines=Deadlines(first_token=0.2))


async def test_after_the_first_text_nothing_is_tried_again(twin: Twin) -> None:
    await twin.misbehave(Fault.RESET, remaining=1)
    with pytest.raises(Retryable):
        await twin.ask()


async def test_a_reader_who_leaves_frees_the_servers_slot(twin: Twin) -> None:
    stream = twin.client.stream(
        Target(twin.url, "m-slow"), [Message("user", "감자?")], Sampling(0.7, 1, 4000), Deadlines(), Bounds()
    )
    async with aclosing(stream) as chunks:
        await anext(chunks)
        assert await twin.running("m-slow") == 1
    async with asyncio.timeout(2):
        while await twin.running("m-slow"):
            await asyncio.sleep(0.01)


async def test_an_endless_answer_never_holds_more_than_its_bound(twin: Twin) -> None:
    await twin.misbehave(Fault.HUGE_LINE)
    tracemalloc.start()
    with pytest.raises(UpstreamError):
        await twin.ask()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * 1024 * 1024


async def test_a_key_never_shows_in_a_printed_target() -> None:
    assert "secret" not in repr(Target("http://127.0.0.1", "m", api_key="secret"))
