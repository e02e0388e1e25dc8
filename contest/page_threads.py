"""Synchronous pages under ASGI: each request in one of a few threads, which hands as little as it can to the loop.

a2wsgi hands the request's body, the answer's head and every piece of it over one by one, and each time a thread waits
for the loop and the loop for the interpreter. Here the loop reads a body that comes in one piece before a thread
begins, and sends an answer when it is complete, or when so much of it has come that it should not wait in memory.
"""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from a2wsgi.wsgi import Body, WSGIMiddleware, WSGIResponder, build_environ

AT_ONCE = 64 * 1024
"""So many bytes of an answer are sent together; a long one waits for its reader after each of them."""


class _Responder(WSGIResponder):
    """One request. The thread keeps what it has to say (`send`), the loop says it (`_send_kept`)."""

    def __init__(self, app: Callable[..., Any], executor: ThreadPoolExecutor) -> None:
        super().__init__(app, executor, 1)
        self._kept: list[Any] = []
        self._size = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self._to_client = send
        body = Body(self.loop, receive)
        begun = await receive()
        body.buffer += begun.get("body", b"")
        body._has_more = begun.get("more_body", False)
        in_context = partial(contextvars.copy_context().run, self.wsgi, build_environ(scope, body), self.start_response)
        await self.loop.run_in_executor(self.executor, in_context)
        self._end_with_the_last_piece()
        await self._send_kept()
        if self.exc_info is not None:
            raise self.exc_info[0].with_traceback(self.exc_info[1], self.exc_info[2])

    def send(self, message: Any) -> None:
        """Called by the thread."""
        self._kept.append(message)
        self._size += len(message.get("body", b""))
        if self._size >= AT_ONCE:
            asyncio.run_coroutine_threadsafe(self._send_kept(), self.loop).result()

    def _end_with_the_last_piece(self) -> None:
        """a2wsgi ends every answer with an empty piece: what came before can be the last."""
        if len(self._kept) > 1 and self._kept[-2]["type"] == "http.response.body":
            self._kept[-2]["more_body"] = False
            self._kept.pop()

    async def _send_kept(self) -> None:
        # Nobody adds to it meanwhile: the thread waits, or has ended.
        kept, self._kept, self._size = self._kept, [], 0
        for message in kept:
            await self._to_client(message)


class PageThreads(WSGIMiddleware):
    """A WSGI application as an ASGI one, in `workers` threads."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer an HTTP request; everything else as a2wsgi does."""
        if scope["type"] == "http":
            await _Responder(self.app, self.executor)(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
