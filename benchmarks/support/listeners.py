"""Listeners for load, in a process of their own: open battles over a few seconds, hear their frames, note lateness.

Prints one JSON line: how many battles ended how, and for each frame when it arrived and how late it was, in
milliseconds: the time from the oldest and from the newest of its tokens leaving the stub to the frame's arrival.
`all_from` and `all_to` bound the time in which all battles streamed together.
"""

import argparse
import asyncio
import json
import random
import time
from dataclasses import dataclass, field

import aiohttp
import orjson
import uvloop

from contest.rehearsal.citizen import RehearsalCitizen, browser_session
from contest.rehearsal.screen import UNDER_WAY

PATIENCE_SECONDS = 100


@dataclass
class Heard:
    """What all listeners heard together."""

    ends: list[str] = field(default_factory=list)
    arrived: list[float] = field(default_factory=list)
    oldest: list[float] = field(default_factory=list)
    newest: list[float] = field(default_factory=list)
    gaps: int = 0
    all_from: float = 0
    all_to: float = float("inf")

    def note(self, text: str, now: float) -> None:
        """The ages of the tokens in one frame's text."""
        times = [int(word) for word in text.replace(".", "").split() if len(word) > 3]
        if times:
            self.arrived.append(now)
            self.oldest.append(now - times[0])
            self.newest.append(now - times[-1])

    def note_battle(self, first: float, last: float) -> None:
        """When the first and the last frame of one battle came; a battle without frames shares no time with others."""
        self.all_from, self.all_to = max(self.all_from, first), min(self.all_to, last)


async def hear(session: aiohttp.ClientSession, address: str, origin: str, heard: Heard) -> None:
    """One battle's socket, from the first frame to the last."""
    state, n, rest = "waiting", 0, ""
    first = last = float("inf")
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), session.ws_connect(address, headers={"Origin": origin}) as socket:
            async for message in socket:
                now = time.monotonic() * 1000
                event = orjson.loads(message.data)
                if event["kind"] == "place":
                    continue
                if event["kind"] == "frame":
                    heard.gaps += event["n"] != n + 1
                    # A frame may end inside a token: its rest belongs to the next frame.
                    first, last = min(first, now), now
                    text = rest + event["a"]
                    cut = text.rfind(" ") + 1
                    rest = text[cut:]
                    heard.note(text[:cut], now)
                n, state = event["n"], event["state"]
                if state not in UNDER_WAY:
                    break
            if state in UNDER_WAY:
                state = f"closed with {socket.close_code}"
    except (TimeoutError, aiohttp.ClientError) as error:
        state = type(error).__name__
    heard.ends.append(state)
    heard.note_battle(first, last)


async def through_the_site(urls: list[str], number: int, delay: float, heard: Heard) -> None:
    """One citizen's battle on the real site."""
    await asyncio.sleep(delay)
    origin = urls[number % len(urls)]
    async with browser_session() as session:
        citizen = RehearsalCitizen(session, [origin], random.Random(number))
        await citizen.arrive()
        battle = await citizen.open("부하 시험 질문입니다.")
        await hear(session, origin.replace("http", "ws") + f"/ws/battles/{battle}/", origin, heard)


async def at_the_floor(url: str, delay: float, heard: Heard) -> None:
    """One battle at the floor."""
    await asyncio.sleep(delay)
    async with aiohttp.ClientSession() as session:
        await hear(session, url.replace("http", "ws") + "/ws/", url, heard)


async def main() -> None:
    """Read the command line, listen, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--urls", nargs="+", required=True)
    parser.add_argument("--battles", type=int, required=True)
    parser.add_argument("--ramp", type=float, required=True, help="seconds over which the battles open")
    parser.add_argument("--floor", action="store_true")
    options = parser.parse_args()
    heard = Heard()
    delays = [options.ramp * number / options.battles for number in range(options.battles)]
    if options.floor:
        jobs = [at_the_floor(options.urls[0], delay, heard) for delay in delays]
    else:
        jobs = [through_the_site(options.urls, number, delay, heard) for number, delay in enumerate(delays)]
    await asyncio.gather(*jobs)
    print(json.dumps(vars(heard)))


if __name__ == "__main__":
    uvloop.run(main())
