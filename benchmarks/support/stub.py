"""A fast model server for load: every stream gets tokens on one shared clock, each token carrying the time it left.

A token is `<milliseconds of the monotonic clock> `, so a reader on the same machine knows how old it is; every 20th
ends a sentence, as answers have sentences. Raw protocol and few writes a tick: the server must cost little beside what
is measured.
"""

import argparse
import asyncio
import json
import time

import uvloop

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
END = b'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'

SENTENCE = 20
"""Tokens in a sentence."""


def chunked(data: bytes) -> bytes:
    """One HTTP chunk."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def token_event(ends_sentence: bool) -> bytes:
    """One token with the time that it leaves."""
    text = b"%d%b " % (int(time.monotonic() * 1000), b"." if ends_sentence else b"")
    return b'data: {"choices":[{"delta":{"content":"%b"},"finish_reason":null}]}\n\n' % text


class Stream(asyncio.Protocol):
    """One request: after its body has come it is put on the clock."""

    def __init__(self, clock: "Clock") -> None:
        self._clock = clock
        self._received = b""
        self.left = 0
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

    def __init__(self, rate: float, tokens: int) -> None:
        self.tokens = tokens
        self.streams: set[Stream] = set()
        self._step = 1 / rate

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
            stream.transport.write(chunked(token_event(stream.left % SENTENCE == 0)))
            return
        stream.transport.write(chunked(END) + b"0\r\n\r\n")
        self.streams.discard(stream)


async def serve(rate: float, tokens: int) -> None:
    """Listen on a free loopback port and tell which."""
    clock = Clock(rate, tokens)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Stream(clock), "127.0.0.1", 0, backlog=4096)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await clock.run()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--tokens", type=int, default=1000)
    options = parser.parse_args()
    uvloop.run(serve(options.rate, options.tokens))
