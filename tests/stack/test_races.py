"""Many at once, on a real PostgreSQL with several web processes."""

import asyncio
import random
from collections import Counter
from typing import Any

import aiohttp
import pytest

from contest.rehearsal.citizen import RehearsalCitizen
from tests.services.site import Site
from tests.stack.taking_part import crowd, rows

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("quick")]
SHARED_KEY = "the-same-key-0123456789"


async def vote_a_hundred_times(site: Site, own_keys: int) -> list[tuple[int, dict[str, Any]]]:
    """One voter, one battle, a hundred votes at once by both web processes; all but `own_keys` share a key."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar, connector=aiohttp.TCPConnector(limit=0)) as session:
        citizen = RehearsalCitizen(session, site.urls[:1], random.Random(1))
        await citizen.arrive()
        battle = await citizen.play_until_ready("봄 감자는 언제 심나요?")
        token = next(cookie.value for cookie in jar if cookie.key == "csrftoken")

        async def send(number: int) -> tuple[int, dict[str, Any]]:
            key = SHARED_KEY if number >= own_keys else f"own-key-{number}-0123456789"
            async with session.post(
                f"{site.urls[number % 2]}/battles/{battle}/vote/",
                data={"outcome": "a_better", "key": key},
                headers={"X-CSRFToken": token, "Accept": "application/json"},
            ) as answer:
                return answer.status, await answer.json(content_type=None)

        return await asyncio.gather(*(send(number) for number in range(100)))


@pytest.mark.parametrize("own_keys", [0, 50])
def test_a_hundred_parallel_votes_are_one_vote_one_tally_step_and_a_hundred_coherent_answers(
    site: Site, own_keys: int
) -> None:
    answers = asyncio.run(vote_a_hundred_times(site, own_keys))
    thanked = [body for status, body in answers if status == 200]
    ((receipt, key),) = rows(site, "SELECT receipt_ref, key FROM arena_vote")
    # Whoever sent the key that won is thanked, each time with the same words; all others hear that they were late.
    assert len(thanked) == (100 - own_keys if key == SHARED_KEY else 1)
    assert all(body == thanked[0] for body in thanked)
    assert thanked[0]["receipt"] == receipt
    refused = [(status, body["code"]) for status, body in answers if status != 200]
    assert refused == [(409, "already_voted")] * (100 - len(thanked))
    site.manage("shell", "-c", "from arena.tasks import publish_leaderboards; publish_leaderboards()")
    counted = "SELECT sum(a_wins + b_wins + ties + both_bads) FROM arena_tally WHERE slice = 'all'"
    assert rows(site, counted) == [(1,)]


def test_battles_that_open_at_once_meet_every_pair_equally_often(site: Site) -> None:
    tale = crowd(site, 40, voters=400, concurrency=20)
    assert tale.states == {"voted": 40}, site.logs()
    pairs = Counter(rows(site, "SELECT entrant_a_id, entrant_b_id FROM arena_battle"))
    assert set(pairs.values()) == {2}
