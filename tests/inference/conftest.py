"""The twin on a loopback port, and a client for it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import aiohttp
import pytest
import uvloop

from arena.inference.client import InferenceClient
from arena.inference.rehearsal.cast import Cast, Part
from arena.inference.rehearsal.faults import Fault
from arena.inference.rehearsal.server import start
from arena.inference.sse import Chunk
from arena.inference.target import Bounds, Deadlines, Message, Sampling, Target

QUICK = "m-quick"
SPARE = "m-spare"
SLOW = "m-slow"
NARROW = "m-narrow"
CAST = Cast(
    (
        Part(QUICK, 0.0, 10_000_000, 0.9, fault_seconds=30),
        Part(SPARE, 0.0, 10_000_000, 0.9),
        Part(SLOW, 0.0, 20, 0.9),
        Part(NARROW, 0.0, 20, 0.9, slots=1, queue=1, context_tokens=5000),
    ),
    seed="test",
)
PATIENT = Deadlines(connect=5, first_token=5, between_tokens=5, total=10)
"""Long enough for a busy machine; what must time out in a test gets its own short deadline."""
SAMPLING = Sampling(0.7, 0.95, 4000)
POTATOES = [Message("user", "감자는 언제 심나요?")]


@dataclass
class Twin:
    """The running twin and the ways to ask it."""

    url: str
    client: InferenceClient

    def target(self, name: str = QUICK) -> Target:
        return Target(self.url, name)

    async def chunks(
        self, *names: str, messages: list[Message] = POTATOES, deadlines: Deadlines = PATIENT
    ) -> list[Chunk]:
        """All chunks of an answer by the first of these names that can give one."""
        targets = [self.target(name) for name in names or (QUICK,)]
        stream = self.client.stream_with_retry(targets, messages, SAMPLING, deadlines, Bounds())
        return [chunk async for chunk in stream]

    async def ask(self, *names: str, prompt: str = "감자는 언제 심나요?", deadlines: Deadlines = PATIENT) -> str:
        chunks = await self.chunks(*names, messages=[Message("user", prompt)], deadlines=deadlines)
        return "".join(chunk.text for chunk in chunks)

    async def misbehave(self, fault: Fault | None, remaining: int | None = None, name: str = QUICK) -> None:
        body = {"served_name": name, "fault": fault, "remaining": remaining}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.url}/rehearsal/faults", json=body) as answer,
        ):
            assert answer.status == 200

    async def figure(self, metric: str, name: str = QUICK) -> float:
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}/metrics") as answer:
            lines = (await answer.text()).splitlines()
        return next(float(line.split()[-1]) for line in lines if line.startswith(metric + "{") and name in line)


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The workers' own event loop: broken connections show differently on another."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture
async def twin() -> AsyncIterator[Twin]:
    runner, port = await start(CAST, 0)
    async with InferenceClient() as client:
        yield Twin(f"http://127.0.0.1:{port}", client)
    await runner.cleanup()
