"""Processes die or stand still in mid-stream; every battle still ends, and no acknowledged vote is lost."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

import psycopg
import pytest
from psycopg import sql

from contest.rehearsal.citizen import Played
from contest.supervisor.child import Child
from tests.services.servers import PostgresServer, RedisServer
from tests.services.site import Site, site_processes
from tests.stack.persistent import votes_while
from tests.stack.shared import forget_battles, mend
from tests.stack.taking_part import crowd, play_while, rows

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("faults")]
# Slow enough that a process can be killed in the middle of an answer, and a dead worker is given up soon.
TERMS = {"ARENA_RELEASE_BYTES_PER_SECOND": "500", "ARENA_STALLED_SECONDS": "8"}


@pytest.fixture(scope="module")
def slow_site(postgres: PostgresServer, redis: RedisServer, migrated_template: str) -> Iterator[Site]:
    """Two web processes and two workers, for all tests here."""
    name = postgres.create_database(migrated_template)
    write_at_commit(postgres.url(name))
    redis.flush()
    with site_processes(postgres.url(name), redis.url, migrate=False, webs=2, workers=2, environment=TERMS) as site:
        yield site
    postgres.drop_database(name)


def write_at_commit(database_url: str) -> None:
    """The tests' server lets commits wait in its memory; here, as in a contest, they are written when they are made."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        name = sql.Identifier(connection.info.dbname)
        connection.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit TO on").format(name))


@pytest.fixture
def site(slow_site: Site) -> Iterator[Site]:
    """The slow site without battles; whatever a test kills is started again."""
    forget_battles(slow_site)
    yield slow_site
    mend(slow_site)


def assert_nothing_is_lost(site: Site, played: list[Played]) -> None:
    """Every battle has ended, and each acknowledged vote is in its table."""
    states = {state for (state,) in rows(site, "SELECT DISTINCT state FROM arena_battle")}
    assert states <= {"voted", "void"}, site.logs()
    acknowledged = {battle.receipt for battle in played if battle.state == "voted"}
    assert acknowledged == {receipt for (receipt,) in rows(site, "SELECT receipt_ref FROM arena_vote")}


@contextmanager
def running_afterwards(server: Child) -> Iterator[None]:
    """Other tests need the server as well, whatever becomes of this one."""
    try:
        yield
    finally:
        if not server.running:
            server.restart()


def test_a_killed_worker_ends_its_battles_void_and_leaves_the_others(site: Site) -> None:
    async def kill_a_worker() -> None:
        await asyncio.sleep(1)
        site.workers[0].kill()

    played = asyncio.run(play_while(site, 6, kill_a_worker))
    assert_nothing_is_lost(site, played)
    assert {battle.state for battle in played} <= {"voted", "void"}
    assert max(battle.complete or 999 for battle in played if battle.state == "void") < 60


def test_a_killed_web_process_is_replaced_by_the_other_without_gap_or_duplicate(site: Site) -> None:
    async def kill_a_web_process() -> None:
        await asyncio.sleep(1)
        site.webs[0].kill()

    played = asyncio.run(play_while(site, 6, kill_a_web_process))
    assert_nothing_is_lost(site, played)
    assert [battle.state for battle in played] == ["voted"] * 6, site.logs()
    shown = {ref: (a, b) for ref, a, b in rows(site, SHOWN)}
    assert all(shown[battle.battle_ref] == battle.texts for battle in played)


def test_a_restarted_redis_loses_no_text_and_no_vote(site: Site, redis: RedisServer) -> None:
    async def restart_redis() -> None:
        await asyncio.sleep(1)
        redis.child.kill()
        await asyncio.sleep(1)
        await asyncio.to_thread(redis.child.restart)

    with running_afterwards(redis.child):
        played = asyncio.run(play_while(site, 6, restart_redis))
    assert_nothing_is_lost(site, played)
    assert [battle.state for battle in played].count("voted") >= 1, site.logs()
    shown = {ref: (a, b) for ref, a, b in rows(site, SHOWN)}
    assert all(shown[battle.battle_ref] == battle.texts for battle in played if battle.state == "voted")


def test_a_worker_that_stands_still_is_given_up_and_changes_nothing_when_it_wakes(site: Site) -> None:
    async def stop_a_worker() -> None:
        await asyncio.sleep(1)
        site.workers[0].signal(signal.SIGSTOP)

    try:
        played = asyncio.run(play_while(site, 6, stop_a_worker))
    finally:
        ended = rows(site, ENDED)
        site.workers[0].signal(signal.SIGCONT)
    assert_nothing_is_lost(site, played)
    assert "void" in {battle.state for battle in played}, "The worker that stood still had no battle in hand."
    later = crowd(site, 4)
    assert later.states == {"voted": 4}, site.logs()
    assert set(ended) <= set(rows(site, ENDED))


def test_battles_end_and_new_ones_are_answered_after_all_workers_were_away(site: Site) -> None:
    async def lose_all_workers() -> None:
        await asyncio.sleep(1)
        for worker in site.workers:
            worker.kill()
        await asyncio.sleep(3)
        await asyncio.to_thread(mend, site)

    played = asyncio.run(play_while(site, 6, lose_all_workers))
    assert_nothing_is_lost(site, played)
    assert "void" in {battle.state for battle in played}, "The workers had no battle in hand."
    later = crowd(site, 4)
    assert later.states == {"voted": 4}, site.logs()


def test_a_database_that_crashes_among_votes_keeps_each_acknowledged_one_and_takes_the_rest_once(
    site: Site, postgres: PostgresServer
) -> None:
    def crash_and_recover() -> None:
        postgres.child.signal(signal.SIGQUIT)
        postgres.child.restart()

    with running_afterwards(postgres.child):
        voters = asyncio.run(votes_while(site, 16, lambda: asyncio.to_thread(crash_and_recover)))
    assert any(voter.failures for voter in voters), "No vote met the crash."
    receipts = sorted(voter.receipt for voter in voters)
    assert receipts == sorted(receipt for (receipt,) in rows(site, "SELECT receipt_ref FROM arena_vote"))
    assert rows(site, "SELECT count(DISTINCT battle_id) FROM arena_vote") == [(16,)]
    later = crowd(site, 2)
    assert later.states == {"voted": 2}, site.logs()


def test_a_web_process_that_was_killed_serves_again_at_its_address(site: Site) -> None:
    site.webs[1].kill()
    assert not site.webs[1].running
    site.webs[1].restart()
    assert urlopen(site.urls[1] + "/healthz").status == 200, site.logs()


ENDED = """
SELECT battle.ref, battle.state, battle.void_reason, completion.shown_text FROM arena_battle battle
JOIN arena_turn turn ON turn.battle_id = battle.id
JOIN arena_completion completion ON completion.turn_id = turn.id
"""
SHOWN = """
SELECT battle.ref, a.shown_text, b.shown_text FROM arena_battle battle
JOIN arena_turn turn ON turn.battle_id = battle.id
JOIN arena_completion a ON a.turn_id = turn.id AND a.side = 'a'
JOIN arena_completion b ON b.turn_id = turn.id AND b.side = 'b'
"""
