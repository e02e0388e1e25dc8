"""Workers that fold are killed while votes come in and are voided: no vote is counted twice or never."""

import itertools
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import psycopg
import pytest

from contest.supervisor.site_programs import ROOT
from tests.services.site import manage, site_environment

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("faults")]
PORTION, AT_ONCE = 500, 2
CAST = """
WITH drawn AS (
    INSERT INTO arena_battle (ref, pool_id, voter_ref, entrant_a_id, entrant_b_id, state, void_reason, language, topic,
                              simulated, probed, style, turn_count, drawn_at)
    SELECT 'b-' || n, (SELECT id FROM arena_pool), 'voter-' || n %% 50, pair.a, pair.b, 'voted', '', 'ko', '',
           false, false, '[]', 1, now()
    FROM generate_series(%(first)s::int, %(last)s::int) n
    JOIN (SELECT a.id a, b.id b, row_number() OVER () - 1 place
          FROM arena_entrant a JOIN arena_entrant b ON a.id <> b.id) pair ON pair.place = n %% 20
    RETURNING id, ref, voter_ref
)
INSERT INTO arena_vote (battle_id, voter_ref, receipt_ref, voter_group, outcome, reasons, comment, key, digest, cast_at,
                        earlier_folds, void_reason)
SELECT id, voter_ref, ref, 'open', (ARRAY['a_better','b_better','tie','both_bad'])[1 + id %% 4], '[]', '', ref, '',
       now(), '[]', ''
FROM drawn
"""
VOID = "UPDATE arena_vote SET voided_at = now() WHERE id %% 97 = 0 AND voided_at IS NULL AND id <= %(last)s"
FRESH = """
SELECT least(entrant_a_id, entrant_b_id), greatest(entrant_a_id, entrant_b_id),
       CASE WHEN outcome IN ('tie', 'both_bad') THEN outcome
            WHEN (outcome = 'a_better') = (entrant_a_id < entrant_b_id) THEN 'first' ELSE 'second' END, count(*)
FROM arena_vote JOIN arena_battle ON arena_battle.id = battle_id WHERE voided_at IS NULL GROUP BY 1, 2, 3
"""
TALLIES = "SELECT entrant_a_id, entrant_b_id, a_wins, b_wins, ties, both_bads FROM arena_tally WHERE slice = 'all'"
WAITING = """SELECT count(*) FROM arena_vote WHERE (voided_at IS NULL AND fold IS NULL)
             OR (voided_at IS NOT NULL AND fold IS NOT NULL AND void_fold IS NULL)"""


def start(environment: dict[str, str]) -> "subprocess.Popen[str]":
    words = [sys.executable, "-m", "tests.stack.folding_process"]
    variables = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "contest.settings"}
    return subprocess.Popen(words, cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True)


def cast_all(url: str, votes: int, stop: threading.Event) -> None:
    """Votes come in portions over the time of the kills; some of those before are voided."""
    with psycopg.connect(url, autocommit=True) as connection:
        for first in range(0, votes, PORTION):
            connection.execute(CAST, {"first": first, "last": first + PORTION - 1})
            connection.execute(VOID, {"last": first})
            stop.wait(0.15)


def counted(connection: "psycopg.Connection[tuple[int, ...]]") -> Counter[tuple[int, int, str]]:
    found: Counter[tuple[int, int, str]] = Counter()
    for a, b, first, second, ties, both_bads in connection.execute(TALLIES):
        for outcome, count in (("first", first), ("second", second), ("tie", ties), ("both_bad", both_bads)):
            found[a, b, outcome] += count
    return +found


@pytest.mark.parametrize(
    ("votes", "kills"), [(4_000, 4), pytest.param(20_000, 20, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_killed_workers_leave_the_tallies_of_a_fresh_count(
    postgres_url: str, tmp_path: Path, votes: int, kills: int
) -> None:
    environment = site_environment(postgres_url, "redis://127.0.0.1:1/0", tmp_path)
    endpoints = [f"--endpoint=http://127.0.0.1:9#m-{number}" for number in range(5)]
    manage(environment, "seed_rehearsal", "--no-votes", *endpoints)
    rng, stop = random.Random(4), threading.Event()
    casting = threading.Thread(target=cast_all, args=(postgres_url, votes, stop))
    workers = [start(environment) for _ in range(AT_ONCE)]
    casting.start()
    try:
        for turn in itertools.islice(itertools.cycle(range(AT_ONCE)), kills):
            assert workers[turn].stdout is not None
            assert workers[turn].stdout.readline() == "ready\n"
            time.sleep(rng.uniform(0, 0.2))
            workers[turn].kill()
            workers[turn].communicate()
            workers[turn] = start(environment)
        casting.join()
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            deadline = time.monotonic() + 60
            while connection.execute(WAITING).fetchone() != (0,):
                assert time.monotonic() < deadline, "The votes were not folded."
                time.sleep(0.05)
            fresh = Counter({(a, b, said): count for a, b, said, count in connection.execute(FRESH)})
            assert counted(connection) == fresh
            assert sum(fresh.values()) > 0.9 * votes
    finally:
        stop.set()
        for worker in workers:
            worker.kill()
            worker.communicate()
        casting.join()
