"""What the blind release costs a worker: `python -m benchmarks.release --battles 150`.

One worker's event loop on a real PostgreSQL and a real Redis, against the stub of `benchmarks.streaming` (50 tokens a
second to each side, here pieces of Korean and English answers, one in four with names), once as it is and once without
masking and lockstep: each tick then shows what has come. Rounds alternate, and the medians are compared: a machine has
other work. Then as many battles stream through the whole stack of `benchmarks.streaming`, which tells what the web
process takes. How many battles that stack holds goes with the processor time that one needs of both on the cores that
they share, so the difference is the share of its capacity: the bar. The share of a worker alone, which is greater, is
told beside it. `--digits` streams what `benchmarks.streaming` does, times in milliseconds: four times as many
characters, each of which may stand for a letter.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from benchmarks.streaming import ROOT, on_the_stack, ramp_and_tokens, started
from tests.services.commands import manage
from tests.services.folders import temporary_folder
from tests.services.servers import postgres_server, redis_server
from tests.services.site import site_environment

BAR = 0.10
STREAMED_SECONDS = 20


def cores(environment: dict[str, str], stub: str, options: argparse.Namespace, *more: str) -> float:
    """Processor seconds a second that a worker needs, for all battles together."""
    words = ["--stub", stub, "--battles", str(options.battles), "--seconds", str(options.seconds), *more]
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.support.lone_worker", *words],
        env=os.environ | environment | {"DJANGO_SETTINGS_MODULE": "contest.settings"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
    )
    found = json.loads(told.stdout)
    if found["streaming"] != options.battles:
        raise SystemExit(f"Only {found['streaming']} of {options.battles} battles streamed.")
    return float(found["cores"])


def web_cores(battles: int) -> float:
    """The same of the web process that passes the frames on, on the average of a run in which battles open and end."""
    ramp, tokens = ramp_and_tokens(battles, STREAMED_SECONDS)
    with ExitStack() as stack:
        process, told = stack.enter_context(started("benchmarks.support.stub", "--tokens", str(tokens)))
        size = argparse.Namespace(battles=battles, webs=1, workers=1)
        found = on_the_stack(stack, f"http://127.0.0.1:{told['port']}", process.pid, size, ramp)
    return found.cores["web"]


def worker_cores(options: argparse.Namespace) -> dict[str, float]:
    """Medians of the rounds, as it is and without the release."""
    texts = [] if options.digits else ["--answers"]
    found: dict[str, list[float]] = {"as it is": [], "without": []}
    with ExitStack() as stack:
        postgres, redis = stack.enter_context(postgres_server()), stack.enter_context(redis_server())
        folder = Path(stack.enter_context(temporary_folder()))
        _process, told = stack.enter_context(started("benchmarks.support.stub", "--tokens", "100000", *texts))
        environment = site_environment(postgres.url(postgres.create_database()), redis.url, folder)
        manage(environment, "migrate", "-v", "0")
        for _ in range(options.rounds):
            for name, more in (("as it is", []), ("without", ["--plain"])):
                redis.flush()
                found[name].append(cores(environment, f"http://127.0.0.1:{told['port']}", options, *more))
                print(f"{name:9} {options.battles} battles: {found[name][-1]:.3f} of a core", flush=True)
    return {name: statistics.median(rounds) for name, rounds in found.items()}


def main() -> int:
    """Measure and print; 1 when the bar is not held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--battles", type=int, default=150)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--digits", action="store_true", help="stream times in place of answers")
    options = parser.parse_args()
    worker = worker_cores(options)
    web = web_cores(options.battles)
    release = worker["as it is"] - worker["without"]
    print(
        "medians: " + ", ".join(f"worker {name} {median:.3f}" for name, median in worker.items()) + f"; web {web:.3f}"
    )
    print(f"of a worker alone: {release / worker['as it is']:.1%}")
    share = release / (worker["as it is"] + web)
    print(f"bar: ≤ {BAR:.0%} of the stack's capacity; the blind release costs {share:.1%}: {verdict(share)}")
    return int(share > BAR)


def verdict(share: float) -> str:
    """Whether the bar is held."""
    return "held" if share <= BAR else "NOT held"


if __name__ == "__main__":
    sys.exit(main())
