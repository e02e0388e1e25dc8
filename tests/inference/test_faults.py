"""Every fault of a model server, over HTTP: its own error, in bounded time and memory."""

import tracemalloc
from dataclasses import replace

import pytest

from arena.inference.errors import Permanent, Reason, Retryable, Throttled, UpstreamError
from arena.inference.rehearsal.faults import Fault
from arena.inference.target import Bounds
from tests.inference.conftest import PATIENT, POTATOES, SAMPLING, Twin

BROKEN = [
    (Fault.TRUNCATED, Retryable, Reason.TRUNCATED),
    (Fault.INVALID_JSON, Retryable, Reason.BAD_STREAM),
    (Fault.HALF_UTF8, Retryable, Reason.BAD_STREAM),
    (Fault.HUGE_LINE, Permanent, Reason.TOO_LARGE),
    (Fault.ENDLESS, Permanent, Reason.TOO_LARGE),
    (Fault.DRIP, Retryable, Reason.FIRST_TOKEN_TIMEOUT),
    (Fault.SILENCE, Retryable, Reason.FIRST_TOKEN_TIMEOUT),
    (Fault.SLOW_START, Retryable, Reason.FIRST_TOKEN_TIMEOUT),
    (Fault.STALL, Retryable, Reason.STALLED),
    (Fault.UNAUTHORISED, Permanent, Reason.UNAUTHORISED),
    (Fault.NOT_FOUND, Permanent, Reason.NOT_FOUND),
    (Fault.THROTTLED, Throttled, Reason.THROTTLED),
    (Fault.SERVER_ERROR, Retryable, Reason.SERVER_ERROR),
    (Fault.OVERLOADED, Throttled, Reason.THROTTLED),
    (Fault.STREAM_ERROR, Retryable, Reason.SERVER_ERROR),
    (Fault.HTML, Permanent, Reason.BAD_STREAM),
    (Fault.REDIRECT, Permanent, Reason.REJECTED),
    (Fault.RESET, Retryable, Reason.TRUNCATED),
    (Fault.EMPTY, Permanent, Reason.EMPTY),
    (Fault.ONLY_REASONING, Permanent, Reason.EMPTY),
]
SHORT_START = replace(PATIENT, first_token=0.08)
SHORT = {
    Fault.DRIP: SHORT_START,
    Fault.SILENCE: SHORT_START,
    Fault.SLOW_START: SHORT_START,
    Fault.STALL: replace(PATIENT, between_tokens=0.05),
}
WHOLE = {Fault.SPECIAL_TOKENS, Fault.NAMES_ITSELF, Fault.ONLY_TOKENS, Fault.ONE_TOKEN}
"""What comes whole is no error of the client's: those above it judge what was said."""


@pytest.mark.parametrize(("fault", "kind", "reason"), BROKEN, ids=[fault for fault, _, _ in BROKEN])
async def test_every_fault_ends_as_its_own_error(
    twin: Twin, fault: Fault, kind: type[UpstreamError], reason: Reason
) -> None:
    await twin.misbehave(fault)
    stream = twin.client.stream(twin.target(), POTATOES, SAMPLING, SHORT.get(fault, PATIENT), Bounds())
    with pytest.raises(UpstreamError) as caught:
        async for _chunk in stream:
            pass
    assert (type(caught.value), caught.value.reason) == (kind, reason)
    assert str(caught.value) == reason.value


def test_no_fault_goes_untested() -> None:
    assert {fault for fault, _, _ in BROKEN} | WHOLE == set(Fault)


@pytest.mark.parametrize("fault", [Fault.HUGE_LINE, Fault.ENDLESS])
async def test_an_answer_beyond_its_bound_never_holds_two_megabytes(twin: Twin, fault: Fault) -> None:
    await twin.misbehave(fault)
    stream = twin.client.stream(twin.target(), POTATOES, SAMPLING, PATIENT, Bounds())
    tracemalloc.start()
    try:
        with pytest.raises(Permanent):
            async for _chunk in stream:
                pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # The twin runs in this process, too: its buffers are counted in.
    assert peak < 2 * 1024 * 1024


async def test_after_its_faults_the_twin_answers_again(twin: Twin) -> None:
    await twin.misbehave(Fault.SERVER_ERROR)
    await twin.misbehave(None)
    assert await twin.ask() != ""


async def test_the_twin_can_name_itself_for_the_masking_to_find(twin: Twin) -> None:
    await twin.misbehave(Fault.NAMES_ITSELF)
    assert "엑사원" in await twin.ask()


async def test_the_twin_can_leak_special_tokens(twin: Twin) -> None:
    await twin.misbehave(Fault.SPECIAL_TOKENS)
    answer = await twin.ask()
    assert all(token in answer for token in ("<think>", "[|endofturn|]", "<|im_end|>"))
