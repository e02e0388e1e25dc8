"""Who answers, told by the frames of a running site: `python -m benchmarks.attacks.site_frames --battles 2000`.

The whole site (PostgreSQL, Redis, web processes, workers, the beat) before five practice entrants that write alike and
differ in speed. Citizens play battles over HTTP and WebSocket, as browsers do, and keep when each frame came and how
much of each side was in it; the vote reveals who it was. Half of the battles teach two classifiers, the other half
test them, and the other way round, so every battle is tested once.

Three rows: what the release adds (frames while both sides still grow: waits, rhythm, sizes, order), all that frames
hold (that and the end of each side), and the lengths of the two answers alone. A length is content: a voter who reads
both answers has it anyway, and no release can hide it.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

# Small matrices: threads of the algebra library would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import orjson

from arena.inference.rehearsal.cast import Part
from arena.rules.ratings.tally import Matrix
from benchmarks.attacks.classifiers import logistic, nearest_centroid
from benchmarks.attacks.frames import Frames, features
from benchmarks.streaming import started
from contest.rehearsal.citizen import RehearsalCitizen, browser_session
from contest.rehearsal.judge import judge
from tests.services.folders import temporary_folder
from tests.services.servers import postgres_server, redis_server
from tests.services.site import Site, site_processes

BATTLES = 2_000
WARM_UP = 60
MOST = 0.25
STRENGTH = 0.3
CAST = tuple(
    Part(f"m-{number:04x}", first_token, tokens_per_second, STRENGTH)
    for number, (first_token, tokens_per_second) in enumerate(
        ((0.2, 120), (0.4, 70), (0.8, 45), (1.5, 25), (2.5, 15)), start=0x51F0
    )
)
"""Eight times between the fastest and the slowest."""
PROMPTS = (
    "봄 감자는 언제 심는 것이 좋은가요?",
    "전세 계약 전에 무엇을 확인해야 하나요?",
    "중학생에게 광합성을 설명해 주세요.",
    "How do I apply for the basic pension?",
    "Write a birthday letter to my grandmother.",
)


@dataclass(frozen=True)
class Witnessed:
    """One battle: its frames (seconds from the question, characters of each side), and who stood on side a."""

    frames: Frames
    who: str


@dataclass(frozen=True)
class Told:
    """How often a classifier was right, of so many battles, with the 95 % interval of Wilson (1927)."""

    what: str
    right: float
    battles: int

    @property
    def interval(self) -> tuple[float, float]:
        """The interval's ends."""
        z2, n = 1.96**2, self.battles
        centre = (self.right + z2 / (2 * n)) / (1 + z2 / n)
        half = 1.96 * np.sqrt(self.right * (1 - self.right) / n + z2 / (4 * n**2)) / (1 + z2 / n)
        return float(centre - half), float(centre + half)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.what:28}| one of five {self.right:.3f} ({low:.3f} to {high:.3f}) | chance 0.200"


def while_both_grow(frames: Frames) -> Matrix:
    """What the release adds, (k,): the frames until the shorter side has all of its text, without that end itself."""
    shorter = min(frames.a.sum(), frames.b.sum())
    growing = (np.cumsum(frames.a) < shorter) & (np.cumsum(frames.b) < shorter)
    at, a, b = frames.at[growing], frames.a[growing], frames.b[growing]
    if len(at) < 3:
        return np.zeros(14)
    gaps, whole, ahead = np.diff(at), a + b, np.cumsum(a) - np.cumsum(b)
    rhythm = [frames.at[0], gaps.mean(), gaps.std(), gaps.max(), *np.percentile(gaps, (10, 50, 90))]
    sizes = [whole.mean(), whole.std(), a.std() - b.std(), a[0] - b[0], ahead.mean(), ahead.max(), ahead.min()]
    return np.array([*rhythm, *sizes], dtype=np.float64)


def lengths(frames: Frames) -> Matrix:
    """The lengths of both answers, and their difference, (3,)."""
    a, b = float(frames.a.sum()), float(frames.b.sum())
    return np.array([a, b, a - b])


ROWS: dict[str, Callable[[Frames], Matrix]] = {
    "what the release adds": while_both_grow,
    "all that frames hold": features,
    "the answers' lengths alone": lengths,
}


def told(witnessed: list[Witnessed], seed: int) -> list[Told]:
    """One row for each way to look, by the better of two classifiers."""
    names = sorted({one.who for one in witnessed})
    y = np.array([names.index(one.who) for one in witnessed])
    half = np.random.default_rng(seed).permutation(len(y)) % 2 == 0
    return [
        Told(what, _right(np.array([look(one.frames) for one in witnessed]), y, half), len(y))
        for what, look in ROWS.items()
    ]


def _right(x: Matrix, y: np.ndarray, half: np.ndarray) -> float:
    def crossed(train: Callable[[Matrix, np.ndarray], Callable[[Matrix], np.ndarray]]) -> float:
        hits = [train(x[teach], y[teach])(x[~teach]) == y[~teach] for teach in (half, ~half)]
        return float(np.concatenate(hits).mean())

    return max(crossed(train) for train in (nearest_centroid, logistic))


class _Ear:
    """Keeps the frames of one battle: when they came, and how much of each side was in them."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._rows: list[tuple[float, int, int]] = []

    def hear(self, payload: bytes) -> None:
        if not payload.startswith(b'{"kind"'):
            return
        event = orjson.loads(payload)
        if event["kind"] == "frame" and (event["a"] or event["b"]):
            self._rows.append((time.monotonic() - self._began, len(event["a"]), len(event["b"])))

    def frames(self) -> Frames | None:
        table = np.array(self._rows, dtype=np.float64).reshape(-1, 3)
        return Frames(table[:, 0], table[:, 1], table[:, 2]) if len(table) else None


async def witness_battles(urls: list[str], battles: int, seed: int, concurrency: int) -> list[Witnessed]:
    """Play so many battles; those that ended in a vote."""
    turn, witnessed = asyncio.Semaphore(concurrency), []

    async def one(number: int) -> None:
        async with turn, browser_session() as session:
            ear, own = _Ear(), random.Random(f"{seed}:{number}")
            citizen = RehearsalCitizen(session, [urls[number % len(urls)]], own, ear.hear)
            await citizen.arrive()
            # The same question always gets the same practice answer: the number makes each one new.
            played = await citizen.play([f"{own.choice(PROMPTS)} ({seed}-{number})"], judge)
            if played.state == "voted" and (frames := ear.frames()) is not None:
                witnessed.append(Witnessed(frames, played.reveal["a"]["entrant"]["en"]))

    await asyncio.gather(*(one(number) for number in range(battles)))
    return witnessed


def attack(site: Site, battles: int, seed: int, concurrency: int, warm_up: int = WARM_UP) -> list[Witnessed]:
    """Let the pool learn its pace, then play."""
    asyncio.run(witness_battles(site.urls, warm_up, seed, concurrency))
    # The beat does so every half minute; the battles that are kept shall all have the pace of a pool that is known.
    site.manage("shell", "-c", "from arena.tasks import measure_paces; measure_paces()")
    return asyncio.run(witness_battles(site.urls, battles, seed + 1, concurrency))


def served_cast(stack: ExitStack) -> list[str]:
    """Serve the five; their addresses, as `prepare_site --endpoint` takes them."""
    config = Path(stack.enter_context(temporary_folder())) / "cast.json"
    config.write_text(json.dumps({"seed": "alike", "parts": [asdict(part) for part in CAST]}))
    _twin, where = stack.enter_context(started("arena.inference.rehearsal", "--config", str(config)))
    return [f"http://127.0.0.1:{where['port']}#{name}" for name in where["served_names"]]


RELEASE = {"ARENA_RELEASE_FIXED": "0", "ARENA_RELEASE_HOLD_MILLISECONDS": "1500"}
"""The release as production runs it; the tests' own site would not hold, and would not follow the slowest."""


def main() -> int:
    """Play, print the rows; 1 when the release tells more than it may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--battles", type=int, default=BATTLES)
    parser.add_argument("--concurrency", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20260101)
    options = parser.parse_args()
    with ExitStack() as stack:
        postgres, redis = stack.enter_context(postgres_server()), stack.enter_context(redis_server())
        endpoints = served_cast(stack)
        url = postgres.url(postgres.create_database())
        site = stack.enter_context(site_processes(url, redis.url, endpoints=endpoints, environment=RELEASE))
        witnessed = attack(site, options.battles, options.seed, options.concurrency)
    rows = told(witnessed, options.seed)
    print(f"{len(witnessed)} of {options.battles} battles ended in a vote; bar for the release: ≤ {MOST}")
    print("\n".join(map(str, rows)))
    return 0 if rows[0].right <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
