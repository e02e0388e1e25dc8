"""What the twin is doing: slots taken, requests waiting, tokens made; shown under vLLM's names."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from arena.inference.rehearsal.cast import Part


class QueueFull(Exception):
    """All slots are taken and the queue is full."""


class Load:
    """The load of one served name."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._free = asyncio.Semaphore(part.slots)
        self.running = 0
        self.waiting = 0
        self.prompt_tokens = 0
        self.generation_tokens = 0
        self.answers = 0

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Hold a slot, after waiting for it. Raises QueueFull."""
        if self._free.locked() and self.waiting >= self._part.queue:
            raise QueueFull
        self.waiting += 1
        try:
            await self._free.acquire()
        finally:
            self.waiting -= 1
        self.running += 1
        try:
            yield
        finally:
            self.running -= 1
            self._free.release()

    def figures(self) -> dict[str, float]:
        """Every metric by its name."""
        return {
            "vllm:num_requests_running": self.running,
            "vllm:num_requests_waiting": self.waiting,
            "vllm:kv_cache_usage_perc": self.running / self._part.slots,
            "vllm:prompt_tokens_total": self.prompt_tokens,
            "vllm:generation_tokens_total": self.generation_tokens,
            "vllm:request_success_total": self.answers,
        }


def exposition(loads: dict[str, Load]) -> str:
    """The `/metrics` page: Prometheus' text format, one line a metric and served name."""
    lines = []
    for served_name, load in loads.items():
        label = f'{{engine="0",model_name="{served_name}"}}'
        lines += [f"{name}{label} {float(value)}" for name, value in load.figures().items()]
    return "\n".join(lines) + "\n"
