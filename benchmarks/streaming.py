"""How many battles stream at once, and how late: `python -m benchmarks.streaming --battles 300`.

The real stack (PostgreSQL, Redis, web processes, Celery workers) against a fast stub on the same cores, beside the
floor "an ASGI process streams by itself" in the same run. Each side gets 50 tokens a second. Battles open over the
ramp and then all stream at once for a while: the bar is for that time, and the rest has a row of its own. Lateness is
measured from a token leaving the stub to its frame arriving at the listener; a token may wait for its frame for up to
the frame interval, and the bar counts what is beyond it.
The release shows at once what both sides have, because what it holds back by design is no lateness (what it costs is
measured by `benchmarks.release`).
"""

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.support.machine import print_load
from contest.supervisor.ports import free_port
from tests.services.servers import postgres_server, redis_server
from tests.services.site import site_processes

FRAME_MS = 100
BAR_MS, BAR_MB = 150, 0.5
OPENED_A_SECOND, TOKENS_A_SECOND = 25, 50
TICKS = os.sysconf("SC_CLK_TCK")
ROOT = Path(__file__).resolve().parents[1]
Floats = NDArray[np.float64]


def memory_mb(pids: list[int]) -> float:
    """Resident memory of processes, in MB."""
    pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def cpu_seconds(pids: list[int]) -> float:
    """Processor time that processes have used so far."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split() for pid in pids]
    return sum(int(field[11]) + int(field[12]) for field in fields) / TICKS


@contextmanager
def started(*words: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A Python process that tells its address in one JSON line."""
    process = subprocess.Popen(
        [sys.executable, "-m", *words], stdout=subprocess.PIPE, text=True, env=os.environ | environment, cwd=ROOT
    )
    assert process.stdout is not None
    try:
        yield process, json.loads(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@dataclass
class Result:
    """One run of listeners with what the measured processes used meanwhile."""

    heard: dict[str, Any]
    cores: dict[str, float]
    mb_a_battle: float


def run(urls: list[str], battles: int, ramp: float, groups: dict[str, list[int]], *more: str) -> Result:
    """Let the listeners listen; watch the processes of each group."""
    pids = [pid for name, group in groups.items() if name != "stub" for pid in group]
    before, cpu, peak = memory_mb(pids), {name: cpu_seconds(group) for name, group in groups.items()}, [0.0]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            peak[0] = max(peak[0], memory_mb(pids))

    watcher = threading.Thread(target=watch)
    watcher.start()
    begun = time.monotonic()
    words = ["benchmarks.support.listeners", "--battles", str(battles), "--ramp", str(ramp), "--urls", *urls, *more]
    told = subprocess.run([sys.executable, "-m", *words], stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)
    took = time.monotonic() - begun
    done.set()
    watcher.join()
    used = {name: (cpu_seconds(group) - cpu[name]) / took for name, group in groups.items()}
    return Result(json.loads(told.stdout), used, max(0.0, peak[0] - before) / battles)


def show(name: str, result: Result, battles: int) -> tuple[float, float]:
    """Print one row; returns the 95th percentile of what is beyond the frame interval, and MB a battle.

    The percentile is of the time while all stream, and infinite when there was none.
    """
    heard = result.heard
    others = {end: count for end, count in Counter(heard["ends"]).items() if end != "ready"}
    arrived, oldest, newest = (np.array(heard[column]) for column in ("arrived", "oldest", "newest"))
    together = (arrived >= heard["all_from"]) & (arrived <= heard["all_to"])
    print(f"{name:12} held {heard['ends'].count('ready')}/{battles} {others or ''}   gaps {heard['gaps']}")
    show_lateness("while battles open and end", oldest[~together], newest[~together])
    seconds = (heard["all_to"] - heard["all_from"]) / 1000
    beyond = show_lateness(f"while all stream, for {seconds:.0f} s", oldest[together], newest[together])
    cores = ", ".join(f"{group} {share:.2f}" for group, share in result.cores.items())
    print(f"{'':12} cores {cores}   {result.mb_a_battle:.2f} MB a battle")
    return beyond, result.mb_a_battle


def show_lateness(when: str, oldest: Floats, newest: Floats) -> float:
    """Print how late frames were; returns the 95th percentile of what is beyond the frame interval."""
    if not len(oldest):
        print(f"{'':12} {when}: no frames")
        return float("inf")
    beyond = float(np.percentile(oldest, 95)) - FRAME_MS
    p50, p95 = (np.percentile(newest, share) for share in (50, 95))
    print(
        f"{'':12} {when}: {len(oldest)} frames, newest token p50 {p50:.0f} ms, p95 {p95:.0f} ms, oldest token"
        f" p50 {np.percentile(oldest, 50):.0f} ms, p95 {beyond:.0f} ms beyond the frame interval"
    )
    return beyond


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--battles", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=20, help="how long each battle streams")
    parser.add_argument("--webs", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--no-floor", action="store_true")
    options = parser.parse_args()
    ramp, tokens = ramp_and_tokens(options.battles, options.seconds)
    print_load()
    with ExitStack() as stack:
        stub, told = stack.enter_context(started("benchmarks.support.stub", "--tokens", str(tokens)))
        address = f"http://127.0.0.1:{told['port']}"
        if not options.no_floor:
            show("floor", at_the_floor(address, stub.pid, options.battles, ramp), options.battles)
        result = on_the_stack(stack, address, stub.pid, options, ramp)
        beyond, memory = show("stack", result, options.battles)
    held = result.heard["ends"].count("ready") == options.battles
    passed = held and beyond <= BAR_MS and memory <= BAR_MB
    print(
        f"bar: {options.battles} held, p95 ≤ {BAR_MS} ms beyond, ≤ {BAR_MB} MB a battle: {'PASS' if passed else 'FAIL'}"
    )


def ramp_and_tokens(battles: int, seconds: float) -> tuple[float, int]:
    """How long battles open, in seconds, and how many tokens each side gets so that all stream for the rest."""
    ramp = battles / OPENED_A_SECOND
    return ramp, int((seconds + ramp) * TOKENS_A_SECOND)


def at_the_floor(address: str, stub: int, battles: int, ramp: float) -> Result:
    """The ASGI process that streams by itself."""
    port = free_port()
    words = [
        sys.executable,
        "-m",
        "uvicorn",
        "benchmarks.support.floor:app",
        "--port",
        str(port),
        "--log-level",
        "error",
    ]
    floor = subprocess.Popen([*words, "--loop", "uvloop"], env=os.environ | {"FLOOR_STUB": address}, cwd=ROOT)
    try:
        time.sleep(3)
        url = f"http://127.0.0.1:{port}"
        return run([url], battles, ramp, {"web": [floor.pid], "stub": [stub]}, "--floor")
    finally:
        floor.kill()
        floor.wait()


def on_the_stack(stack: ExitStack, address: str, stub: int, options: argparse.Namespace, ramp: float) -> Result:
    """The whole site."""
    postgres = stack.enter_context(postgres_server())
    redis = stack.enter_context(redis_server())
    site = stack.enter_context(
        site_processes(
            postgres.url(postgres.create_database()),
            redis.url,
            webs=options.webs,
            workers=options.workers,
            endpoints=[f"{address}#m-stub"] * 5,
            environment={
                "ARENA_RELEASE_BYTES_PER_SECOND": "1000000",
                "ARENA_RELEASE_FIXED": "1",
                "ARENA_RELEASE_HOLD_MILLISECONDS": "0",
                "ARENA_TURNS_PER_WORKER": "1000",
                "ARENA_SLOTS_PER_ENTRANT": "1000",
            },
        )
    )
    groups = {
        "web": [child.pid for child in site.webs],
        "worker": [child.pid for child in site.workers],
        "stub": [stub],
    }
    result = run(site.urls, options.battles, ramp, groups)
    if set(result.heard["ends"]) != {"ready"}:
        print(site.logs())
    return result


if __name__ == "__main__":
    main()
