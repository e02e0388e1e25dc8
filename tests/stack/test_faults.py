"""Processes die in mid-stream; every battle still ends, and no acknowledged vote is lost."""

import asyncio

import pytest

from contest.rehearsal.citizen import Played
from tests.services.fixtures import StartSite
from tests.services.servers import RedisServer
from tests.services.site import Site
from tests.stack.taking_part import play_while, rows

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("faults")]
# Slow enough that a process can be killed in the middle of an answer.
PACE = {"ARENA_RELEASE_BYTES_PER_SECOND": "150"}


def assert_nothing_is_lost(site: Site, played: list[Played]) -> None:
    """Every battle has ended, and each acknowledged vote is in its table."""
    states = {state for (state,) in rows(site, "SELECT DISTINCT state FROM arena_battle")}
    assert states <= {"voted", "void"}, site.logs()
    acknowledged = {battle.receipt for battle in played if battle.state == "voted"}
    assert acknowledged == {receipt for (receipt,) in rows(site, "SELECT receipt_ref FROM arena_vote")}


def test_a_killed_worker_ends_its_battles_void_and_leaves_the_others(start_site: StartSite) -> None:
    with start_site(workers=2, environment=PACE) as site:

        async def kill_a_worker() -> None:
            await asyncio.sleep(1)
            site.workers[0].kill()

        played = asyncio.run(play_while(site, 6, kill_a_worker))
        assert_nothing_is_lost(site, played)
        assert {battle.state for battle in played} <= {"voted", "void"}
        assert max(battle.complete or 999 for battle in played if battle.state == "void") < 60


def test_a_killed_web_process_is_replaced_by_the_other_without_gap_or_duplicate(start_site: StartSite) -> None:
    with start_site(webs=2, environment=PACE) as site:

        async def kill_a_web_process() -> None:
            await asyncio.sleep(1)
            site.webs[0].kill()

        played = asyncio.run(play_while(site, 6, kill_a_web_process))
        assert_nothing_is_lost(site, played)
        assert [battle.state for battle in played] == ["voted"] * 6, site.logs()
        shown = {ref: (a, b) for ref, a, b in rows(site, SHOWN)}
        assert all(shown[battle.battle_ref] == battle.texts for battle in played)


def test_a_restarted_redis_loses_no_text_and_no_vote(start_site: StartSite, redis: RedisServer) -> None:
    with start_site(environment=PACE) as site:

        async def restart_redis() -> None:
            await asyncio.sleep(1)
            redis.child.kill()
            await asyncio.sleep(1)
            await asyncio.to_thread(redis.child.restart)

        played = asyncio.run(play_while(site, 6, restart_redis))
        assert_nothing_is_lost(site, played)
        assert [battle.state for battle in played].count("voted") >= 1, site.logs()
        shown = {ref: (a, b) for ref, a, b in rows(site, SHOWN)}
        assert all(shown[battle.battle_ref] == battle.texts for battle in played if battle.state == "voted")


SHOWN = """
SELECT battle.ref, a.shown_text, b.shown_text FROM arena_battle battle
JOIN arena_turn turn ON turn.battle_id = battle.id
JOIN arena_completion a ON a.turn_id = turn.id AND a.side = 'a'
JOIN arena_completion b ON b.turn_id = turn.id AND b.side = 'b'
"""
