"""Readers for load, in a process of their own: how many times a second an address is answered."""

import argparse
import asyncio
import json
import time

import aiohttp
import uvloop


async def read_for(url: str, seconds: float, readers: int) -> dict[str, float]:
    """Ask `url` by `readers` at once for `seconds`; every answer must be 200."""
    count = 0
    end = time.perf_counter() + seconds
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def one() -> None:
            nonlocal count
            while time.perf_counter() < end:
                async with session.get(url, headers={"Accept-Encoding": "identity"}) as answer:
                    answer.raise_for_status()
                    await answer.read()
                    count += 1

        await asyncio.gather(*(one() for _ in range(readers)))
    return {"per_second": count / seconds}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--url")
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--readers", type=int)
    options = parser.parse_args()
    print(json.dumps(uvloop.run(read_for(options.url, options.seconds, options.readers))))
