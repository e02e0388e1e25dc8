"""Listeners who come again and again, in a process of their own: each hears a battle to its end and opens another.

Prints one JSON line after `--seconds`: how many battles ended how, and of each frame when it came (seconds of the
monotonic clock) and how old its oldest token was (milliseconds since it left the stub).
"""

import argparse
import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field

import aiohttp
import uvloop

from benchmarks.support.listeners import Heard, through_the_site
from contest.rehearsal.citizen import Refusal


@dataclass
class TimedHeard(Heard):
    """What was heard, and when."""

    at: list[float] = field(default_factory=list)

    def note(self, text: str, now: float) -> None:
        """The ages of the tokens in one frame's text, which came at `now` (milliseconds)."""
        known = len(self.oldest)
        super().note(text, now)
        if len(self.oldest) > known:
            self.at.append(now / 1000)


async def come_again(urls: list[str], number: int, delay: float, heard: TimedHeard) -> None:
    """One seat: battle after battle, for ever."""
    await asyncio.sleep(delay)
    while True:
        try:
            await through_the_site(urls, number, 0, heard)
        except (Refusal, aiohttp.ClientError) as error:
            heard.ends.append(type(error).__name__)
            await asyncio.sleep(1)


async def main() -> None:
    """Read the command line, listen, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--urls", nargs="+", required=True)
    parser.add_argument("--battles", type=int, required=True, help="at once")
    parser.add_argument("--ramp", type=float, required=True, help="seconds over which the first battles open")
    parser.add_argument("--seconds", type=float, required=True)
    options = parser.parse_args()
    heard = TimedHeard()
    until = time.monotonic() + options.seconds
    delays = [options.ramp * number / options.battles for number in range(options.battles)]
    seats = [asyncio.create_task(come_again(options.urls, n, delay, heard)) for n, delay in enumerate(delays)]
    await asyncio.wait(seats, timeout=until - time.monotonic(), return_when=asyncio.FIRST_EXCEPTION)
    for seat in seats:
        seat.cancel()
    ended = await asyncio.gather(*seats, return_exceptions=True)
    broken = [error for error in ended if not isinstance(error, asyncio.CancelledError)]
    if broken:
        raise ExceptionGroup("Listeners broke.", [error for error in broken if isinstance(error, Exception)])
    print(json.dumps({"ends": Counter(heard.ends), "gaps": heard.gaps, "at": heard.at, "oldest": heard.oldest}))


if __name__ == "__main__":
    uvloop.run(main())
