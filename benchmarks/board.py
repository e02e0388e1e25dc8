"""From a vote's acknowledgement to the viewers' screens: `python -m benchmarks.board`.

The real stack: votes come in at a steady pace, viewers keep the leaderboard open and fetch it when the socket nudges
them. The baseline of the same run is the beat: a board comes out once a second at most, so half a second is the mean
that no design with that beat can beat. `--existing N` lets N votes be there before, to see what those cost.
"""

import argparse
import json
import os
import subprocess
import sys
from contextlib import ExitStack

import django

from benchmarks.streaming import ROOT
from benchmarks.support.lock_waits import LockWaits
from benchmarks.support.machine import print_load
from tests.services.folders import temporary_folder
from tests.services.servers import postgres_server, redis_server
from tests.services.site import site_processes

BAR_SECONDS = 2.0
BEAT_SECONDS = 1.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--votes", type=int, default=1500)
    parser.add_argument("--pace", type=float, default=50.0)
    parser.add_argument("--viewers", type=int, default=200)
    parser.add_argument("--existing", type=int, default=0, help="votes that are there before")
    options = parser.parse_args()
    print_load()
    with ExitStack() as stack:
        folder = stack.enter_context(temporary_folder())
        postgres = stack.enter_context(postgres_server(durable=True))
        redis = stack.enter_context(redis_server())
        database = postgres.url(postgres.create_database())
        site = stack.enter_context(
            site_processes(database, redis.url, webs=1, workers=1, endpoints=["http://127.0.0.1:9#m"] * 5)
        )
        os.environ.update(site.environment, DJANGO_SETTINGS_MODULE="contest.settings")
        django.setup()
        from benchmarks.support.existing_votes import cast_before  # noqa: PLC0415  needs a configured Django
        from benchmarks.support.ready_battles import make_ready_battles  # noqa: PLC0415  needs a configured Django

        if options.existing:
            print(f"{options.existing} votes before: folded and shown after {cast_before(options.existing):.0f} s")
        ballots = folder / "ballots.json"
        ballots.write_text(json.dumps([vars(battle) for battle in make_ready_battles(options.votes)]))
        words = ["--ballots", str(ballots), "--viewers", str(options.viewers), "--pace", str(options.pace)]
        words += ["--existing", str(options.existing)]
        with LockWaits(database) as waits:
            told = subprocess.run(
                [sys.executable, "-m", "benchmarks.support.board_viewers", "--url", site.url, *words],
                capture_output=True,
                text=True,
                check=True,
                cwd=ROOT,
            )
    report(json.loads(told.stdout), options.viewers)
    p95, worst = waits.seconds[int(len(waits.seconds) * 0.95)], waits.seconds[-1]
    print(f"the pool's lock: waited for {p95 * 1000:.0f} ms (p95), {worst * 1000:.0f} ms at most")


def report(found: dict[str, list[float]], viewers: int) -> None:
    """Print the lags beside what the beat alone costs."""
    lags = found["lags"]
    if not lags or found["unseen"]:
        raise SystemExit(f"{found['unseen']} votes were never seen by a viewer.")
    p50, p95, worst = (lags[min(len(lags) - 1, int(len(lags) * share))] for share in (0.5, 0.95, 1.0))
    print(f"{viewers} viewers fetched {found['boards']} boards")
    print(f"vote to screen: p50 {p50:.2f} s, p95 {p95:.2f} s, longest {worst:.2f} s")
    print(f"the beat alone: p50 {BEAT_SECONDS / 2:.2f} s, ratio {p50 / (BEAT_SECONDS / 2):.1f}")
    print(f"bar: p95 ≤ {BAR_SECONDS} s: {'PASS' if p95 <= BAR_SECONDS else 'FAIL'}")


if __name__ == "__main__":
    main()
