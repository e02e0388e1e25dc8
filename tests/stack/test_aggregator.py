"""Workers are killed in the middle of folding and publishing, while votes come in and are voided."""

import itertools
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg
import pytest

from contest.supervisor.site_programs import ROOT
from tests.services.site import manage, site_environment

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("faults")]
PORTION, AT_ONCE = 500, 2
PATIENCE_SECONDS = 60.0
CAST = """
WITH drawn AS (
    INSERT INTO arena_battle (ref, pool_id, voter_ref, entrant_a_id, entrant_b_id, state, void_reason, language, topic,
                              simulated, probed, style, turn_count, drawn_at)
    SELECT 'b-' || n, (SELECT id FROM arena_pool), 'voter-' || n %% 50, pair.a, pair.b, 'voted', '',
           (ARRAY['ko', 'en'])[1 + n %% 2], (ARRAY['farming', 'law', ''])[1 + n %% 3], false, false, '[]', 1 + n %% 2,
           now()
    FROM generate_series(%(first)s::int, %(last)s::int) n
    JOIN (SELECT a.id a, b.id b, row_number() OVER () - 1 place
          FROM arena_entrant a JOIN arena_entrant b ON a.id <> b.id) pair ON pair.place = n %% 20
    RETURNING id, ref, voter_ref
)
INSERT INTO arena_vote (battle_id, voter_ref, receipt_ref, voter_group, outcome, reasons, comment, key, digest, cast_at,
                        earlier_folds, void_reason)
SELECT id, voter_ref, ref, (ARRAY['open', 'expert'])[1 + id / 3 %% 2],
       (ARRAY['a_better','b_better','tie','both_bad'])[1 + id %% 4], '[]', '', ref, '',
       now(), '[]', ''
FROM drawn
"""
VOID = "UPDATE arena_vote SET voided_at = now() WHERE id %% 97 = 0 AND voided_at IS NULL AND id <= %(last)s"
FRESH = """
SELECT name, least(entrant_a_id, entrant_b_id), greatest(entrant_a_id, entrant_b_id),
       CASE WHEN outcome IN ('tie', 'both_bad') THEN outcome
            WHEN (outcome = 'a_better') = (entrant_a_id < entrant_b_id) THEN 'first' ELSE 'second' END, count(*)
FROM arena_vote JOIN arena_battle ON arena_battle.id = battle_id
CROSS JOIN unnest(ARRAY['all', 'language:' || language, 'topic:' || nullif(topic, ''),
                        'turns:' || CASE turn_count WHEN 1 THEN '1' ELSE 'more' END, 'voters:' || voter_group]) name
WHERE voided_at IS NULL AND name IS NOT NULL GROUP BY 1, 2, 3, 4
"""
TALLIES = "SELECT slice, entrant_a_id, entrant_b_id, a_wins, b_wins, ties, both_bads FROM arena_tally"
BOARDS = "SELECT ref, number, watermark FROM arena_leaderboardsnapshot ORDER BY number"
WAITING = """SELECT count(*) FROM arena_vote WHERE (voided_at IS NULL AND fold IS NULL)
             OR (voided_at IS NOT NULL AND fold IS NOT NULL AND void_fold IS NULL)"""


class Worker:
    """A process that folds and publishes; `doing` is what it said last."""

    def __init__(self, environment: dict[str, str]) -> None:
        words = [sys.executable, "-m", "tests.stack.folding_process"]
        variables = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "contest.settings"}
        self.doing = ""
        self._process = subprocess.Popen(words, cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True)
        self._listening = threading.Thread(target=self._listen)
        self._listening.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.doing = line.strip()

    def killed_while(self, wanted: str, rng: random.Random) -> str:
        """Kill it when it is at this, or as good as; what it was really at."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.doing != wanted and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(rng.uniform(0, 0.02))
        self.kill()
        return self.doing

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._listening.join()
        assert self._process.stdout is not None
        self._process.stdout.close()


def cast_all(url: str, votes: int, stop: threading.Event) -> None:
    """Votes come in portions over the time of the kills; some of those before are voided."""
    with psycopg.connect(url, autocommit=True) as connection:
        for first in range(0, votes, PORTION):
            connection.execute(CAST, {"first": first, "last": first + PORTION - 1})
            connection.execute(VOID, {"last": first})
            stop.wait(0.15)


def counted(connection: "psycopg.Connection[Any]") -> Counter[tuple[str, int, int, str]]:
    found: Counter[tuple[str, int, int, str]] = Counter()
    for name, a, b, first, second, ties, both_bads in connection.execute(TALLIES):
        for outcome, count in (("first", first), ("second", second), ("tie", ties), ("both_bad", both_bads)):
            found[name, a, b, outcome] += count
    return +found


def wait_until_folded(connection: "psycopg.Connection[Any]") -> None:
    deadline = time.monotonic() + 3 * PATIENCE_SECONDS
    while connection.execute(WAITING).fetchone() != (0,):
        assert time.monotonic() < deadline, "The votes were not folded."
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("votes", "kills"), [(4_000, 6), pytest.param(20_000, 20, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_workers_killed_at_work_leave_the_tallies_of_a_fresh_count_and_whole_boards(
    postgres_url: str, tmp_path: Path, votes: int, kills: int
) -> None:
    environment = site_environment(postgres_url, "redis://127.0.0.1:1/0", tmp_path)
    endpoints = [f"--endpoint=http://127.0.0.1:9#m-{number}" for number in range(5)]
    manage(environment, "seed_rehearsal", "--no-votes", *endpoints)
    rng, stop = random.Random(4), threading.Event()
    casting = threading.Thread(target=cast_all, args=(postgres_url, votes, stop))
    workers = [Worker(environment) for _ in range(AT_ONCE)]
    casting.start()
    met: Counter[str] = Counter()
    try:
        for turn in range(kills):
            # Each worker is killed at folding and at publishing by turns.
            place, wanted = turn % AT_ONCE, ("counting", "rating")[turn // AT_ONCE % 2]
            met[workers[place].killed_while(wanted, rng)] += 1
            workers[place] = Worker(environment)
        casting.join()
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            wait_until_folded(connection)
            fresh = Counter({tuple(row[:4]): row[4] for row in connection.execute(FRESH)})
            assert counted(connection) == fresh
            assert sum(count for (name, *_), count in fresh.items() if name == "all") > 0.9 * votes
            boards = connection.execute(BOARDS).fetchall()
    finally:
        stop.set()
        for worker in workers:
            worker.kill()
        casting.join()
    assert met["counting"], f"No kill met the middle of a fold: {met}."
    assert met["rating"], f"No kill met the middle of a publication: {met}."
    assert [number for _, number, _ in boards] == list(range(1, len(boards) + 1))
    assert all(earlier < later for (*_, earlier), (*_, later) in itertools.pairwise(boards))
    manage(environment, "recompute_leaderboard", "--snapshot", boards[-1][0])
