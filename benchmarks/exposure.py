"""How evenly pairs meet while one of five entrants is in trouble: `python -m benchmarks.exposure`.

Contests in virtual time on a real PostgreSQL and a real Redis: the site's own draw, rows, line and breakers; endpoints,
citizens and clocks are simulated (tests/admission/simulation.py says how). In one, an entrant has a tenth of the
others' speed; in one it is down for half of the run, and back early enough to catch up. Bar: every pair within ± 2 %
of its target, every entrant on the left in 50 ± 1 % of its battles.
"""

import argparse
import asyncio
import os
from contextlib import ExitStack
from pathlib import Path

import django
from django.core.management import call_command
from redis import Redis
from redis.asyncio import Redis as AsyncRedis

from tests.services.folders import temporary_folder
from tests.services.servers import postgres_server, redis_server
from tests.services.site import site_environment

BAR_PAIRS, BAR_SIDES = 0.02, 0.01


def play(redis_url: str, name: str, options: argparse.Namespace) -> bool:
    """One contest on an empty database; prints its row and tells whether the bar holds."""
    # It needs a configured Django.
    from tests.admission.simulation import Contest, Exposure, Trouble  # noqa: PLC0415

    call_command("flush", interactive=False, verbosity=0)
    with Redis.from_url(redis_url) as client:
        client.flushdb()
    down = (options.battles * 0.05, options.battles * 0.55)
    trouble = {"nobody": Trouble(), "slow": Trouble(slower=10), "down": Trouble(down=down)}[name]

    async def contest() -> Exposure:
        async with AsyncRedis.from_url(redis_url) as redis:
            terms = {"battles": options.battles, "citizens": options.citizens, "slots": options.slots}
            return await Contest(redis, trouble, **terms, seed=options.seed).run()

    told = asyncio.run(contest())
    pairs, sides = told.of_pairs().values(), told.on_the_left().values()
    print(
        f"{name:7} pairs {min(pairs):.3f} to {max(pairs):.3f} of target   left {min(sides):.3f} to {max(sides):.3f}   "
        f"void {told.void}   {told.virtual_seconds / 60:.0f} minutes   longest wait {told.longest_wait:.0f} s",
        flush=True,
    )
    return max(abs(1 - x) for x in pairs) <= BAR_PAIRS and max(abs(0.5 - x) for x in sides) <= BAR_SIDES


def main() -> None:
    """Play and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--battles", type=int, default=2000)
    parser.add_argument("--citizens", type=int, default=60, help="who ask at once")
    parser.add_argument("--slots", type=int, default=16, help="of every entrant")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(temporary_folder())
        postgres = stack.enter_context(postgres_server())
        redis = stack.enter_context(redis_server())
        environment = site_environment(postgres.url(postgres.create_database()), redis.url, Path(folder))
        os.environ.update(environment, DJANGO_SETTINGS_MODULE="contest.settings", LOG_LEVEL="ERROR")
        django.setup()
        call_command("migrate", verbosity=0)
        held = [play(redis.url, name, options) for name in ("nobody", "slow", "down")]
    print(f"bar: pairs within ± {BAR_PAIRS:.0%}, sides within ± {BAR_SIDES:.0%}: {'PASS' if all(held) else 'FAIL'}")


if __name__ == "__main__":
    main()
