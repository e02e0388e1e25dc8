"""People who come nearly at once: what each of them was told first, how long it took, and how it ended."""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field

import aiohttp
import orjson
from redis import Redis

from contest.rehearsal.citizen import Played, RehearsalCitizen, browser_session
from tests.services.site import Site
from tests.stack.taking_part import PROMPTS, tie

SETTLE_SECONDS = 20


@dataclass
class Newcomer:
    """One person's story. Times in seconds since the person came; `ahead` is the place that was told first."""

    played: Played = field(default_factory=Played)
    error: str = ""
    answered: float | None = None
    told: float | None = None
    ahead: int | None = None

    @property
    def fate(self) -> str:
        """How it ended, in one word."""
        return self.error or self.played.refusal or self.played.state


async def come(site: Site, number: int, delay: float) -> Newcomer:
    """Come after `delay` seconds, ask one question, wait as long as it takes, vote."""
    await asyncio.sleep(delay)
    newcomer, came = Newcomer(), time.monotonic()

    def witness(seen: bytes) -> None:
        if not seen.startswith(b'{"kind"'):
            newcomer.answered = time.monotonic() - came
            return
        event = orjson.loads(seen)
        if newcomer.told is None and (event["kind"] == "place" or event["state"] != "waiting"):
            newcomer.told = time.monotonic() - came
            newcomer.ahead = event.get("ahead")

    urls = [site.urls[number % len(site.urls)]]
    try:
        async with browser_session() as session:
            citizen = RehearsalCitizen(session, urls, random.Random(number), witness)
            await citizen.arrive()
            newcomer.played = await citizen.play([PROMPTS[number % len(PROMPTS)]], tie)
    except aiohttp.ClientError as error:
        newcomer.error = type(error).__name__
    return newcomer


async def come_all(site: Site, people: int, seconds: float) -> list[Newcomer]:
    """`people` come evenly over `seconds`."""
    return list(await asyncio.gather(*(come(site, n, seconds * n / people) for n in range(people))))


def fates(newcomers: list[Newcomer]) -> Counter[str]:
    """How many ended how."""
    return Counter(newcomer.fate for newcomer in newcomers)


def left_in_line(redis_url: str) -> int:
    """Turns that still hold slots or wait, once the workers have had a moment to give back what they held."""
    until = time.monotonic() + SETTLE_SECONDS
    with Redis.from_url(redis_url) as client:
        while (left := client.zcard("arena:line:leases") + client.zcard("arena:line:waiting")) > 0:
            if time.monotonic() > until:
                break
            time.sleep(0.2)
    return int(left)
