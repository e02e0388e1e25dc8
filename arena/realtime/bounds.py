"""What one socket may say: pages say a few words when they missed something, and nothing else comes through here."""

import time
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

import structlog

log = structlog.get_logger(__name__)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Receive, Send], Awaitable[None]]

TOO_LARGE, TOO_OFTEN = 1009, 1008
"""Close codes of RFC 6455: a message too big to process, and one that breaks the rules."""
# A reason may have 123 bytes. It is for people who write programs: the site's own pages never hear it.
REASONS = {
    TOO_LARGE: "메시지가 너무 길어요. 줄여 주세요. The message is too long.",
    TOO_OFTEN: "잠시 쉬었다가 다시 이어 주세요. Please slow down, then reconnect.",
}


@dataclass(frozen=True)
class SocketBounds:
    """Messages of at most `most_bytes`, and at most `most` of them in any `seconds` of one connection."""

    most_bytes: int = 1024
    most: int = 20
    seconds: float = 10.0


class BoundedSockets:
    """ASGI middleware that closes a socket which says too much, before anything reads what it said."""

    def __init__(
        self,
        inner: App,
        bounds: SocketBounds = SocketBounds(),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._inner, self._bounds, self._clock = inner, bounds, clock

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        connection = _Connection(self._bounds, self._clock, receive, send)
        await self._inner(scope, connection.receive, connection.send)


class _Connection:
    def __init__(self, bounds: SocketBounds, clock: Callable[[], float], receive: Receive, send: Send) -> None:
        self._bounds, self._clock = bounds, clock
        self._receive, self._send = receive, send
        self._said: deque[float] = deque(maxlen=bounds.most)
        """When the newest messages came."""
        self._closed = False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] != "websocket.receive" or self._closed:
            return message
        code = self._breaks(message)
        if code is None:
            return message
        log.warning("socket_closed", code=code)
        await self._send({"type": "websocket.close", "code": code, "reason": REASONS[code]})
        self._closed = True
        return {"type": "websocket.disconnect", "code": code}

    async def send(self, message: Message) -> None:
        # The consumer may be in the middle of a frame when its socket is closed here.
        if not self._closed:
            await self._send(message)

    def _breaks(self, message: Message) -> int | None:
        said = message.get("bytes") or (message.get("text") or "").encode()
        if len(said) > self._bounds.most_bytes:
            return TOO_LARGE
        now = self._clock()
        full = len(self._said) == self._bounds.most
        if full and now - self._said[0] < self._bounds.seconds:
            return TOO_OFTEN
        self._said.append(now)
        return None
