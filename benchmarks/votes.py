"""Votes acknowledged durably a second, beside pgbench: `python -m benchmarks.votes`.

Votes go over HTTP through the whole site (cookies, CSRF, one transaction, reveal rendered) on a PostgreSQL with fsync
on. pgbench runs the vote's own statements (lock the battle, move it, insert the vote) on the same server with as many
clients. Rounds alternate; the best of each is compared, because other work on the machine only ever slows one down.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import django

from benchmarks.streaming import ROOT
from tests.services.folders import postgres_binaries, temporary_folder
from tests.services.servers import PostgresServer, postgres_server, redis_server
from tests.services.site import Site, site_processes

BAR_RATIO, BAR_VOTES = 0.25, 200
# Every client votes once on each battle of its own share; nextval hands out battles that nobody else has.
PGBENCH = """BEGIN;
SELECT nextval('benchmark_battles') AS id \\gset
SELECT id, voter_ref, state FROM arena_battle WHERE id = :id FOR UPDATE;
UPDATE arena_battle SET state = 'voted', ended_at = now() WHERE id = :id AND state IN ('ready');
INSERT INTO arena_vote (battle_id, voter_ref, receipt_ref, outcome, reasons, comment, key, digest, cast_at, void_reason)
SELECT :id, voter_ref, 'r' || ref, 'a_better', '[]', '', 'benchmark-key-' || ref, repeat('0', 64), now(), ''
FROM arena_battle WHERE id = :id;
COMMIT;
"""


def over_http(site: Site, folder: Path, votes: int, voters: int) -> float:
    """Votes a second through the site."""
    from benchmarks.support.ready_battles import make_ready_battles  # noqa: PLC0415  needs a configured Django

    ballots = folder / "ballots.json"
    ballots.write_text(json.dumps([vars(battle) for battle in make_ready_battles(votes)]))
    words = ["benchmarks.support.voters", "--ballots", str(ballots), "--voters", str(voters), "--urls", *site.urls]
    told = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, check=True, cwd=ROOT)
    found = json.loads(told.stdout)
    if found["statuses"] != {"200": votes}:
        raise SystemExit(f"Not every vote was acknowledged: {found['statuses']}\n{site.logs()}")
    return float(votes / found["seconds"])


def with_pgbench(postgres: PostgresServer, site: Site, folder: Path, votes: int, clients: int) -> float:
    """Transactions a second of the vote's own statements."""
    from django.db import connection  # noqa: PLC0415

    from arena.models import Battle  # noqa: PLC0415
    from benchmarks.support.ready_battles import make_ready_battles  # noqa: PLC0415

    first = Battle.objects.get(ref=make_ready_battles(votes)[0].ref).pk
    with connection.cursor() as cursor:
        cursor.execute("DROP SEQUENCE IF EXISTS benchmark_battles")
        cursor.execute(f"CREATE SEQUENCE benchmark_battles START {first}")
    script = folder / "vote.sql"
    script.write_text(PGBENCH)
    binary = postgres_binaries(folder) / "pgbench"
    words = [binary, "-n", "-f", script, "-c", str(clients), "-j", "2", "-t", str(votes // clients), "-M", "prepared"]
    told = subprocess.run(
        [*map(os.fspath, words), site.environment["DATABASE_URL"]], capture_output=True, text=True, check=True
    )
    return float(re.search(r"tps = ([\d.]+)", told.stdout)[1])  # type: ignore[index]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--votes", type=int, default=2000)
    parser.add_argument("--voters", type=int, default=16)
    parser.add_argument("--webs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(f"load before: {Path('/proc/loadavg').read_text().strip()}; {os.cpu_count()} cores", flush=True)
    with ExitStack() as stack:
        folder = stack.enter_context(temporary_folder())
        postgres = stack.enter_context(postgres_server(durable=True))
        redis = stack.enter_context(redis_server())
        database = postgres.url(postgres.create_database())
        site = stack.enter_context(
            site_processes(database, redis.url, webs=options.webs, workers=1, endpoints=["http://127.0.0.1:9#m"] * 5)
        )
        os.environ.update(site.environment, DJANGO_SETTINGS_MODULE="contest.settings")
        django.setup()
        http, bench = [], []
        for _ in range(options.rounds):
            http.append(over_http(site, folder, options.votes, options.voters))
            bench.append(with_pgbench(postgres, site, folder, options.votes, options.voters))
            print(f"site {http[-1]:7.0f} votes/s   pgbench {bench[-1]:7.0f} votes/s", flush=True)
    ratio = max(http) / max(bench)
    passed = ratio >= BAR_RATIO and max(http) >= BAR_VOTES
    print(f"best: site {max(http):.0f} votes/s, pgbench {max(bench):.0f} votes/s, ratio {ratio:.2f}")
    print(f"bar: ratio ≥ {BAR_RATIO} and ≥ {BAR_VOTES} votes/s: {'PASS' if passed else 'FAIL'}")


if __name__ == "__main__":
    main()
