"""Many at once, on a real PostgreSQL with several web processes."""

import asyncio
import random
from collections import Counter
from typing import Any

import aiohttp
import pytest

from contest.rehearsal.citizen import RehearsalCitizen
from tests.services.fixtures import StartSite
from tests.services.site import Site
from tests.stack.taking_part import crowd, rows

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("races")]


async def vote_a_hundred_times(site: Site) -> list[tuple[int, dict[str, Any]]]:
    """One voter, one battle, a hundred votes at once by both web processes: half with one key, half with their own."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar, connector=aiohttp.TCPConnector(limit=0)) as session:
        citizen = RehearsalCitizen(session, site.urls[:1], random.Random(1))
        await citizen.arrive()
        battle = await citizen.play_until_ready("봄 감자는 언제 심나요?")
        token = next(cookie.value for cookie in jar if cookie.key == "csrftoken")

        async def send(number: int) -> tuple[int, dict[str, Any]]:
            key = "the-same-key-0123456789" if number % 2 else f"own-key-{number}-0123456789"
            async with session.post(
                f"{site.urls[number % 2]}/battles/{battle}/vote/",
                data={"outcome": "a_better", "key": key},
                headers={"X-CSRFToken": token, "Accept": "application/json"},
            ) as answer:
                return answer.status, await answer.json(content_type=None)

        return await asyncio.gather(*(send(number) for number in range(100)))


def test_a_hundred_parallel_votes_are_one_vote_one_tally_step_and_a_hundred_coherent_answers(
    start_site: StartSite,
) -> None:
    with start_site(webs=2) as site:
        answers = asyncio.run(vote_a_hundred_times(site))
        (receipt,) = {body["receipt"] for status, body in answers if status == 200}
        assert rows(site, "SELECT receipt_ref FROM arena_vote") == [(receipt,)]
        refused = Counter(body["code"] for status, body in answers if status != 200)
        assert set(refused) <= {"already_voted"}, refused
        site.manage("shell", "-c", "from arena.tasks import publish_leaderboards; publish_leaderboards()")
        assert rows(site, "SELECT sum(a_wins + b_wins + ties + both_bads) FROM arena_tally") == [(1,)]


IDENTITIES = """
SELECT name_ko FROM contest_team UNION SELECT name_en FROM contest_team UNION SELECT emblem FROM contest_team
UNION SELECT name_ko FROM contest_fielding UNION SELECT name_en FROM contest_fielding
UNION SELECT ref FROM contest_team UNION SELECT name FROM arena_entrant UNION SELECT ref FROM arena_entrant
UNION SELECT base_url FROM arena_endpoint UNION SELECT served_name FROM arena_endpoint
UNION SELECT ref FROM arena_endpoint
"""


def test_no_byte_of_two_hundred_battles_tells_who_is_who_before_the_vote(start_site: StartSite) -> None:
    pace = {"ARENA_RELEASE_BYTES_PER_SECOND": "100000"}
    with start_site(webs=2, workers=2, environment=pace) as site:
        words = [word.encode() for (word,) in rows(site, IDENTITIES) if word]
        words += [word.encode("unicode_escape") for (word,) in rows(site, IDENTITIES) if word]
        seen = [0]
        found: list[bytes] = []

        def witness(payload: bytes) -> None:
            seen[0] += 1
            found.extend(word for word in words if word in payload)

        tale = crowd(site, 200, voters=40, concurrency=25, witness=witness)
        assert tale.states == {"voted": 200}, site.logs()
        assert found == []
        assert seen[0] > 1000
        pairs = Counter(rows(site, "SELECT entrant_a_id, entrant_b_id FROM arena_battle"))
        assert set(pairs.values()) == {10}
