"""A crowd comes at once: `python -m benchmarks.arrivals --people 1000 --seconds 10 --capacity 100`.

The whole site (PostgreSQL, Redis, two web processes, two workers) and the rehearsal's five entrants, with slots for
`capacity` battles at once. Every person opens the page, asks, waits for as long as it takes, and votes. Bar: nobody
gets an error, everybody is served or told a place (or, above the bound of the line, refused with a sentence), and no
slot is held afterwards.
"""

import argparse
import asyncio
import time

import numpy as np

from benchmarks.support.machine import print_load
from tests.admission.newcomers import Newcomer, come_all, fates, left_in_line
from tests.services.servers import postgres_server, redis_server
from tests.services.site import site_processes

ENTRANTS = 5
KIND = {"voted", "line_full"}


def spread(name: str, seconds: list[float]) -> str:
    """One line about times."""
    if not seconds:
        return f"{name:42} –"
    p50, p95 = np.percentile(seconds, [50, 95])
    return f"{name:42} p50 {p50:6.1f} s   p95 {p95:6.1f} s   longest {max(seconds):6.1f} s"


def show(people: list[Newcomer], left: int, took: float) -> bool:
    """Print what happened; whether the bar holds."""
    ended = fates(people)
    served = [person for person in people if person.fate == "voted"]
    placed = [person for person in people if person.ahead is not None]
    print(f"ended: {dict(ended)} in {took:.0f} s; told a place: {len(placed)}; slots held afterwards: {left}")
    print(spread("answer to the question's request", [p.answered for p in people if p.answered is not None]))
    print(spread("first place or first sign of an answer", [p.told for p in served if p.told is not None]))
    print(spread("first text", [p.played.first_text for p in served if p.played.first_text is not None]))
    print(spread("both answers complete", [p.played.complete for p in served if p.played.complete is not None]))
    return set(ended) <= KIND and left == 0 and all(person.told is not None for person in served)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=10, help="over which they come; 0: all at once")
    parser.add_argument("--capacity", type=int, default=100, help="battles at once")
    parser.add_argument("--most-waiting", type=int, default=1000)
    options = parser.parse_args()
    environment = {
        # Every battle takes a slot of two of the entrants.
        "ARENA_SLOTS_PER_ENTRANT": str(max(1, 2 * options.capacity // ENTRANTS)),
        "ARENA_MOST_WAITING": str(options.most_waiting),
        "ARENA_RELEASE_BYTES_PER_SECOND": "2000",
    }
    print_load()
    with postgres_server() as postgres, redis_server() as redis:
        database = postgres.url(postgres.create_database())
        with site_processes(database, redis.url, webs=2, workers=2, environment=environment) as site:
            begun = time.monotonic()
            people = asyncio.run(come_all(site, options.people, options.seconds))
            took = time.monotonic() - begun
            passed = show(people, left_in_line(redis.url), took)
            if not passed:
                print(site.logs())
    print(f"bar: nobody gets an error, all are served or told, no slot leaks: {'PASS' if passed else 'FAIL'}")


if __name__ == "__main__":
    main()
