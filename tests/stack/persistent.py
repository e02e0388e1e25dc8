"""People who do not give up: a vote that met an error is sent again, with the key that it had."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from contest.rehearsal.citizen import Played, Refusal, RehearsalCitizen, browser_session
from tests.services.site import Site
from tests.stack.taking_part import PROMPTS

PATIENCE_SECONDS = 40.0
AGAIN_SECONDS = 0.2
BETWEEN_VOTES_SECONDS = 0.03


class PersistentVoter(RehearsalCitizen):
    """Sends again what the site failed to answer; `failures` counts how often, `receipt` is what came in the end."""

    failures = 0
    receipt = ""

    async def vote(self, battle_ref: str) -> None:
        """Vote until the site has said that it has the vote."""
        played = Played(battle_ref=battle_ref)
        await self._vote(played, "tie")
        self.receipt = played.receipt

    async def _post(self, path: str, body: dict[str, str]) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                try:
                    return await super()._post(path, body)
                except Refusal as refusal:
                    if refusal.status < 500:
                        raise
                except aiohttp.ClientError:
                    # The line broke: whether the vote was taken, only the next answer tells.
                    pass
                self.failures += 1
                self._base_urls.append(self._base_urls.pop(0))
                await asyncio.sleep(AGAIN_SECONDS)


async def votes_while(site: Site, people: int, meanwhile: Callable[[], Awaitable[None]]) -> list[PersistentVoter]:
    """Each of `people` reads one battle; then one after the other votes, and `meanwhile` runs among the votes."""
    voted = asyncio.Event()

    async def vote(citizen: PersistentVoter, battle_ref: str, number: int) -> None:
        await asyncio.sleep(number * BETWEEN_VOTES_SECONDS)
        await citizen.vote(battle_ref)
        voted.set()

    async def disturb() -> None:
        await voted.wait()
        await meanwhile()

    sessions = [browser_session() for _ in range(people)]
    try:
        citizens = [
            PersistentVoter(session, site.urls, random.Random(number)) for number, session in enumerate(sessions)
        ]
        battles = await asyncio.gather(*(_read(citizen, number) for number, citizen in enumerate(citizens)))
        votes = (
            vote(citizen, ref, number) for number, (citizen, ref) in enumerate(zip(citizens, battles, strict=True))
        )
        await asyncio.gather(*votes, disturb())
    finally:
        await asyncio.gather(*(session.close() for session in sessions))
    return citizens


async def _read(citizen: PersistentVoter, number: int) -> str:
    await citizen.arrive()
    return await citizen.play_until_ready(PROMPTS[number % len(PROMPTS)])
