"""One worker's event loop with many battles that stream, and the processor time it needs for a second of them.

`python -m benchmarks.support.lone_worker --stub URL --battles N --seconds S [--plain]` prints one JSON line. With
`--plain`, text passes without masking and without lockstep: each tick shows what has come.
"""

import argparse
import json
import os
import random
import time
from dataclasses import replace
from datetime import UTC, datetime

import django

django.setup()

from arena.actions.battles import open_battle  # noqa: E402
from arena.actions.pools import EndpointAddress, create_pool, enrol_entrant, join_pool, set_pool_open  # noqa: E402
from arena.inference.target import Deadlines  # noqa: E402
from arena.rules.blindness.conceal import Concealer  # noqa: E402
from arena.rules.blindness.pace import Pace  # noqa: E402
from arena.rules.blindness.release import Delta, Release, Side  # noqa: E402
from arena.streaming import conditions, turn  # noqa: E402
from tests.faults.stage import running_worker  # noqa: E402
from tests.services.servers import RedisServer  # noqa: E402

MANY = 10_000
ALL_AT_ONCE = Pace(bytes_per_second=1_000_000, hold_seconds=0, slowest=1_000_000)
SETTLE_SECONDS = 2.0


class Unmasked(Concealer):
    """Shows every name."""

    def feed(self, text: str) -> str:
        return text

    def finish(self) -> str:
        return ""


class Unpaced(Release):
    """Gives each side what it has, whenever it is asked."""

    def __init__(self, pace: Pace) -> None:
        super().__init__(pace)
        self._came: dict[Side, list[str]] = {"a": [], "b": []}
        self._told = {"a": 0, "b": 0}
        self._ended: set[Side] = set()

    def feed(self, side: Side, text: str) -> None:
        if text:
            self._came[side].append(text)

    def finish(self, side: Side) -> None:
        self._ended.add(side)

    def shown(self, side: Side) -> str:
        return "".join(self._came[side][: self._told[side]])

    def advance(self, seconds: float) -> Delta | None:
        texts = []
        for side, came in self._came.items():
            texts.append("".join(came[self._told[side] :]))
            self._told[side] = len(came)
        done = len(self._ended) == 2
        return Delta(texts[0], texts[1], done) if done or any(texts) else None


def pool(stub: str) -> str:
    """An open pool of two entrants that the stub plays."""
    pool_ref = create_pool(system_prompt="", min_votes=1)
    for name in "ab":
        join_pool(pool_ref, enrol_entrant(f"{pool_ref} {name}", [EndpointAddress(stub, f"m-{name}")]))
    set_pool_open(pool_ref, True)
    return pool_ref


def main() -> None:
    """Open the battles, let all stream, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stub", required=True)
    parser.add_argument("--battles", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--plain", action="store_true")
    options = parser.parse_args()
    if options.plain:
        conditions.Concealer, turn.Release = Unmasked, Unpaced  # type: ignore[misc]
    pool_ref, chance = pool(options.stub), random.Random(1)
    opened = [
        open_battle(pool_ref, "1" * 64, "부하 시험 질문입니다.", rng=chance, now=datetime.now(UTC))
        for _ in range(options.battles)
    ]
    terms = {"pace": ALL_AT_ONCE, "frame_seconds": 0.1, "deadlines": replace(Deadlines(), first_token=60.0)}
    with running_worker(RedisServer(os.environ["REDIS_URL"], None), **terms, most_turns=MANY, slots=MANY) as worker:  # type: ignore[arg-type]
        for _battle_ref, turn_ref in opened:
            worker.submit(turn_ref)
        time.sleep(SETTLE_SECONDS)
        used, begun = time.process_time(), time.monotonic()
        time.sleep(options.seconds)
        used, took = time.process_time() - used, time.monotonic() - begun
        print(json.dumps({"cores": used / took, "streaming": len(worker._running)}), flush=True)
        # The battles go on for minutes; nobody reads them to their end.
        os._exit(0)


if __name__ == "__main__":
    main()
