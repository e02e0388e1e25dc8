"""Every way in which the twin can misbehave, as a closed vocabulary; one small player for each."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum

import orjson
from aiohttp import web

FOREVER_SECONDS = 600.0
TEN_MEGABYTES = 10 * 1024 * 1024


class Fault(StrEnum):
    """What goes wrong. Text faults are played inside an otherwise good answer."""

    TRUNCATED = "truncated"
    INVALID_JSON = "invalid_json"
    HALF_UTF8 = "half_utf8"
    HUGE_LINE = "huge_line"
    ENDLESS = "endless"
    DRIP = "drip"
    SILENCE = "silence"
    UNAUTHORISED = "unauthorised"
    NOT_FOUND = "not_found"
    THROTTLED = "throttled"
    SERVER_ERROR = "server_error"
    OVERLOADED = "overloaded"
    HTML = "html"
    RESET = "reset"
    EMPTY = "empty"
    ONLY_REASONING = "only_reasoning"
    SPECIAL_TOKENS = "special_tokens"
    NAMES_ITSELF = "names_itself"


STATUSES = {
    Fault.UNAUTHORISED: 401,
    Fault.NOT_FOUND: 404,
    Fault.THROTTLED: 429,
    Fault.SERVER_ERROR: 500,
    Fault.OVERLOADED: 503,
}
PREFIXES = {
    Fault.SPECIAL_TOKENS: "<think>몰래 생각해요</think>[|endofturn|]<|im_end|>",
    Fault.NAMES_ITSELF: "저는 LG AI연구원이 만든 엑사원입니다. ",
}


def event(delta: dict[str, str], finish_reason: str | None = None) -> bytes:
    """One server-sent event of a chat completion."""
    return b"data: " + orjson.dumps({"choices": [{"delta": delta, "finish_reason": finish_reason}]}) + b"\n\n"


def refusal(fault: Fault) -> web.Response | None:
    """The plain answer of a fault that comes before any stream; None for the others."""
    if fault is Fault.HTML:
        return web.Response(text="<html><body>502 Bad Gateway</body></html>", content_type="text/html")
    status = STATUSES.get(fault)
    if status is None:
        return None
    headers = {"Retry-After": "1"} if status in (429, 503) else {}
    return web.json_response({"error": {"message": "rehearsed"}}, status=status, headers=headers)


async def _truncated(answer: web.StreamResponse) -> None:
    await answer.write(event({"content": "끝이 없는 답"}))
    await answer.write(b'data: {"choices": [{"delta": {"cont')


async def _invalid_json(answer: web.StreamResponse) -> None:
    await answer.write(event({"content": "앞"}) + b"data: {not json}\n\n")


async def _half_utf8(answer: web.StreamResponse) -> None:
    await answer.write(b'data: {"choices":[{"delta":{"content":"\xea\xb0"},"finish_reason":null}]}\n\n')


async def _huge_line(answer: web.StreamResponse) -> None:
    for _ in range(TEN_MEGABYTES // 65536):
        await answer.write(b"x" * 65536)


async def _endless(answer: web.StreamResponse) -> None:
    while True:
        await answer.write(event({"content": "끝없이 " * 200}))


async def _drip(answer: web.StreamResponse) -> None:
    for byte in event({"content": "느린 답"}):
        await answer.write(bytes([byte]))
        await asyncio.sleep(10)


async def _silence(answer: web.StreamResponse) -> None:
    await asyncio.sleep(FOREVER_SECONDS)


async def _reset(answer: web.StreamResponse) -> None:
    await answer.write(event({"content": "끊긴 답"}))
    transport = answer._req.transport if answer._req else None
    if transport is not None:
        transport.abort()


async def _empty(answer: web.StreamResponse) -> None:
    await answer.write(event({}, "stop") + b"data: [DONE]\n\n")


async def _only_reasoning(answer: web.StreamResponse) -> None:
    await answer.write(event({"reasoning_content": "생각만 해요"}) + event({}, "stop") + b"data: [DONE]\n\n")


PLAYERS: dict[Fault, Callable[[web.StreamResponse], Awaitable[None]]] = {
    Fault.TRUNCATED: _truncated,
    Fault.INVALID_JSON: _invalid_json,
    Fault.HALF_UTF8: _half_utf8,
    Fault.HUGE_LINE: _huge_line,
    Fault.ENDLESS: _endless,
    Fault.DRIP: _drip,
    Fault.SILENCE: _silence,
    Fault.RESET: _reset,
    Fault.EMPTY: _empty,
    Fault.ONLY_REASONING: _only_reasoning,
}
