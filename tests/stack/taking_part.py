"""People who take part in a running site, and the rows that they leave."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg

from contest.rehearsal.citizen import Played, RehearsalCitizen, browser_session
from contest.rehearsal.crowd import Tale, play_crowd
from tests.services.site import Site

PROMPTS = ["봄 감자는 언제 심나요?", "전세 계약 전에 무엇을 확인해야 하나요?", "How does sleep help health?"]


def rows(site: Site, query: str) -> list[Any]:
    """Ask the site's database."""
    with psycopg.connect(site.environment["DATABASE_URL"]) as connection:
        return list(connection.execute(query).fetchall())  # type: ignore[call-overload]


def crowd(site: Site, battles: int, *, voters: int = 10, concurrency: int = 10, **more: Any) -> Tale:
    """Let a crowd play."""
    return asyncio.run(
        play_crowd(
            site.urls,
            battles=battles,
            voters=voters,
            seed=7,
            concurrency=concurrency,
            prompts=PROMPTS,
            follow_ups=["더 짧게요."],
            progress=lambda _played: None,
            **more,
        )
    )


def tie(_a: str, _b: str, _rng: random.Random) -> str:
    """A citizen without an opinion."""
    return "tie"


async def play_while(site: Site, people: int, meanwhile: Callable[[], Awaitable[None]]) -> list[Played]:
    """`people` citizens each play one battle; `meanwhile` runs when the first of them is being answered."""

    async def one(number: int) -> Played:
        async with browser_session() as session:
            citizen = RehearsalCitizen(session, site.urls, random.Random(number))
            await citizen.arrive()
            return await citizen.play([PROMPTS[number % len(PROMPTS)]], tie)

    async def disturb() -> None:
        async with asyncio.timeout(20):
            # Another process writes the row: there is nothing here to wait for but the row itself.
            while not rows(site, "SELECT 1 FROM arena_battle WHERE state = 'streaming'"):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await meanwhile()

    *played, _ = await asyncio.gather(*(one(number) for number in range(people)), disturb())
    return list(played)
