"""`python -m arena.inference.rehearsal --port 0`: serve the twin on loopback; one JSON line tells where."""

import argparse
import asyncio
import json

from aiohttp import web

from arena.inference.rehearsal.server import PARTS, make_app


async def _serve(port: int, seed: str) -> None:
    app = make_app(seed=seed)
    # handler_cancellation: a reader who leaves frees the slot at once, as at a real server.
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    address = runner.addresses[0]
    print(json.dumps({"port": address[1], "served_names": list(app[PARTS])}), flush=True)
    await asyncio.Event().wait()


def main() -> None:
    """Read the command line and serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m arena.inference.rehearsal", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--seed", default="rehearsal")
    options = parser.parse_args()
    try:
        asyncio.run(_serve(options.port, options.seed))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
