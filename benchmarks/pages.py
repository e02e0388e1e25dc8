"""Leaderboard pages a second beside a bare Django view that returns the same bytes: `python -m benchmarks.pages`.

One web process on PostgreSQL with simulated votes on the board. Rounds alternate between the two addresses on the same
server; the best of each is compared.
"""

import argparse
import json
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack

from benchmarks.streaming import ROOT
from benchmarks.support.machine import print_load
from tests.services.folders import temporary_folder
from tests.services.servers import postgres_server, redis_server
from tests.services.site import site_processes

BAR = 0.5


def fetch(url: str) -> bytes:
    """One page."""
    with urllib.request.urlopen(url) as answer:
        content: bytes = answer.read()
        return content


def per_second(url: str, seconds: float, readers: int) -> float:
    """Answers a second."""
    words = ["benchmarks.support.readers", "--url", url, "--seconds", str(seconds), "--readers", str(readers)]
    told = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, check=True, cwd=ROOT)
    return float(json.loads(told.stdout)["per_second"])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print_load()
    with ExitStack() as stack:
        folder = stack.enter_context(temporary_folder())
        page = folder / "page.html"
        postgres = stack.enter_context(postgres_server())
        redis = stack.enter_context(redis_server())
        site = stack.enter_context(
            site_processes(
                postgres.url(postgres.create_database()),
                redis.url,
                endpoints=["http://127.0.0.1:9#m"] * 5,
                seed_votes=True,
                environment={"DJANGO_SETTINGS_MODULE": "benchmarks.support.bare_settings", "BARE_BYTES": str(page)},
            )
        )
        time.sleep(3)
        page.write_bytes(fetch(f"{site.url}/leaderboard/"))
        board, bare = [], []
        for _ in range(options.rounds):
            board.append(per_second(f"{site.url}/leaderboard/", options.seconds, options.readers))
            bare.append(per_second(f"{site.url}/bare/", options.seconds, options.readers))
            print(f"leaderboard {board[-1]:6.0f}/s   bare view {bare[-1]:6.0f}/s", flush=True)
    ratio = max(board) / max(bare)
    print(f"best: leaderboard {max(board):.0f}/s, bare view {max(bare):.0f}/s, ratio {ratio:.2f}")
    print(f"bar: ratio ≥ {BAR}: {'PASS' if ratio >= BAR else 'FAIL'}")


if __name__ == "__main__":
    main()
