"""Synchronous pages run in threads under ASGI."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from contest.page_threads import AT_ONCE, PageThreads

HEAD = [("Content-Type", "text/plain")]
Messages = list[dict[str, Any]]


def request(*pieces: bytes) -> Messages:
    """A POST whose body comes in these pieces."""
    last = len(pieces) - 1
    return [{"type": "http.request", "body": piece, "more_body": number < last} for number, piece in enumerate(pieces)]


async def answer(app: Callable[..., Any], *pieces: bytes, on_send: Callable[[], None] = lambda: None) -> Messages:
    """All that is sent for such a request."""
    coming, sent = iter(request(*pieces)), []

    async def receive() -> dict[str, Any]:
        return next(coming)

    async def send(message: dict[str, Any]) -> None:
        on_send()
        sent.append(dict(message))

    headers = [(b"content-length", str(sum(map(len, pieces))).encode())]
    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": headers}
    await PageThreads(app, workers=1)(scope | {"http_version": "1.1", "scheme": "http", "server": None}, receive, send)
    return sent


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    start_response("200 OK", HEAD)
    return [environ["wsgi.input"].read()]


def body(sent: Messages) -> bytes:
    return b"".join(message["body"] for message in sent[1:])


@pytest.mark.parametrize("pieces", [(b"",), (b"a question",), (b"a ", b"quest", b"ion")])
async def test_a_body_is_read_in_however_many_pieces_it_comes(pieces: tuple[bytes, ...]) -> None:
    sent = await answer(echo, *pieces)
    assert sent[0] == {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]}
    assert body(sent) == b"".join(pieces)


async def test_a_short_answer_is_its_head_and_one_piece_that_ends_it() -> None:
    sent = await answer(echo, b"a question")
    assert sent[1:] == [{"type": "http.response.body", "body": b"a question", "more_body": False}]


async def test_an_answer_without_a_body_ends() -> None:
    def empty(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("304 Not Modified", [])
        return []

    sent = await answer(empty, b"")
    assert [message.get("more_body", False) for message in sent[1:]] == [False]
    assert body(sent) == b""


async def test_a_long_answer_is_sent_while_it_is_made_and_never_held_whole() -> None:
    piece, count, made, most = b"x" * 10_000, 100, 0, 0
    told = 0

    def long(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
        nonlocal made
        start_response("200 OK", HEAD)
        for _ in range(count):
            made += len(piece)
            yield piece

    def note() -> None:
        nonlocal most, told
        most = max(most, made - told)
        told += len(piece)

    sent = await answer(long, b"", on_send=note)
    assert body(sent) == piece * count
    assert most <= AT_ONCE + 2 * len(piece)
    assert [message.get("more_body", False) for message in sent[1:]].index(False) == len(sent) - 2


async def test_a_page_that_fails_sends_nothing_and_tells_the_server() -> None:
    def failing(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", HEAD)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await answer(failing, b"")


async def test_an_answer_is_closed_when_it_is_sent() -> None:
    closed = []

    class Pages(list[bytes]):
        def close(self) -> None:
            closed.append(True)

    def closing(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", HEAD)
        return Pages([b"page"])

    assert body(await answer(closing, b"")) == b"page"
    assert closed == [True]
