"""Workers are killed in the middle of folding and publishing, while votes come in and are voided."""

import itertools
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from contest.supervisor.site_programs import ROOT
from tests.services.commands import manage
from tests.services.site import site_environment

pytestmark = [pytest.mark.stack]
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


class Workers:
    """Processes that fold and publish; `doing` is what each said last, `gone` who was killed."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.doing: dict[int, str] = {}
        self.gone: set[int] = set()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.stack.folding_process"],
            cwd=ROOT,
            env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "contest.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._listening = threading.Thread(target=self._listen)
        self._listening.start()

    def start(self) -> int:
        """Start one more; its process id."""
        known = set(self.doing)
        self._ask("start")
        wait_until(lambda: set(self.doing) > known, "No worker started.")
        return (set(self.doing) - known).pop()

    def killed_while(self, pid: int, wanted: str, rng: random.Random) -> str:
        """Kill one when it is at this, or as good as; what it was really at."""
        wait_until(lambda: self.doing[pid] == wanted, f"No worker was {wanted}.")
        time.sleep(rng.uniform(0, 0.02))
        self._ask(str(pid))
        wait_until(lambda: pid in self.gone, "A worker survived.")
        return self.doing[pid]

    def close(self) -> None:
        """Kill all that are left."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._listening.join()
        self._process.stdout.close()
        self._process.wait()

    def _ask(self, words: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{words}\n")
        self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            pid, what = line.split()
            if what == "gone":
                self.gone.add(int(pid))
            else:
                self.doing[int(pid)] = what


def wait_until(is_so: Callable[[], bool], otherwise: str, patience: float = PATIENCE_SECONDS) -> None:
    """Wait for what other processes do."""
    deadline = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.001)


def cast_all(url: str, votes: int, killing: threading.Event) -> None:
    """Votes come in portions, so that there are always some to fold while workers are killed, and `votes` at least.

    With each portion some of those before are voided.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        cast = 0
        while killing.is_set() or cast < votes:
            if not killing.is_set() or waiting(connection) < PORTION:
                connection.execute(CAST, {"first": cast, "last": cast + PORTION - 1})
                connection.execute(VOID, {"last": cast})
                cast += PORTION
            time.sleep(0.02)


def counted(connection: "psycopg.Connection[Any]") -> Counter[tuple[str, int, int, str]]:
    found: Counter[tuple[str, int, int, str]] = Counter()
    for name, a, b, first, second, ties, both_bads in connection.execute(TALLIES):
        for outcome, count in (("first", first), ("second", second), ("tie", ties), ("both_bad", both_bads)):
            found[name, a, b, outcome] += count
    return +found


def waiting(connection: "psycopg.Connection[Any]") -> int:
    """How many votes are to be counted or taken out."""
    ((count,),) = connection.execute(WAITING).fetchall()
    return int(count)


@pytest.mark.parametrize(
    ("votes", "kills"), [(1_500, 6), pytest.param(20_000, 20, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_workers_killed_at_work_leave_the_tallies_of_a_fresh_count_and_whole_boards(
    postgres_url: str, tmp_path: Path, votes: int, kills: int
) -> None:
    environment = site_environment(postgres_url, "redis://127.0.0.1:1/0", tmp_path)
    endpoints = [f"--endpoint=http://127.0.0.1:9#m-{number}" for number in range(5)]
    manage(environment, "seed_rehearsal", "--no-votes", *endpoints)
    rng, killing, met = random.Random(4), threading.Event(), Counter[str]()
    workers = Workers(environment)
    casting = threading.Thread(target=cast_all, args=(postgres_url, votes, killing))
    killing.set()
    casting.start()
    try:
        at_work = [workers.start() for _ in range(AT_ONCE)]
        for turn in range(kills):
            # Each worker is killed at folding and at publishing by turns.
            place, wanted = turn % AT_ONCE, ("counting", "rating")[turn // AT_ONCE % 2]
            met[workers.killed_while(at_work[place], wanted, rng)] += 1
            at_work[place] = workers.start()
        killing.clear()
        casting.join()
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            wait_until(lambda: waiting(connection) == 0, "The votes were not folded.", 3 * PATIENCE_SECONDS)
            fresh = Counter({tuple(row[:4]): row[4] for row in connection.execute(FRESH)})
            assert counted(connection) == fresh
            assert sum(count for (name, *_), count in fresh.items() if name == "all") > 0.9 * votes
            boards = connection.execute(BOARDS).fetchall()
    finally:
        killing.clear()
        casting.join()
        workers.close()
    assert met["counting"], f"No kill met the middle of a fold: {met}."
    assert met["rating"], f"No kill met the middle of a publication: {met}."
    assert [number for _, number, _ in boards] == list(range(1, len(boards) + 1))
    assert all(earlier < later for (*_, earlier), (*_, later) in itertools.pairwise(boards))
    manage(environment, "recompute_leaderboard", "--snapshot", boards[-1][0])
