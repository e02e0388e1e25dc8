"""A million votes into files, beside a bare COPY of the same rows: `python -m benchmarks.exports`.

Runs `manage.py export_votes` against a real PostgreSQL, the start of the process included, and notes its memory. The
bare dump is one COPY of the same rows and raw columns in the same order, from the server into a file. Rounds
alternate; the best of each is compared, because other work on the machine only ever slows one down.
"""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.streaming import ROOT
from benchmarks.support.machine import print_load
from tests.services.commands import manage
from tests.services.folders import temporary_folder
from tests.services.servers import postgres_server
from tests.services.site import site_environment

CSV_SECONDS, PARQUET_SECONDS, MOST_MB, CSV_RATIO = 30, 15, 200, 0.3
STAGE = "rehearsal"
VOTERS = 100_000
BARE = """COPY (
SELECT v.id, v.voter_ref, b.ref, b.entrant_a_id, b.entrant_b_id, v.outcome, b.turn_count, b.language, v.cast_at,
       b.topic, v.voter_group, v.reasons, b.style, b.simulated, v.fold, v.comment
FROM arena_vote v JOIN arena_battle b ON b.id = v.battle_id JOIN arena_pool p ON p.id = b.pool_id
WHERE v.voided_at IS NULL ORDER BY v.id) TO STDOUT (FORMAT csv)"""
# Voted battles of the newest pool with their votes: hashes for refs, entrants and outcomes in turn.
FILL = """
CREATE TEMPORARY TABLE pair AS
  SELECT row_number() OVER () - 1 AS number, a.entrant_id AS a, b.entrant_id AS b, a.pool_id AS pool
  FROM arena_poolentrant a JOIN arena_poolentrant b ON a.pool_id = b.pool_id AND a.entrant_id <> b.entrant_id;
INSERT INTO arena_battle (ref, pool_id, voter_ref, entrant_a_id, entrant_b_id, state, void_reason, language, topic,
  simulated, probed, style, turn_count, drawn_at, ended_at)
SELECT substr(md5(n::text), 1, 16), pair.pool, encode(sha256((n % :voters)::text::bytea), 'hex'), pair.a, pair.b,
  'voted', '',
  CASE WHEN n % 9 = 0 THEN 'en' ELSE 'ko' END, (ARRAY['work', 'health', 'code', 'law'])[n % 4 + 1], false, false,
  jsonb_build_array(jsonb_build_array(n % 3000, n % 5, n % 11, n % 13), jsonb_build_array(n % 2900, 1, 2, 3)),
  n % 3 + 1, now() - n * interval '1.237 s', now() - n * interval '1.2 s'
FROM generate_series(1, :votes) AS n JOIN pair ON pair.number = n % (SELECT count(*) FROM pair);
INSERT INTO arena_vote (battle_id, voter_ref, receipt_ref, voter_group, outcome, reasons, comment, key, digest, cast_at,
  earlier_folds, void_reason, fold)
SELECT id, voter_ref, 'r' || ref, 'open', (ARRAY['a_better', 'b_better', 'tie', 'both_bad'])[id % 4 + 1],
  CASE WHEN id % 3 = 0 THEN '["accuracy", "style"]' ELSE '[]' END::jsonb,
  CASE WHEN id % 20 = 0 THEN '좋았어요' ELSE '' END, 'key' || ref, ref, ended_at, '[]', '', 1
FROM arena_battle WHERE state = 'voted';
"""


@dataclass(frozen=True)
class Run:
    """One way of writing the rows once."""

    seconds: float
    mb: float
    size: int


def fill(url: str, votes: int) -> None:
    """Write the votes by the database's own means, as the site's tables hold them."""
    with psycopg.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
        statements = FILL.replace(":voters", str(VOTERS)).replace(":votes", str(votes))
        for statement in statements.split(";\n"):
            if statement.strip():
                cursor.execute(statement)  # type: ignore[arg-type]
        cursor.execute("VACUUM ANALYZE")


def bare(url: str, folder: Path) -> Run:
    """COPY into a file, nothing done to the rows."""
    path = folder / "bare.csv"
    begun = time.perf_counter()
    with psycopg.connect(url) as connection, connection.cursor() as cursor, path.open("wb") as file:
        with cursor.copy(BARE) as copied:
            file.writelines(copied)
        file.flush()
        os.fsync(file.fileno())
    return Run(time.perf_counter() - begun, 0.0, path.stat().st_size)


def without_pandas(folder: Path) -> dict[str, str]:
    """A site has no pandas, and the environment of the tests has: Arrow would load it there, 38 MB, for nothing."""
    hidden = folder / "hidden"
    hidden.mkdir()
    (hidden / "pandas.py").write_text('raise ImportError("A site has no pandas.")\n')
    return {"PYTHONPATH": str(hidden)}


def export(environment: dict[str, str], folder: Path, form: str, *more: str) -> Run:
    """`manage.py export_votes` in a process of its own."""
    path = folder / f"votes.{form}"
    words = [sys.executable, "manage.py", "export_votes", "--stage", STAGE, "--output", str(path), *more]
    begun = time.perf_counter()
    process = subprocess.Popen(
        words, cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"export_votes ended with {process.returncode}.")
    return Run(time.perf_counter() - begun, used.ru_maxrss * 1024 / 1e6, path.stat().st_size)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--votes", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print_load()
    with temporary_folder() as folder, postgres_server() as postgres:
        url = postgres.url(postgres.create_database())
        environment = site_environment(url, "redis://127.0.0.1:1/0", folder) | without_pandas(folder)
        seed = [f"--endpoint=http://127.0.0.1:9#m{number}" for number in range(5)]
        manage(environment, "prepare_site", "--tables", "--no-votes", *seed)
        fill(url, options.votes)
        runs: dict[str, list[Run]] = {}
        for _ in range(options.rounds):
            runs.setdefault("bare COPY", []).append(bare(url, folder))
            runs.setdefault("csv", []).append(export(environment, folder, "csv"))
            runs.setdefault("csv public", []).append(export(environment, folder, "csv", "--public"))
            runs.setdefault("parquet public", []).append(export(environment, folder, "parquet", "--public"))
            runs.setdefault("jsonl public", []).append(export(environment, folder, "jsonl", "--public"))
    report(options.votes, {name: min(found, key=lambda run: run.seconds) for name, found in runs.items()})


def report(votes: int, best: dict[str, Run]) -> None:
    """The figures and the bars."""
    for name, run in best.items():
        print(
            f"{name:<15} {run.seconds:6.2f} s {votes / run.seconds:10,.0f} rows/s {run.size / 1e6:7.1f} MB on disk"
            f" {run.mb:5.0f} MB resident   {best['bare COPY'].seconds / run.seconds:.2f} of the bare COPY"
        )
    ratio = best["bare COPY"].seconds / max(best["csv"].seconds, best["csv public"].seconds)
    bars = {
        f"CSV ≤ {CSV_SECONDS} s": max(best["csv"].seconds, best["csv public"].seconds) <= CSV_SECONDS,
        f"Parquet ≤ {PARQUET_SECONDS} s": best["parquet public"].seconds <= PARQUET_SECONDS,
        f"resident ≤ {MOST_MB} MB": max(run.mb for run in best.values()) <= MOST_MB,
        f"CSV ≥ {CSV_RATIO} of the bare COPY": ratio >= CSV_RATIO,
    }
    for bar, holds in bars.items():
        print(f"bar: {bar}: {'PASS' if holds else 'FAIL'}")


if __name__ == "__main__":
    main()
