"""What other citizens notice while a share of the streams meets upstream faults: `python -m benchmarks.faults`.

The real stack (PostgreSQL, Redis, a web process, a worker) with `--battles` measured battles that stream without end at
50 tokens a second to each side, and `--seats` more beside them. In turns, those are well or meet every fault that the
rehearsal server can play: endless answers, lines of 10 MB, broken JSON, silence, resets, all of it. The same measured
listeners hear both, second by second, and the order turns round from round to round, so that neither a drift of the
machine nor other work on it falls on one side. The clock rests and breakers are put back at once, because they would
end the faults within seconds by drawing nobody who has them.

Bar: the 95th percentile of the lateness of frames, beyond the frame interval, up by at most 10 % (medians over the
rounds); no measured battle breaks; the worker grows by at most 2 MB for each stream at fault.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from arena.inference.rehearsal.faults import Fault
from benchmarks.streaming import FRAME_MS, ROOT, memory_mb, started
from benchmarks.support.machine import print_load
from tests.services.servers import postgres_server, redis_server
from tests.services.site import Site, site_processes

MOST_RATIO, MOST_MB = 1.10, 2.0
WELL, FAULTS = "well", "faults"
BATTLE_SECONDS, TOKENS_PER_SECOND = 20, 50
RAMP_SECONDS = 12.0
SETTLE_SECONDS = 5.0
"""What is heard so soon after a change is not counted: the seats begin one after the other."""
MANY = "1000"
ENVIRONMENT = {
    "ARENA_RELEASE_BYTES_PER_SECOND": "1000000",
    "ARENA_TURNS_PER_WORKER": MANY,
    "ARENA_SLOTS_PER_ENTRANT": MANY,
}


@dataclass
class Memory:
    """The worker's memory, looked at twice a second: (instant, MB)."""

    looks: list[tuple[float, float]] = field(default_factory=list)

    @contextmanager
    def watched(self, pids: list[int]) -> Iterator[None]:
        """Look at it inside the `with` block."""
        done = threading.Event()

        def watch() -> None:
            while not done.wait(0.5):
                self.looks.append((time.monotonic(), memory_mb(pids)))

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()


@dataclass(frozen=True)
class Phase:
    """A stretch of the run in which the seats were of one kind."""

    number: int
    kind: str
    begun: float
    ended: float

    def of(self, instants: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which instants count for it."""
        return (instants >= self.begun + SETTLE_SECONDS) & (instants < self.ended)


@dataclass(frozen=True)
class Round:
    """One round's figures: p95 beyond the frame interval in milliseconds, and MB for each stream at fault."""

    well: float
    faults: float
    mb_a_stream: float


def main() -> int:
    """Measure and print; 1 when the bar is not held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--battles", type=int, default=60, help="measured, at once")
    parser.add_argument("--seats", type=int, default=20, help="beside them, at once")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=35, help="of each kind a round; silence is given up after 30")
    options = parser.parse_args()
    print_load()
    with ExitStack() as stack:
        stub = server(stack, "benchmarks.support.stub", "--tokens", str(BATTLE_SECONDS * TOKENS_PER_SECOND))
        twin = server(stack, "arena.inference.rehearsal", "--port", "0", "--config", cast(stack))
        site = running_site(stack, stub)
        seats = stack.enter_context(troubled(site, stub, twin, options.seats))
        memory = Memory()
        with memory.watched([site.workers[0].pid]):
            heard, phases = play(site, seats, options)
        ends = seats.told()
    return judge(rounds_of(heard, phases, memory, options.seats), heard, ends, options)


def server(stack: ExitStack, *words: str) -> str:
    """The address of a model server in a process of its own."""
    _process, told = stack.enter_context(started(*words))
    return f"http://127.0.0.1:{told['port']}"


def cast(stack: ExitStack) -> str:
    """The file of a cast with one part for each fault, which plays nothing else."""
    file = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "cast.json"
    manner = {"first_token_seconds": 0.2, "tokens_per_second": TOKENS_PER_SECOND, "strength": 0.5}
    parts = [{"served_name": f"m-{fault}", "fault": fault, **manner} for fault in Fault]
    file.write_text(json.dumps({"parts": parts}))
    return str(file)


def running_site(stack: ExitStack, stub: str) -> Site:
    """The site with five well entrants, and without its clock."""
    postgres, redis = stack.enter_context(postgres_server()), stack.enter_context(redis_server())
    database = postgres.url(postgres.create_database())
    endpoints = [f"{stub}#m-stub"] * 5
    site = stack.enter_context(site_processes(database, redis.url, endpoints=endpoints, environment=ENVIRONMENT))
    site.beat.stop()
    return site


@dataclass(frozen=True)
class Seats:
    """The process of the battles beside the measured ones."""

    process: "subprocess.Popen[str]"

    def say(self, kind: str) -> None:
        """Let them be of this kind from now on."""
        assert self.process.stdin is not None
        self.process.stdin.write(kind + "\n")
        self.process.stdin.flush()

    def told(self) -> dict[str, dict[str, int]]:
        """End them; how they ended, by fault."""
        said, _nothing = self.process.communicate(timeout=30)
        ends: dict[str, dict[str, int]] = json.loads(said)
        return ends


@contextmanager
def troubled(site: Site, stub: str, twin: str, count: int) -> Iterator[Seats]:
    """The battles beside the measured ones, once their pools are made."""
    words = ["benchmarks.support.troubled_battles", "--stub", stub, "--twin", twin, "--seats", str(count)]
    process = subprocess.Popen(
        [sys.executable, "-m", *words],
        env=os.environ | site.environment | {"DJANGO_SETTINGS_MODULE": "contest.settings", "LOG_LEVEL": "ERROR"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    try:
        if not process.stdout.readline():
            raise SystemExit("The battles beside the measured ones could not begin.")
        yield Seats(process)
    finally:
        process.kill()
        process.wait()


def play(site: Site, seats: Seats, options: argparse.Namespace) -> tuple[dict[str, Any], list[Phase]]:
    """Listen through all phases; what was heard, and when the phases were."""
    seconds = RAMP_SECONDS + BATTLE_SECONDS + 2 * options.rounds * options.seconds + 1
    words = ["benchmarks.support.returning_listeners", "--battles", str(options.battles), "--ramp", str(RAMP_SECONDS)]
    words += ["--seconds", str(seconds), "--urls", *site.urls]
    phases = []
    with subprocess.Popen([sys.executable, "-m", *words], stdout=subprocess.PIPE, text=True, cwd=ROOT) as listeners:
        # By then every seat of the listeners has begun its second battle, each at its own time.
        time.sleep(RAMP_SECONDS + BATTLE_SECONDS)
        for number in range(options.rounds):
            for kind in (WELL, FAULTS) if number % 2 == 0 else (FAULTS, WELL):
                seats.say(kind)
                begun = time.monotonic()
                time.sleep(options.seconds)
                phases.append(Phase(number, kind, begun, time.monotonic()))
        assert listeners.stdout is not None
        heard: dict[str, Any] = json.loads(listeners.stdout.read())
    return heard, phases


def rounds_of(heard: dict[str, Any], phases: list[Phase], memory: Memory, seats: int) -> list[Round]:
    """The figures of each round."""
    at, oldest = np.array(heard["at"]), np.array(heard["oldest"])
    looked_at, mb = (np.array(column) for column in zip(*memory.looks, strict=True))
    found = []
    for number in range(len(phases) // 2):
        by_kind = {phase.kind: phase for phase in phases if phase.number == number}
        late = {kind: float(np.percentile(oldest[phase.of(at)], 95)) - FRAME_MS for kind, phase in by_kind.items()}
        usual = float(np.median(mb[by_kind[WELL].of(looked_at)]))
        grown = max(0.0, float(mb[by_kind[FAULTS].of(looked_at)].max()) - usual)
        found.append(Round(late[WELL], late[FAULTS], grown / seats))
    return found


def judge(
    rounds: list[Round], heard: dict[str, Any], ends: dict[str, dict[str, int]], options: argparse.Namespace
) -> int:
    """Print the figures and whether the bar is held."""
    for fault in sorted(ends):
        print(f"  {fault:16}" + "   ".join(f"{end} {count}" for end, count in sorted(ends[fault].items())))
    print(f"\n{'round':6}{'well p95':>12}{'faults p95':>14}{'ratio':>9}{'MB a stream at fault':>24}")
    for number, one in enumerate(rounds, start=1):
        ratio = one.faults / one.well
        print(f"{number:<6}{one.well:>9.0f} ms{one.faults:>11.0f} ms{ratio:>9.3f}{one.mb_a_stream:>24.2f}")
    well, faults = (float(np.median([getattr(one, kind) for one in rounds])) for kind in (WELL, FAULTS))
    ratio, most = faults / well, max(one.mb_a_stream for one in rounds)
    share = options.seats / (options.seats + options.battles)
    print(
        f"median p95 beyond the frame interval: well {well:.0f} ms, with {share:.0%} of the streams at fault "
        f"{faults:.0f} ms ({ratio - 1:+.1%}); of the whole age of a frame's oldest token "
        f"{(faults + FRAME_MS) / (well + FRAME_MS) - 1:+.1%}; {most:.2f} MB a stream at most"
    )
    unhurt = set(heard["ends"]) == {"ready"} and heard["gaps"] == 0
    print(f"measured battles: {dict(Counter(heard['ends']))}, gaps {heard['gaps']}, frames {len(heard['at'])}")
    passed = unhurt and ratio <= MOST_RATIO and most <= MOST_MB
    print(f"bar: ≤ {MOST_RATIO - 1:+.0%}, ≤ {MOST_MB} MB, no other battle breaks: {'PASS' if passed else 'FAIL'}")
    return int(not passed)


if __name__ == "__main__":
    sys.exit(main())
