"""The twin on a loopback port, and a client for it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from arena.inference.client import InferenceClient
from arena.inference.rehearsal.faults import Fault
from arena.inference.rehearsal.server import Part, make_app
from arena.inference.target import Bounds, Deadlines, Message, Sampling, Target

QUICK = Part("m-quick", 0.0, 100_000, 0.9)
SLOW = Part("m-slow", 0.0, 20, 0.9)
DEADLINES = Deadlines(connect=0.5, first_token=0.4, between_tokens=0.3, total=1.0)


@dataclass
class Twin:
    """The running twin and the ways to ask it."""

    url: str
    client: InferenceClient

    async def ask(
        self,
        name: str = "m-quick",
        prompt: str = "감자는 언제 심나요?",
        deadlines: Deadlines = DEADLINES,
        spare: str = "",
    ) -> str:
        targets = [Target(self.url, name)] + ([Target(self.url, spare)] if spare else [])
        chunks = self.client.stream_with_retry(
            targets, [Message("user", prompt)], Sampling(0.7, 0.95, 4000), deadlines, Bounds()
        )
        return "".join([chunk.text async for chunk in chunks])

    async def misbehave(self, fault: Fault, remaining: int = 9, name: str = "m-quick") -> None:
        async with aiohttp.ClientSession() as session:
            body = {"served_name": name, "fault": fault, "remaining": remaining}
            async with session.post(f"{self.url}/rehearsal/faults", json=body) as answer:
                assert answer.status == 200

    async def running(self, name: str) -> int:
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}/metrics") as answer:
            lines = (await answer.text()).splitlines()
        return next(int(line.split()[-1]) for line in lines if f'running{{model_name="{name}"' in line)


Ask = Callable[..., Awaitable[str]]


@pytest.fixture
async def twin() -> AsyncIterator[Twin]:
    server = TestServer(make_app((QUICK, SLOW), seed="test"), host="127.0.0.1")
    await server.start_server()
    async with InferenceClient() as client:
        yield Twin(str(server.make_url("")).rstrip("/"), client)
    await server.close()
