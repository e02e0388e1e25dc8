"""Calls that come while others are being answered are answered together, by a few threads that do nothing else."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Together(Generic[Asked, Answer]):
    """`answer` is given up to `most` calls and returns as many answers, in their order; it runs in one of `threads`.

    Nobody waits for others to come: a call that finds a thread idle goes at once. What `answer` raises, every call of
    those that went together raises.
    """

    def __init__(self, answer: Callable[[Sequence[Asked]], Sequence[Answer]], most: int, threads: int) -> None:
        self._answer = answer
        self._most = most
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="together")
        self._idle = threads
        self._waiting: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._running: set[asyncio.Task[None]] = set()

    async def __call__(self, asked: Asked) -> Answer:
        """The answer for one. A caller that goes away does not take it back."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        self._waiting.append((asked, answer))
        if self._idle:
            self._idle -= 1
            running = loop.create_task(self._run(loop))
            self._running.add(running)
            running.add_done_callback(self._running.discard)
        return await answer

    async def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            while self._waiting:
                together, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                await self._answer_all(loop, together)
        finally:
            self._idle += 1

    async def _answer_all(
        self, loop: asyncio.AbstractEventLoop, together: list[tuple[Asked, asyncio.Future[Answer]]]
    ) -> None:
        asked, futures = zip(*together, strict=True)
        try:
            answers = await loop.run_in_executor(self._threads, self._answer, asked)
            answered = list(zip(futures, answers, strict=True))
        except Exception as error:  # noqa: BLE001  it is raised where the calls are awaited
            for future in futures:
                if not future.done():
                    future.set_exception(error)
            return
        for future, answer in answered:
            if not future.done():
                future.set_result(answer)
