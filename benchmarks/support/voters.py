"""Voters for load, in a process of their own: `votes.json` in, one JSON line out."""

import argparse
import asyncio
import json
import time
from collections import Counter
from pathlib import Path

import aiohttp
import uvloop

TOKEN = "b" * 32


async def vote_all(urls: list[str], ballots: list[dict[str, str]], voters: int) -> dict[str, object]:
    """All ballots, by `voters` at once; seconds taken and how the votes were answered."""
    waiting = iter(enumerate(ballots))
    statuses: Counter[int] = Counter()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:

        async def one() -> None:
            for number, ballot in waiting:
                async with session.post(
                    f"{urls[number % len(urls)]}/battles/{ballot['ref']}/vote/",
                    data={"outcome": "a_better", "key": f"benchmark-key-{ballot['ref']}"},
                    headers={
                        "Cookie": f"citizen={ballot['cookie']}; csrftoken={TOKEN}",
                        "X-CSRFToken": TOKEN,
                        "Accept": "application/json",
                    },
                ) as answer:
                    await answer.read()
                    statuses[answer.status] += 1

        begun = time.perf_counter()
        await asyncio.gather(*(one() for _ in range(voters)))
        return {"seconds": time.perf_counter() - begun, "statuses": dict(statuses)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--urls", nargs="+")
    parser.add_argument("--ballots", type=Path)
    parser.add_argument("--voters", type=int)
    options = parser.parse_args()
    found = uvloop.run(vote_all(options.urls, json.loads(options.ballots.read_text()), options.voters))
    print(json.dumps(found))
