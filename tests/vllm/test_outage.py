"""A real server dies in the middle of a battle: the battle is void, the pool waits, and all goes on when it is back."""

import asyncio
import random

import pytest

from arena.rules.health import FAILURES_UNTIL_DOWN
from contest.rehearsal.citizen import Played, RehearsalCitizen, browser_session
from tests.services.site import Site
from tests.stack.taking_part import play_while, rows, tie
from tests.vllm.conftest import RealServer

pytestmark = [pytest.mark.vllm]
DRAWABLE = f"SELECT count(*) FROM arena_endpoint WHERE failures < {FAILURES_UNTIL_DOWN}"


async def play_one(site: Site) -> Played:
    async with browser_session() as session:
        citizen = RehearsalCitizen(session, site.urls, random.Random(1))
        await citizen.arrive()
        return await citizen.play(["봄 감자는 언제 심나요?"], tie)


async def until_drawable(site: Site, *, both: bool) -> None:
    """Wait for the site's own looks at its endpoints."""
    async with asyncio.timeout(60):
        while (await asyncio.to_thread(rows, site, DRAWABLE)) != [(2 if both else 1,)]:  # noqa: ASYNC110  its own process
            await asyncio.sleep(0.2)


def test_a_killed_server_voids_its_battle_and_is_drawn_again_when_it_is_back(
    servers: list[RealServer], site: Site
) -> None:
    async def kill() -> None:
        servers[1].child.kill()

    asyncio.run(until_drawable(site, both=True))
    played = asyncio.run(play_while(site, 4, kill))
    assert "void" in {battle.state for battle in played}, site.logs()
    asyncio.run(until_drawable(site, both=False))
    assert asyncio.run(play_one(site)).refusal == "too_few_entrants"
    servers[1].child.restart()
    asyncio.run(until_drawable(site, both=True))
    assert asyncio.run(play_one(site)).state == "voted", site.logs()
