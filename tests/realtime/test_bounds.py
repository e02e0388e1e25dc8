"""A socket that says too much is closed with a code and a kind word, and nobody else notices."""

from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator

from arena.realtime.bounds import REASONS, TOO_LARGE, TOO_OFTEN, BoundedSockets, SocketBounds
from contest import asgi

BOUNDS = SocketBounds(most_bytes=16, most=3, seconds=10.0)


class Inner:
    """Keeps what it hears, and answers each word."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            self.heard.append(message)
            if message["type"] == "websocket.disconnect":
                # What was about to go out when the socket was closed.
                await send({"type": "websocket.send", "text": "late"})
                return
            if message["type"] == "websocket.receive":
                await send({"type": "websocket.send", "text": "heard"})


class Clock:
    """Stands still until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def talk(clock: Clock | None = None) -> tuple[ApplicationCommunicator, Inner]:
    inner = Inner()
    app = BoundedSockets(inner, BOUNDS, clock or Clock())
    return ApplicationCommunicator(app, {"type": "websocket"}), inner


async def say(socket: ApplicationCommunicator, **message: Any) -> dict[str, Any]:
    await socket.send_input({"type": "websocket.receive", **message})
    said: dict[str, Any] = await socket.receive_output(timeout=5)
    return said


@pytest.mark.parametrize("message", [{"text": "x" * 17}, {"text": "가" * 6}, {"bytes": b"x" * 17}])
async def test_a_message_that_is_too_long_closes_the_socket_unread(message: dict[str, Any]) -> None:
    socket, inner = talk()
    closed = await say(socket, **message)
    assert (closed["type"], closed["code"], closed["reason"]) == ("websocket.close", TOO_LARGE, REASONS[TOO_LARGE])
    await socket.wait(timeout=5)
    assert [heard["type"] for heard in inner.heard] == ["websocket.disconnect"]
    assert await socket.receive_nothing(timeout=0.01)


async def test_more_messages_than_may_come_close_the_socket() -> None:
    socket, _inner = talk()
    for _ in range(BOUNDS.most):
        assert (await say(socket, text="resync"))["type"] == "websocket.send"
    assert (await say(socket, text="resync"))["code"] == TOO_OFTEN


async def test_who_pauses_may_go_on() -> None:
    clock = Clock()
    socket, _inner = talk(clock)
    for _ in range(3 * BOUNDS.most):
        assert (await say(socket, text="resync"))["type"] == "websocket.send"
        clock.now += 4.0


async def test_each_connection_has_bounds_of_its_own() -> None:
    app = BoundedSockets(Inner(), BOUNDS, Clock())
    for _ in range(2):
        socket = ApplicationCommunicator(app, {"type": "websocket"})
        for _ in range(BOUNDS.most):
            assert (await say(socket, text="resync"))["type"] == "websocket.send"


def test_a_reason_fits_into_a_close_frame() -> None:
    assert all(len(reason.encode()) <= 123 for reason in REASONS.values())


@pytest.mark.parametrize("path", ["/ws/leaderboard/", "/ws/battles/none/", "/ws/console/"])
async def test_the_sites_sockets_are_bounded(path: str) -> None:
    headers = [(b"host", b"localhost"), (b"origin", b"http://localhost")]
    socket = ApplicationCommunicator(asgi.bounded, {"type": "websocket", "path": path, "headers": headers})
    closed = await say(socket, text="x" * 2000)
    assert (closed["type"], closed["code"]) == ("websocket.close", TOO_LARGE)
    socket.stop(exceptions=False)
