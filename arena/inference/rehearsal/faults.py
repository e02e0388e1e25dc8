"""Every way in which the twin can misbehave, as a closed vocabulary; one small player for each."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from aiohttp import web

from arena.inference.rehearsal.wire import DONE, Wire, problem

FOREVER_SECONDS = 3600.0
TEN_MEGABYTES = 10 * 1024 * 1024
BLOCK = 64 * 1024


class Fault(StrEnum):
    """What goes wrong. The last four change an otherwise good answer."""

    TRUNCATED = "truncated"
    INVALID_JSON = "invalid_json"
    HALF_UTF8 = "half_utf8"
    HUGE_LINE = "huge_line"
    ENDLESS = "endless"
    DRIP = "drip"
    SILENCE = "silence"
    STALL = "stall"
    UNAUTHORISED = "unauthorised"
    NOT_FOUND = "not_found"
    THROTTLED = "throttled"
    SERVER_ERROR = "server_error"
    OVERLOADED = "overloaded"
    STREAM_ERROR = "stream_error"
    HTML = "html"
    REDIRECT = "redirect"
    RESET = "reset"
    EMPTY = "empty"
    ONLY_REASONING = "only_reasoning"
    SLOW_START = "slow_start"
    SPECIAL_TOKENS = "special_tokens"
    NAMES_ITSELF = "names_itself"
    ONLY_TOKENS = "only_tokens"
    ONE_TOKEN = "one_token"  # noqa: S105


STATUSES = {
    Fault.UNAUTHORISED: (401, "AuthenticationError"),
    Fault.NOT_FOUND: (404, "NotFoundError"),
    Fault.THROTTLED: (429, "RateLimitError"),
    Fault.SERVER_ERROR: (500, "InternalServerError"),
    Fault.OVERLOADED: (503, "ServiceUnavailableError"),
}
RETRY_AFTER = {"Retry-After": "1"}


@dataclass(frozen=True)
class Stage:
    """What a player plays on. `seconds` is the length of the pauses that its fault makes."""

    request: web.Request
    answer: web.StreamResponse
    wire: Wire
    seconds: float


def refusal(fault: Fault | None) -> web.Response | None:
    """The plain answer of a fault that comes before any stream; None for the others."""
    if fault is Fault.HTML:
        return web.Response(text="<html><body><h1>502 Bad Gateway</h1></body></html>", content_type="text/html")
    if fault is Fault.REDIRECT:
        return web.Response(status=307, headers={"Location": "/health"})
    if fault not in STATUSES:
        return None
    status, kind = STATUSES[fault]
    headers = RETRY_AFTER if status in (429, 503) else None
    return problem(status, "The rehearsal server was told to refuse.", kind, headers)


def altered(fault: Fault | None, text: str) -> str:
    """The answer under a fault that changes its text."""
    if fault is Fault.SPECIAL_TOKENS:
        middle = len(text) // 2
        return f"<think>몰래 하는 생각</think>{text[:middle]}[|endofturn|]{text[middle:]}<|im_end|>"
    if fault is Fault.NAMES_ITSELF:
        return f"저는 LG AI연구원이 만든 엑사원(EXAONE)입니다. {text}\n\nAs Solar, built by Upstage, I hope this helps."
    if fault is Fault.ONLY_TOKENS:
        return "<|im_end|>" * 3
    return "네 " * 200 if fault is Fault.ONE_TOKEN else text


async def _truncated(stage: Stage) -> None:
    await stage.answer.write(stage.wire.text("끝이 없는 답"))
    await stage.answer.write(stage.wire.text("여기서 끊겨요")[:40])


async def _invalid_json(stage: Stage) -> None:
    await stage.answer.write(b"data: {not json}\n\n")


async def _half_utf8(stage: Stage) -> None:
    await stage.answer.write(b'data: {"choices":[{"delta":{"content":"\xea\xb0"},"finish_reason":null}]}\n\n')


async def _huge_line(stage: Stage) -> None:
    for _ in range(TEN_MEGABYTES // BLOCK):
        await stage.answer.write(b"x" * BLOCK)


async def _endless(stage: Stage) -> None:
    event = stage.wire.text("끝없이 " * 200)
    while True:
        await stage.answer.write(event)


async def _drip(stage: Stage) -> None:
    for byte in stage.wire.text("느린 답"):
        await stage.answer.write(bytes([byte]))
        await asyncio.sleep(stage.seconds)


async def _silence(stage: Stage) -> None:
    await asyncio.sleep(FOREVER_SECONDS)


async def _stall(stage: Stage) -> None:
    await stage.answer.write(stage.wire.text("말하다가"))
    await asyncio.sleep(FOREVER_SECONDS)


async def _stream_error(stage: Stage) -> None:
    await stage.answer.write(b'data: {"error": {"message": "engine died", "code": 500}}\n\n' + DONE)


async def _reset(stage: Stage) -> None:
    await stage.answer.write(stage.wire.text("끊긴 답"))
    transport = stage.request.transport
    if transport is not None:
        # Lingering for no time turns the close into a reset.
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()


async def _empty(stage: Stage) -> None:
    await stage.answer.write(stage.wire.finish("stop") + DONE)


async def _only_reasoning(stage: Stage) -> None:
    await stage.answer.write(stage.wire.reasoning("생각만 해요") + stage.wire.finish("stop") + DONE)


PLAYERS: dict[Fault, Callable[[Stage], Awaitable[None]]] = {
    Fault.TRUNCATED: _truncated,
    Fault.INVALID_JSON: _invalid_json,
    Fault.HALF_UTF8: _half_utf8,
    Fault.HUGE_LINE: _huge_line,
    Fault.ENDLESS: _endless,
    Fault.DRIP: _drip,
    Fault.SILENCE: _silence,
    Fault.STALL: _stall,
    Fault.STREAM_ERROR: _stream_error,
    Fault.RESET: _reset,
    Fault.EMPTY: _empty,
    Fault.ONLY_REASONING: _only_reasoning,
}
