"""Console pages over a million battles and votes, beside a bare view: `python -m benchmarks.console`.

A real PostgreSQL is filled by its own means: voted, void and expired battles with a turn each, spread over the days of
a stage, and rows of every other list. A chief's browser (Django's test client, through all of the site's middleware)
then opens every page in turn, round after round, and a view that only returns a page's bytes with them. The first
round is not counted: it fills PostgreSQL's cache, as the first readers of a day do.
"""

import argparse
import json
import os
import subprocess
import sys
from statistics import quantiles

from benchmarks.streaming import ROOT
from benchmarks.support.machine import print_load
from tests.services.commands import manage
from tests.services.folders import temporary_folder
from tests.services.servers import postgres_server, redis_server
from tests.services.site import site_environment

BAR_MILLISECONDS = 300
BARE = "bare view"
VOTED_SHARE = 0.9
"""Of the battles that are made, those with a vote."""


def measure(environment: dict[str, str], options: argparse.Namespace) -> dict[str, list[float]]:
    """Milliseconds of every opening of every page, by page."""
    words = ["--battles", str(round(options.votes / VOTED_SHARE)), "--rounds", str(options.rounds)]
    words += ["--days", str(options.days)]
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.support.console_reader", *words],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    print(told.stdout.splitlines()[0])
    found: dict[str, list[float]] = json.loads(told.stdout.splitlines()[1])
    return found


def report(found: dict[str, list[float]]) -> None:
    """The figures and the bar."""
    slowest = 0.0
    for name, milliseconds in found.items():
        cuts = quantiles(milliseconds, n=20, method="inclusive")
        p50, p95 = cuts[9], cuts[18]
        slowest = slowest if name == BARE else max(slowest, p95)
        print(f"{name[:56]:<56} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms")
    print(f"bar: every page p95 ≤ {BAR_MILLISECONDS} ms: {'PASS' if slowest <= BAR_MILLISECONDS else 'FAIL'}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--votes", type=int, default=1_000_000)
    parser.add_argument("--days", type=float, default=14, help="over how long the battles are spread")
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    print_load()
    with temporary_folder() as folder, postgres_server() as postgres, redis_server() as redis:
        more = {
            "DJANGO_SETTINGS_MODULE": "benchmarks.support.bare_settings",
            "BARE_BYTES": str(folder / "page.html"),
            "ALLOWED_HOSTS": "testserver",
        }
        environment = site_environment(postgres.url(postgres.create_database()), redis.url, folder, more)
        seed = [f"--endpoint=http://127.0.0.1:9#m{number}" for number in range(5)]
        manage(environment, "prepare_site", "--words", "--static", "--tables", "--no-votes", *seed)
        report(measure(environment, options))


if __name__ == "__main__":
    main()
