"""The floor to compare with: an ASGI process that asks both sides and sends the frames itself.

No Celery, no Redis, no database: the same client, concealer and release, one task a battle, frames straight to the
socket. What the real stack adds to this is the price of workers, replay and several web processes.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any

import orjson

from arena.inference.client import InferenceClient
from arena.inference.target import Bounds, Deadlines, Message, Sampling, Target
from arena.rules.blindness.conceal import Concealer, Identities
from arena.rules.blindness.pace import Pace
from arena.rules.blindness.release import Release

TARGET = Target(os.environ["FLOOR_STUB"], "m-stub")
FRAME_SECONDS = 0.1
PACE = Pace(bytes_per_second=1_000_000, hold_seconds=0, slowest=1_000_000)
clients: list[InferenceClient] = []


async def client() -> InferenceClient:
    """This process's client."""
    if not clients:
        clients.append(await InferenceClient().__aenter__())
    return clients[0]


async def read(side: Any, release: Release) -> None:
    """One side, from the stub into the release."""
    concealer = Concealer(Identities.builtin())
    stream = (await client()).stream_with_retry(
        [TARGET], [Message("user", "?")], Sampling(0.7, 1, 4000), Deadlines(), Bounds()
    )
    async for chunk in stream:
        release.feed(side, concealer.feed(chunk.text))
    release.feed(side, concealer.finish())
    release.finish(side)


async def app(
    scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
) -> None:
    """`/ws/…`: one battle a socket."""
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    release = Release(PACE)
    reading = [asyncio.create_task(read(side, release)) for side in ("a", "b")]
    n = 0
    while not release.done:
        await asyncio.sleep(FRAME_SECONDS)
        delta = release.advance(FRAME_SECONDS)
        if delta is not None:
            n += 1
            frame = {"kind": "frame", "turn": 1, "n": n, "a": delta.a, "b": delta.b, "state": "streaming"}
            await send({"type": "websocket.send", "text": orjson.dumps(frame).decode()})
    await asyncio.gather(*reading)
    last = {"kind": "frame", "turn": 1, "n": n + 1, "a": "", "b": "", "state": "ready"}
    await send({"type": "websocket.send", "text": orjson.dumps(last).decode()})
    await send({"type": "websocket.close"})
