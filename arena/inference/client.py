"""The client of model servers: streams one answer, frees the server's slot as soon as nobody wants it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import aiohttp
import orjson

from arena.inference.addresses import PublicAddresses
from arena.inference.errors import Permanent, Reason, Retryable, UpstreamError, error_of_status
from arena.inference.patience import Until, Watch
from arena.inference.retry import Tries
from arena.inference.sse import Chunk, ChunkReader
from arena.inference.target import Bounds, Deadlines, Message, Sampling, Target

USER_AGENT = "contest-arena/1"
KEEP_ALIVE_SECONDS = 3.0
"""Shorter than the 5 s after which vLLM's HTTP server closes an idle connection, so that we close it first."""
AFTERWORD_SECONDS = 0.25
"""How long a finished answer's token counts and end mark are waited for."""
READ_BYTES = 64 * 1024
"""A flooded stream is taken in portions: each exists several times over while it is split and decoded."""
MOST_PAGE_BYTES = 2 * 1024 * 1024


Tell = Callable[[Target, Reason | None], None]
"""Told how each try at a replica ended: the reason of its failure, None for a whole answer."""
Rest = Callable[[], Awaitable[None]]
"""Awaited after each chunk with text; until it returns nothing is read, and then all that came comes in one piece."""


def nobody(_target: Target, _reason: Reason | None) -> None:
    """Told by a stream whose tries nobody counts."""


@dataclass(frozen=True)
class Reply:
    """A whole HTTP answer. Its body is the endpoint's own words: never for a citizen."""

    status: int
    content_type: str
    body: bytes


class InferenceClient:
    """One connection pool for one event loop. Use as `async with InferenceClient() as client`.

    `private_hosts`: names that may stand for private addresses; None, for whoever asks servers of their own, lets any.
    """

    def __init__(self, private_hosts: Collection[str] | None = None) -> None:
        self._private_hosts = private_hosts

    async def __aenter__(self) -> Self:
        # No redirect is followed and no proxy of the environment is used: an answer comes from the entrant or not at
        # all. Cookies would let a server recognise a visitor; compression would hold tokens back.
        resolver = None if self._private_hosts is None else PublicAddresses(self._private_hosts)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=0, ttl_dns_cache=60, keepalive_timeout=KEEP_ALIVE_SECONDS, resolver=resolver
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"},
            timeout=aiohttp.ClientTimeout(total=None),
            auto_decompress=False,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def stream_with_retry(
        self,
        targets: Sequence[Target],
        messages: Sequence[Message],
        sampling: Sampling,
        deadlines: Deadlines,
        bounds: Bounds,
        tell: Tell = nobody,
        rest: Rest | None = None,
    ) -> AsyncGenerator[Chunk, None]:
        """Stream an answer; until its first text a failed try is repeated, on another replica first.

        Raises UpstreamError. A full server's Retry-After is waited for while the first text's deadline allows.
        """
        loop = asyncio.get_running_loop()
        until = Until.after(loop.time(), deadlines)
        tries = Tries(targets)
        started = False
        while True:
            target = tries.take()
            try:
                async with aclosing(self._stream(target, messages, sampling, until, bounds, rest)) as chunks:
                    async for chunk in chunks:
                        started = started or bool(chunk.text)
                        yield chunk
                tell(target, None)
                return
            except UpstreamError as error:
                tell(target, error.reason)
                pause = None if started else tries.failed(error, loop.time(), until.first_text)
                if pause is None:
                    raise
            await asyncio.sleep(pause)

    def stream(
        self,
        target: Target,
        messages: Sequence[Message],
        sampling: Sampling,
        deadlines: Deadlines,
        bounds: Bounds,
    ) -> AsyncGenerator[Chunk, None]:
        """Stream one answer from one replica: one chunk a read, however many tokens came in it.

        Raises UpstreamError. Closing the generator or cancelling its task closes the connection at once, which frees
        the server's slot; a stream that was read to its end leaves the connection to the next one.
        """
        until = Until.after(asyncio.get_running_loop().time(), deadlines)
        return self._stream(target, messages, sampling, until, bounds)

    async def exchange(
        self, target: Target, path: str, seconds: float, *, body: bytes | None = None, most_bytes: int = MOST_PAGE_BYTES
    ) -> Reply:
        """One whole answer to a GET of `path`, or to a POST of `body`, whatever its status.

        Raises Retryable(connect_failed, truncated or too_slow) and Permanent(too_large).
        """
        method = "GET" if body is None else "POST"
        patience = aiohttp.ClientTimeout(total=seconds)
        try:
            async with self._session.request(
                method,
                target.base_url + path,
                data=body,
                headers=headers_for(target),
                allow_redirects=False,
                timeout=patience,
            ) as answer:
                page = b""
                while len(page) <= most_bytes and (more := await answer.content.readany()):
                    page += more
                if len(page) > most_bytes:
                    answer.close()
                    raise Permanent(Reason.TOO_LARGE)
                return Reply(answer.status, answer.content_type, page)
        except TimeoutError:
            raise Retryable(Reason.TOO_SLOW) from None
        except aiohttp.ClientPayloadError:
            raise Retryable(Reason.TRUNCATED) from None
        except aiohttp.ClientError:
            raise Retryable(Reason.CONNECT_FAILED) from None

    async def _stream(
        self,
        target: Target,
        messages: Sequence[Message],
        sampling: Sampling,
        until: Until,
        bounds: Bounds,
        rest: Rest | None = None,
    ) -> AsyncGenerator[Chunk, None]:
        loop = asyncio.get_running_loop()
        reader = ChunkReader(bounds.of_answer(sampling.max_tokens))
        answer = await self._post(target, _body(target, messages, sampling), until)
        watch = Watch(loop, until.first_text, answer.close)
        try:
            while data := await answer.content.read(READ_BYTES):
                chunk = reader.feed(data)
                if chunk is not None:
                    # Whoever reads the chunk may take its time: that is not the endpoint's delay.
                    watch.move(until.end)
                    yield chunk
                    if rest is not None and chunk.text:
                        with _unread(answer):
                            await rest()
                if chunk is not None or reader.done:
                    watch.move(_next_text(reader, until, loop.time()))
            reader.end()
        except (aiohttp.ClientError, RuntimeError):
            # RuntimeError: aiohttp's word for a connection that was lost between two reads.
            if not reader.finished:
                raise _broken_off(reader, watch, loop.time() >= until.end) from None
            reader.end()
        finally:
            watch.stop()
            answer.close()

    async def _post(self, target: Target, body: bytes, until: Until) -> aiohttp.ClientResponse:
        try:
            async with asyncio.timeout_at(until.first_text):
                answer = await self._session.post(
                    f"{target.base_url}/v1/chat/completions",
                    data=body,
                    headers=headers_for(target),
                    allow_redirects=False,
                    timeout=aiohttp.ClientTimeout(total=None, connect=until.connect_seconds),
                )
        except aiohttp.ServerTimeoutError:
            raise Retryable(Reason.CONNECT_FAILED) from None
        except TimeoutError:
            raise Retryable(Reason.FIRST_TOKEN_TIMEOUT) from None
        except aiohttp.ClientResponseError:
            raise Permanent(Reason.BAD_STREAM) from None
        except aiohttp.ClientError:
            raise Retryable(Reason.CONNECT_FAILED) from None
        if answer.status == 200 and answer.content_type == "text/event-stream":
            return answer
        answer.close()
        if answer.status == 200:
            raise Permanent(Reason.BAD_STREAM)
        raise error_of_status(answer.status, answer.headers.get("Retry-After"))


@contextmanager
def _unread(answer: aiohttp.ClientResponse) -> Iterator[None]:
    """Leave what comes meanwhile with the kernel.

    Taken in token by token, with nobody waiting for it, it costs as much as all the rest of reading.
    """
    connection = answer.connection
    transport = connection.transport if connection else None
    if transport is None or transport.is_closing():
        yield
        return
    transport.pause_reading()
    try:
        yield
    finally:
        if not transport.is_closing():
            transport.resume_reading()


def headers_for(target: Target) -> dict[str, str]:
    """The headers of a request: the same for all entrants but for their own key."""
    headers = {"Content-Type": "application/json", "Accept": "text/event-stream, application/json"}
    if target.api_key:
        headers["Authorization"] = f"Bearer {target.api_key}"
    return headers


def _body(target: Target, messages: Sequence[Message], sampling: Sampling) -> bytes:
    return orjson.dumps(
        {
            "model": target.served_name,
            "messages": [{"role": message.role, "content": message.content} for message in messages],
            "temperature": sampling.temperature,
            "top_p": sampling.top_p,
            "max_tokens": sampling.max_tokens,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
    )


def _next_text(reader: ChunkReader, until: Until, now: float) -> float:
    if reader.finished:
        return min(until.end, now + AFTERWORD_SECONDS)
    return until.next_text(now) if reader.has_text else until.first_text


def _broken_off(reader: ChunkReader, watch: Watch, at_the_end: bool) -> UpstreamError:
    if not watch.expired:
        return Retryable(Reason.TRUNCATED)
    if not reader.has_text:
        return Retryable(Reason.FIRST_TOKEN_TIMEOUT)
    return Permanent(Reason.TOO_SLOW) if at_the_end else Retryable(Reason.STALLED)
