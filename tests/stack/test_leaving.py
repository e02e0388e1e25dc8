"""A citizen closes the page: the whole site, over HTTP and a socket, lets go of what was held for them."""

import asyncio
import random
import re
from pathlib import Path

import pytest

from arena.inference.rehearsal.faults import Fault
from contest.rehearsal.citizen import RehearsalCitizen, browser_session
from tests.faults.stage import running_twin
from tests.faults.test_leaving import running_at
from tests.services.fixtures import StartSite
from tests.services.site import Site
from tests.stack.taking_part import PROMPTS, rows

pytestmark = [pytest.mark.stack]


async def ask_and_leave(site: Site) -> None:
    """Ask, see that the answers are coming or how long the line is, and close the page."""
    async with browser_session() as session:
        citizen = RehearsalCitizen(session, site.urls, random.Random(1))
        await citizen.arrive()
        battle_ref = await citizen.open(PROMPTS[0])
        address = re.sub("^http", "ws", site.urls[0]) + f"/ws/battles/{battle_ref}/"
        async with session.ws_connect(address, headers={"Origin": site.urls[0]}) as socket:
            await socket.receive()


async def until_all_have_ended(site: Site) -> None:
    async with asyncio.timeout(60):
        # Other processes write the rows.
        while rows(site, "SELECT 1 FROM arena_battle WHERE state <> 'void'"):  # noqa: ASYNC110
            await asyncio.sleep(0.2)


def test_whoever_closes_the_page_frees_the_servers_and_the_line(start_site: StartSite, tmp_path: Path) -> None:
    with running_twin(tmp_path) as twin:
        twin.misbehave(Fault.SILENCE, "m-one", "m-two")
        endpoints = [f"{twin.url}#m-one", f"{twin.url}#m-two"]
        with start_site(endpoints=endpoints, environment={"ARENA_SLOTS_PER_ENTRANT": "1"}) as site:
            # The second stands in the line behind the first.
            for _ in range(2):
                asyncio.run(ask_and_leave(site))
            asyncio.run(until_all_have_ended(site))
            assert rows(site, "SELECT void_reason FROM arena_battle") == [("left",)] * 2, site.logs()
            assert running_at(twin) == 0
