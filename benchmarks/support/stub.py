"""A fast model server for load: every stream gets tokens on one shared clock, each token carrying the time it left.

A token is `<milliseconds of the monotonic clock> `, so a reader on the same machine knows how old it is; every 20th
ends a sentence, as answers have sentences. With `--answers` tokens are pieces of practice answers, Korean and English,
one in four with two names that may stand: for what depends on the text. Raw protocol and few writes a tick: the server
must cost little beside what is measured.
"""

import argparse
import asyncio
import itertools
import json
import time

import orjson
import uvloop

from arena.inference.rehearsal.answers import compose, pieces

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
END = b'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'

SENTENCE = 20
"""Tokens in a sentence."""
QUESTIONS = ("전세 계약을 할 때 무엇을 확인하나요?", "김치찌개는 어떻게 끓이나요?", "How do I plan a trip to Busan?")
ANSWERS_EACH = 8
STRENGTH = 0.7
NAMED = "\n\n더 자세한 내용은 네이버 지도와 카카오톡 채널에서도 찾아볼 수 있어요."
NAMED_EVERY = 4
APART = 211
"""So many tokens each stream is further on in the answers than the one before: names come at different times."""


def chunked(data: bytes) -> bytes:
    """One HTTP chunk."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def event(text: bytes) -> bytes:
    """One token; `text` as JSON writes it, with its quotes."""
    return chunked(b'data: {"choices":[{"delta":{"content":%b},"finish_reason":null}]}\n\n' % text)


def clock_event(left: int) -> bytes:
    """A token with the time that it leaves."""
    return event(b'"%d%b "' % (int(time.monotonic() * 1000), b"" if left % SENTENCE else b"."))


def answer_events() -> list[bytes]:
    """All tokens of some practice answers, one after the other."""
    events = []
    for number, (question, seed) in enumerate(itertools.product(QUESTIONS, range(ANSWERS_EACH))):
        text = compose([("user", question)], str(seed), STRENGTH) + ("" if number % NAMED_EVERY else NAMED)
        events += [event(orjson.dumps(piece)) for piece in pieces(text + "\n\n", "stub")]
    return events


class Stream(asyncio.Protocol):
    """One request: after its body has come it is put on the clock."""

    _numbers = itertools.count()

    def __init__(self, clock: "Clock") -> None:
        self._clock = clock
        self._received = b""
        self.left = 0
        self.number = next(self._numbers)
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, separator, body = self._received.partition(b"\r\n\r\n")
        if not separator or self.left or self.transport is None:
            return
        if b"content-length: " in head.lower():
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            if len(body) < length:
                return
        self.transport.write(HEAD)
        self.left = self._clock.tokens
        self._clock.streams.add(self)

    def connection_lost(self, _error: Exception | None) -> None:
        self._clock.streams.discard(self)


class Clock:
    """Gives every stream its next token, `rate` times a second."""

    def __init__(self, rate: float, tokens: int, events: list[bytes]) -> None:
        self.tokens = tokens
        self.streams: set[Stream] = set()
        self._step = 1 / rate
        self._events = events

    async def run(self) -> None:
        due = time.monotonic()
        while True:
            due += self._step
            await asyncio.sleep(max(0, due - time.monotonic()))
            for stream in list(self.streams):
                self._give(stream)

    def _give(self, stream: Stream) -> None:
        if stream.transport is None:
            return
        stream.left -= 1
        if stream.left > 0:
            stream.transport.write(self._event(stream))
            return
        stream.transport.write(chunked(END) + b"0\r\n\r\n")
        self.streams.discard(stream)

    def _event(self, stream: Stream) -> bytes:
        if not self._events:
            return clock_event(stream.left)
        return self._events[(self.tokens - stream.left + stream.number * APART) % len(self._events)]


async def serve(rate: float, tokens: int, events: list[bytes]) -> None:
    """Listen on a free loopback port and tell which."""
    clock = Clock(rate, tokens, events)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Stream(clock), "127.0.0.1", 0, backlog=4096)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await clock.run()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--tokens", type=int, default=1000)
    parser.add_argument("--answers", action="store_true")
    options = parser.parse_args()
    uvloop.run(serve(options.rate, options.tokens, answer_events() if options.answers else []))
