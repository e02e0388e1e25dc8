"""`python -m arena.inference.rehearsal --port 0`: serve the twin on loopback; one JSON line tells where."""

import argparse
import asyncio
import json
from dataclasses import replace
from pathlib import Path

import uvloop

from arena.inference.rehearsal.cast import BUILTIN, Cast, CastError, read_cast
from arena.inference.rehearsal.server import start


async def _serve(cast: Cast, port: int) -> None:
    runner, taken = await start(cast, port)
    names = [part.served_name for part in cast.parts]
    print(json.dumps({"port": taken, "served_names": names}), flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def main() -> None:
    """Read the command line and serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m arena.inference.rehearsal", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--seed", help="another seed gives other answers")
    cast = parser.add_mutually_exclusive_group()
    cast.add_argument("--builtin", action="store_true", help="five parts, from strong to weak (the default)")
    cast.add_argument("--config", type=Path, help="a JSON file with the parts")
    options = parser.parse_args()
    try:
        chosen = read_cast(options.config) if options.config else BUILTIN
    except CastError as error:
        parser.error(str(error))
    if options.seed:
        chosen = replace(chosen, seed=options.seed)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(chosen, options.port))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
