"""The client of model servers: streams one answer, frees the server's slot as soon as nobody wants it."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from types import TracebackType
from typing import Any, Self

import aiohttp

from arena.inference.errors import Fault, Permanent, Retryable, Throttled, UpstreamError, error_of_status
from arena.inference.sse import Chunk, ChunkReader
from arena.inference.target import Bounds, Deadlines, Message, Sampling, Target

USER_AGENT = "contest-arena/1"
ATTEMPTS = 3
PAUSE_SECONDS = 0.25


class InferenceClient:
    """One connection pool for one event loop. Use as `async with InferenceClient() as client`."""

    async def __aenter__(self) -> Self:
        # Redirects are never followed and no proxy of the environment is used: an answer comes from the entrant
        # or not at all. Cookies would let a server recognise a visitor.
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, ttl_dns_cache=60),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": USER_AGENT, "Accept": "text/event-stream"},
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
    ) -> AsyncGenerator[Chunk, None]:
        """Stream an answer; until its first text a failed try is repeated, on the next replica.

        Raises UpstreamError. A full server's Retry-After is waited for while the first text's deadline allows.
        """
        if not targets:
            raise Permanent(Fault.NO_ENDPOINT)
        loop = asyncio.get_running_loop()
        give_up_at = loop.time() + deadlines.first_token
        for attempt in range(ATTEMPTS):
            started = False
            try:
                answer = self.stream(targets[attempt % len(targets)], messages, sampling, deadlines, bounds)
                async with aclosing(answer) as chunks:
                    async for chunk in chunks:
                        started = started or bool(chunk.text)
                        yield chunk
                return
            except (Retryable, Throttled) as error:
                pause = _pause(error, attempt)
                if started or attempt + 1 == ATTEMPTS or loop.time() + pause >= give_up_at:
                    raise
                await asyncio.sleep(pause)

    async def stream(
        self,
        target: Target,
        messages: Sequence[Message],
        sampling: Sampling,
        deadlines: Deadlines,
        bounds: Bounds,
    ) -> AsyncGenerator[Chunk, None]:
        """Stream one answer from one replica: one chunk a read, however many tokens came in it.

        Raises UpstreamError. Closing the generator closes the connection, which frees the server's slot.
        """
        reader = ChunkReader(bounds)
        try:
            async with asyncio.timeout(deadlines.total):
                async with asyncio.timeout(deadlines.first_token) as patience:
                    answer = await self._post(target, messages, sampling, deadlines)
                    async with _closed(answer):
                        while data := await answer.content.readany():
                            chunk = reader.feed(data)
                            patience.reschedule(_by(deadlines, reader, patience))
                            yield chunk
                            if reader.done:
                                break
                reader.end()
        except TimeoutError:
            raise _timeout(reader, deadlines, patience) from None
        except aiohttp.ClientConnectorError:
            raise Retryable(Fault.CONNECT_FAILED) from None
        except aiohttp.ClientError:
            raise Retryable(Fault.TRUNCATED) from None

    async def _post(
        self, target: Target, messages: Sequence[Message], sampling: Sampling, deadlines: Deadlines
    ) -> aiohttp.ClientResponse:
        answer = await self._session.post(
            f"{target.base_url}/v1/chat/completions",
            json=_body(target, messages, sampling),
            headers={"Authorization": f"Bearer {target.api_key}"} if target.api_key else None,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=None, connect=deadlines.connect),
        )
        if answer.status != 200:
            answer.close()
            raise error_of_status(answer.status, answer.headers.get("Retry-After"))
        if answer.content_type != "text/event-stream":
            answer.close()
            raise Permanent(Fault.BAD_STREAM)
        return answer


class _closed:
    """Closes a response's connection at the end of the block: released, it would go on reading."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def __aenter__(self) -> None:
        return None

    async def __aexit__(self, *_error: object) -> None:
        self._answer.close()


def _body(target: Target, messages: Sequence[Message], sampling: Sampling) -> dict[str, Any]:
    return {
        "model": target.served_name,
        "messages": [{"role": message.role, "content": message.content} for message in messages],
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "max_tokens": sampling.max_tokens,
        "stream": True,
    }


def _by(deadlines: Deadlines, reader: ChunkReader, patience: asyncio.Timeout) -> float | None:
    """When the next read must have come: the first text's own deadline holds until there is text."""
    if not reader.has_text:
        return patience.when()
    return asyncio.get_running_loop().time() + deadlines.between_tokens


def _timeout(reader: ChunkReader, deadlines: Deadlines, patience: asyncio.Timeout) -> UpstreamError:
    if not patience.expired():
        return Permanent(Fault.TOO_SLOW)
    return Retryable(Fault.STALLED if reader.has_text else Fault.FIRST_TOKEN_TIMEOUT)


def _pause(error: UpstreamError, attempt: int) -> float:
    if isinstance(error, Throttled) and error.retry_after is not None:
        return error.retry_after
    return PAUSE_SECONDS * (attempt + 1)
