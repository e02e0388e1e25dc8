"""Votes acknowledged durably a second, beside pgbench: `python -m benchmarks.votes`.

Votes go over HTTP through the whole site (cookies, CSRF, caps of person and network, reveal rendered) on a PostgreSQL
with fsync on. Every vote counts, and votes at once are different people's, who come from networks of their own.
Beside them the engine alone casts votes in as many processes, one by one and without a web server. pgbench locks a
battle, moves it and inserts the same row, on the same server with as many clients, and then the INSERT alone. Rounds
alternate, each measurement begins when what came before is folded and with fresh statistics, and the best of each is
compared, because other work on the machine only ever slows one down.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import django

from benchmarks.streaming import ROOT
from benchmarks.support.machine import print_load
from tests.services.folders import postgres_binaries, temporary_folder
from tests.services.servers import PostgresServer, postgres_server, redis_server
from tests.services.site import Site, site_processes

BAR_RATIO, BAR_VOTES = 0.25, 200
# nextval hands out battles that nobody else has.
VOTE = """BEGIN;
SELECT nextval('benchmark_battles') AS id \\gset
SELECT id, voter_ref, state FROM arena_battle WHERE id = :id FOR UPDATE;
UPDATE arena_battle SET state = 'voted', ended_at = now() WHERE id = :id AND state IN ('ready');
{insert}
COMMIT;
"""
INSERT = """INSERT INTO arena_vote (battle_id, voter_ref, receipt_ref, voter_group, outcome, reasons, comment, key,
                        digest, cast_at, earlier_folds, void_reason)
SELECT id, voter_ref, 'r' || ref, 'open', 'a_better', '[]', '', 'benchmark-key-' || ref, repeat('0', 64), now(), '[]',
       '' FROM arena_battle WHERE id = {battle};"""
SCRIPTS = {
    "pgbench": VOTE.format(insert=INSERT.format(battle=":id")),
    "inserts": INSERT.format(battle="(SELECT nextval('benchmark_battles'))"),
}
MOST_A_SECOND = 12_000
"""More battles than pgbench can use up; it fails when they run out."""


def settle() -> None:
    """Everything is folded, statistics are fresh and nothing waits to be written: so each measurement begins."""
    from django.db import connection  # noqa: PLC0415

    from arena.models import Vote  # noqa: PLC0415  needs a configured Django
    from arena.models.vote import TO_FOLD  # noqa: PLC0415

    while Vote.objects.filter(TO_FOLD).exists():
        time.sleep(1)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def over_http(site: Site, folder: Path, votes: int, voters: int) -> float:
    """Votes a second through the site."""
    from benchmarks.support.ready_battles import make_ready_battles  # noqa: PLC0415  needs a configured Django

    ballots = folder / "ballots.json"
    ballots.write_text(json.dumps([vars(battle) for battle in make_ready_battles(votes)]))
    settle()
    words = ["benchmarks.support.voters", "--ballots", str(ballots), "--voters", str(voters), "--urls", *site.urls]
    told = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, check=True, cwd=ROOT)
    found = json.loads(told.stdout)
    if found["statuses"] != {"200": votes}:
        raise SystemExit(f"Not every vote was acknowledged: {found['statuses']}\n{site.logs()}")
    return float(votes / found["seconds"])


def by_the_engine(folder: Path, votes: int, voters: int, processes: int) -> float:
    """Votes a second through the engine's action alone."""
    from benchmarks.support.ready_battles import make_ready_battles  # noqa: PLC0415  needs a configured Django

    battles = [vars(battle) for battle in make_ready_battles(votes)]
    settle()
    running = []
    for number in range(processes):
        ballots = folder / f"ballots-{number}.json"
        ballots.write_text(json.dumps(battles[number::processes]))
        words = ["benchmarks.support.engine_voters", "--ballots", ballots, "--threads", str(voters // processes)]
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", *words], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        )
    for process in running:
        if process.stdout.readline() != "ready\n":  # type: ignore[union-attr]
            raise SystemExit("A process of the engine's votes could not start.")
    begun = time.monotonic()
    for process in running:
        process.stdin.write("go\n")  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]
    for process in running:
        process.stdout.read()  # type: ignore[union-attr]
        if process.wait() != 0:
            raise SystemExit("A process of the engine's votes failed.")
    return votes / (time.monotonic() - begun)


def with_pgbench(postgres: PostgresServer, site: Site, folder: Path, script: str, seconds: int, clients: int) -> float:
    """Transactions a second of a script's statements."""
    from django.db import connection  # noqa: PLC0415

    from benchmarks.support.ready_battles import make_bare_battles  # noqa: PLC0415  needs a configured Django

    first = make_bare_battles(seconds * MOST_A_SECOND)
    with connection.cursor() as cursor:
        cursor.execute("DROP SEQUENCE IF EXISTS benchmark_battles")
        cursor.execute(f"CREATE SEQUENCE benchmark_battles START {first}")
    settle()
    path = folder / "vote.sql"
    path.write_text(script)
    binary = postgres_binaries(folder) / "pgbench"
    words = [binary, "-n", "-f", path, "-c", str(clients), "-j", "2", "-T", str(seconds), "-M", "prepared"]
    told = subprocess.run(
        [*map(os.fspath, words), site.environment["DATABASE_URL"]], capture_output=True, text=True, check=True
    )
    return float(re.search(r"tps = ([\d.]+)", told.stdout)[1])  # type: ignore[index]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--votes", type=int, default=4000)
    parser.add_argument("--seconds", type=int, default=10, help="of each pgbench run")
    parser.add_argument("--voters", type=int, default=16)
    parser.add_argument("--webs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print_load()
    with ExitStack() as stack:
        folder = stack.enter_context(temporary_folder())
        postgres = stack.enter_context(postgres_server(durable=True))
        redis = stack.enter_context(redis_server())
        database = postgres.url(postgres.create_database())
        site = stack.enter_context(
            site_processes(
                database,
                redis.url,
                webs=options.webs,
                workers=1,
                endpoints=["http://127.0.0.1:9#m"] * 5,
                environment={"TRUSTED_PROXIES": "1"},
            )
        )
        os.environ.update(site.environment, DJANGO_SETTINGS_MODULE="contest.settings")
        django.setup()
        rates: dict[str, list[float]] = {"site": [], "engine": [], **{name: [] for name in SCRIPTS}}
        for _ in range(options.rounds):
            rates["site"].append(over_http(site, folder, options.votes, options.voters))
            rates["engine"].append(by_the_engine(folder, options.votes, options.voters, options.webs))
            for name, script in SCRIPTS.items():
                found = with_pgbench(postgres, site, folder, script, options.seconds, options.voters)
                rates[name].append(found)
            print("   ".join(f"{name} {found[-1]:6.0f} votes/s" for name, found in rates.items()), flush=True)
    best = {name: max(found) for name, found in rates.items()}
    ratio = best["site"] / best["pgbench"]
    print("best: " + ", ".join(f"{name} {rate:.0f} votes/s" for name, rate in best.items()))
    print(f"of pgbench's bare INSERTs: site {best['site'] / best['inserts']:.2f}")
    print(f"of pgbench: site {ratio:.2f}, engine {best['engine'] / best['pgbench']:.2f}")
    print(f"bar: ratio of the site ≥ {BAR_RATIO}: {'PASS' if ratio >= BAR_RATIO else 'FAIL'}")
    print(f"bar: site ≥ {BAR_VOTES} votes/s: {'PASS' if best['site'] >= BAR_VOTES else 'FAIL'}")


if __name__ == "__main__":
    main()
