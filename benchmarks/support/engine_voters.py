"""Casts votes through the engine's own action, without a web server: one process of several, many threads.

`python -m benchmarks.support.engine_voters --ballots FILE --threads N` says "ready" and waits for a line.
"""

import argparse
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from arena.actions.votes import Ballot, cast_vote  # noqa: E402


def cast(battle: dict[str, str]) -> None:
    """One vote, as the web's face casts it."""
    cast_vote(battle["ref"], battle["voter_ref"], Ballot("a_better", str(uuid.uuid4())), datetime.now(UTC))


def main() -> None:
    """Wait for a line, so that all processes begin together; then vote."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", required=True)
    parser.add_argument("--threads", type=int, required=True)
    options = parser.parse_args()
    battles = json.loads(Path(options.ballots).read_text())
    with ThreadPoolExecutor(options.threads) as pool:
        print("ready", flush=True)
        input()
        list(pool.map(cast, battles))


if __name__ == "__main__":
    main()
