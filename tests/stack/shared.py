"""A running site that several tests share: each finds no battles, and every process at work."""

import psycopg

from tests.services.site import Site

# Deleted rather than truncated: nobody who reads meanwhile is waited for. The first statement waits for a fold. Folds
# go on being counted: a board that is made meanwhile, and what workers remember, must stay older than what follows.
EMPTY = """
SET LOCAL session_replication_role = replica;
UPDATE arena_pool SET folds = folds + 1;
UPDATE arena_exposure SET drawn = 0;
DELETE FROM arena_findingdecision;
DELETE FROM arena_findingvote;
DELETE FROM arena_finding;
DELETE FROM arena_vote;
DELETE FROM arena_completion;
DELETE FROM arena_turn;
DELETE FROM arena_battle;
DELETE FROM arena_tally;
DELETE FROM arena_leaderboardsnapshot;
"""


def forget_battles(site: Site) -> None:
    """Take away what earlier tests left: battles, votes, boards, and how often pairs have met."""
    with psycopg.connect(site.environment["DATABASE_URL"]) as connection:
        connection.execute(EMPTY)


def mend(site: Site) -> None:
    """Start again, side by side, whatever a test has killed."""
    killed = [child for child in (site.beat, *site.webs, *site.workers) if not child.running]
    for child in killed:
        child.start()
    for child in killed:
        child.wait_ready()
