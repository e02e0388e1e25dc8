"""Voters for load, in a process of their own: `votes.json` in, one JSON line out.

Requests are made beforehand and written to the socket as they are, and of an answer only the status is read: on a
machine that the site shares with its load, every millisecond of the load is one that the site lacks.
"""

import argparse
import asyncio
import json
import re
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import uvloop

TOKEN = "b" * 32
REQUEST = """POST /battles/{ref}/vote/ HTTP/1.1\r
Host: {host}\r
X-Forwarded-For: {address}\r
Cookie: citizen={cookie}; csrftoken={token}\r
X-CSRFToken: {token}\r
Accept: application/json\r
Accept-Language: ko-KR,ko;q=0.9\r
Content-Type: application/x-www-form-urlencoded\r
Content-Length: {length}\r
\r
{body}"""
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


def request(host: str, ballot: dict[str, str]) -> bytes:
    """One vote as a browser sends it, behind a proxy; each voter comes from a network of its own."""
    body = f"outcome=a_better&key=benchmark-key-{ballot['ref']}"
    network = int(ballot["voter_ref"][:4], 16)
    written = {
        "ref": ballot["ref"],
        "cookie": ballot["cookie"],
        "token": TOKEN,
        "address": f"11.{network >> 8}.{network & 255}.1",
    }
    return REQUEST.format(host=host, length=len(body), body=body, **written).encode()


async def vote_all(urls: list[str], ballots: list[dict[str, str]], voters: int) -> dict[str, object]:
    """All ballots, by `voters` at once; seconds taken and how the votes were answered."""
    hosts = [urlsplit(url).netloc for url in urls]
    waiting = {
        host: iter([request(host, ballot) for ballot in ballots[n :: len(hosts)]]) for n, host in enumerate(hosts)
    }
    statuses: Counter[int] = Counter()

    async def one(host: str) -> None:
        reader, writer = await asyncio.open_connection(*host.split(":"))
        for sent in waiting[host]:
            writer.write(sent)
            head = await reader.readuntil(b"\r\n\r\n")
            length = LENGTH.search(head)
            if length is None:
                raise SystemExit(f"An answer without a length: {head!r}")
            await reader.readexactly(int(length[1]))
            statuses[int(head[9:12])] += 1
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(one(hosts[number % len(hosts)]) for number in range(voters)))
    return {"seconds": time.perf_counter() - begun, "statuses": dict(statuses)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--urls", nargs="+")
    parser.add_argument("--ballots", type=Path)
    parser.add_argument("--voters", type=int)
    options = parser.parse_args()
    found = uvloop.run(vote_all(options.urls, json.loads(options.ballots.read_text()), options.voters))
    print(json.dumps(found))
