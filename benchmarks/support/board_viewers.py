"""Viewers of the leaderboard and voters at a steady pace, in a process of their own; one JSON line out."""

import argparse
import asyncio
import json
import re
import time
from contextlib import suppress
from pathlib import Path

import aiohttp
import uvloop

TOKEN = "b" * 32
VOTES = re.compile(r"투표 ([\d,]+)개")
LAST_BOARD_SECONDS = 120.0


class Run:
    """What happened when, until `over`: every screen shows all `votes`.

    `acknowledged[k]` of the k-th vote; `seen` pairs of (votes on a viewer's board, when).
    """

    def __init__(self, url: str, votes: int) -> None:
        self.url, self.votes = url, votes
        self.acknowledged: list[float] = []
        self.seen: list[list[tuple[int, float]]] = []
        self.over = asyncio.Event()

    async def view(self, session: aiohttp.ClientSession) -> None:
        """An open leaderboard: fetches the board when the socket says that there is a new one."""
        mine: list[tuple[int, float]] = []
        self.seen.append(mine)
        address = self.url.replace("http", "ws", 1) + "/ws/leaderboard/"
        async with session.ws_connect(address, headers={"Origin": self.url}) as socket:
            async for message in socket:
                number = json.loads(message.data)["n"]
                async with session.get(f"{self.url}/leaderboard/board/?n={number}") as answer:
                    found = VOTES.search(await answer.text())
                if found:
                    mine.append((int(found[1].replace(",", "")), time.monotonic()))
                    self._look_whether_over()

    def _look_whether_over(self) -> None:
        if all(mine and mine[-1][0] >= self.votes for mine in self.seen):
            self.over.set()

    async def vote(self, session: aiohttp.ClientSession, ballot: dict[str, str]) -> None:
        """One vote; when it was acknowledged is noted."""
        async with session.post(
            f"{self.url}/battles/{ballot['ref']}/vote/",
            data={"outcome": "a_better", "key": f"benchmark-key-{ballot['ref']}"},
            headers={
                "Cookie": f"citizen={ballot['cookie']}; csrftoken={TOKEN}",
                "X-CSRFToken": TOKEN,
                "Accept": "application/json",
            },
        ) as answer:
            answer.raise_for_status()
            await answer.read()
            self.acknowledged.append(time.monotonic())


async def play(url: str, ballots: list[dict[str, str]], viewers: int, pace: float, existing: int) -> dict[str, object]:
    """Seconds from each vote's acknowledgement to each viewer's board that counts it, beside those there before."""
    run = Run(url, existing + len(ballots))
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
        watching = [asyncio.create_task(run.view(session)) for _ in range(viewers)]
        await asyncio.sleep(3)
        begun, voting = time.monotonic(), []
        for number, ballot in enumerate(ballots):
            await asyncio.sleep(max(0.0, begun + number / pace - time.monotonic()))
            voting.append(asyncio.create_task(run.vote(session, ballot)))
        await asyncio.gather(*voting)
        with suppress(TimeoutError):
            await asyncio.wait_for(run.over.wait(), LAST_BOARD_SECONDS)
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)
    lags, unseen = [], 0
    for mine in run.seen:
        place = 0
        for number, at in enumerate(run.acknowledged, start=1):
            while place < len(mine) and mine[place][0] < existing + number:
                place += 1
            if place == len(mine):
                unseen += 1
            else:
                lags.append(mine[place][1] - at)
    return {"lags": sorted(lags), "unseen": unseen, "boards": sum(map(len, run.seen))}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--ballots", type=Path, required=True)
    parser.add_argument("--viewers", type=int, required=True)
    parser.add_argument("--pace", type=float, required=True)
    parser.add_argument("--existing", type=int, default=0)
    options = parser.parse_args()
    ballots = json.loads(options.ballots.read_text())
    print(json.dumps(uvloop.run(play(options.url, ballots, options.viewers, options.pace, options.existing))))
