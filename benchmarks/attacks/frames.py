"""Battles of entrants that differ in speed and chunking, played through the contest's own release; what a voter gets.

A virtual clock: seconds of streaming cost milliseconds. The texts are of equal length by chance for all, so that what
is told apart here is told by sizes and times of frames and not by style.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from arena.rules.blindness.pace import Arrival, Pace, common_pace, usual
from arena.rules.blindness.release import Release, Side
from arena.rules.ratings.tally import Matrix

TICK = 0.1
LONGEST = 240.0


@dataclass(frozen=True)
class Server:
    """How an entrant's server streams: seconds to the first token, tokens a second, tokens in one chunk."""

    first_token: float
    tokens_per_second: float
    tokens_per_chunk: int


REHEARSAL = (Server(0.2, 70, 4), Server(0.3, 55, 1), Server(0.4, 45, 8), Server(0.6, 40, 2), Server(0.8, 35, 1))
"""The rehearsal's own cast (arena/inference/rehearsal/cast.py), with chunks of different sizes."""
VERY_DIFFERENT = (Server(0.2, 120, 1), Server(0.4, 70, 8), Server(0.8, 45, 1), Server(1.5, 25, 4), Server(3.0, 12, 1))
"""Ten times between the fastest and the slowest; the two slowest write more slowly than the release shows."""
BYTES_PER_TOKEN = 5
ANSWER_BYTES = (900, 0.4)
"""The median answer and the spread of its logarithm, the same for all entrants."""


@dataclass(frozen=True)
class Frames:
    """What a voter's socket receives: when each frame comes, and how many bytes of each side are in it; (f,) each."""

    at: Matrix
    a: Matrix
    b: Matrix


@dataclass(frozen=True)
class Rules:
    """How the release is run."""

    name: str
    pace: Pace = field(default_factory=Pace)


def play(a: Server, b: Server, rules: Rules, rng: np.random.Generator) -> Frames:
    """One battle to its end."""
    release = Release(rules.pace)
    due: dict[Side, deque[tuple[float, int]]] = {"a": deque(arrivals(a, rng)), "b": deque(arrivals(b, rng))}
    rows = []
    for tick in range(1, int(LONGEST / TICK)):
        _feed(release, due, tick * TICK)
        delta = release.advance(TICK)
        if delta is not None:
            rows.append((tick * TICK, len(delta.a), len(delta.b)))
            if delta.done:
                break
    table = np.array(rows, dtype=np.float64).reshape(-1, 3)
    return Frames(table[:, 0], table[:, 1], table[:, 2])


def measured(servers: Sequence[Server], rng: np.random.Generator, answers: int = 40) -> Pace:
    """The pace that the pool of these servers gets from so many answers of each, as the site measures it."""
    return common_pace([usual([_arrival(server, rng) for _ in range(answers)]) for server in servers], Pace())


def _arrival(server: Server, rng: np.random.Generator) -> Arrival:
    release = Release(Pace())
    due: dict[Side, deque[tuple[float, int]]] = {"a": deque(arrivals(server, rng))}
    for tick in range(1, int(LONGEST / TICK)):
        _feed(release, due, tick * TICK)
        release.advance(TICK)
    found = release.arrival("a")
    assert found is not None
    return found


def _feed(release: Release, due: dict[Side, deque[tuple[float, int]]], now: float) -> None:
    for side, chunks in due.items():
        while chunks and chunks[0][0] <= now:
            release.feed(side, "x" * chunks.popleft()[1])
            if not chunks:
                release.finish(side)


def arrivals(server: Server, rng: np.random.Generator) -> list[tuple[float, int]]:
    """(seconds, bytes) of every chunk of one answer."""
    median, spread = ANSWER_BYTES
    tokens = max(1, int(median * np.exp(spread * rng.standard_normal()) / BYTES_PER_TOKEN))
    chunks = -(-tokens // server.tokens_per_chunk)
    gaps = rng.gamma(4.0, server.tokens_per_chunk / server.tokens_per_second / 4.0, chunks)
    at = server.first_token * rng.lognormal(0.0, 0.2) + np.cumsum(gaps)
    sizes = np.full(chunks, server.tokens_per_chunk * BYTES_PER_TOKEN)
    sizes[-1] = (tokens - (chunks - 1) * server.tokens_per_chunk) * BYTES_PER_TOKEN
    return list(zip(at.tolist(), sizes.tolist(), strict=True))


def features(frames: Frames) -> Matrix:
    """What a classifier may look at, (k,): the waits, the pace, the rhythm, and each side's share of every stretch."""
    gaps = np.diff(frames.at, prepend=0.0)
    whole = frames.a + frames.b
    sides = []
    for mine, other in ((frames.a, frames.b), (frames.b, frames.a)):
        given = mine[mine > 0]
        sides += [
            mine.sum(),
            given.mean() if len(given) else 0.0,
            given.std() if len(given) else 0.0,
            given.max(initial=0.0),
            float((mine > 0).sum()),
            float(((mine == 0) & (other > 0)).sum()),
            frames.at[mine > 0].min(initial=LONGEST),
            frames.at[mine > 0].max(initial=0.0),
            *(part.sum() for part in np.array_split(mine, 5)),
        ]
    rhythm = [frames.at[-1], gaps[0], gaps[1:].mean() if len(gaps) > 1 else 0.0, gaps[1:].max(initial=0.0)]
    pace = [
        whole.sum() / frames.at[-1],
        whole.std(),
        *np.percentile(whole, (10, 50, 90)),
        *np.percentile(gaps, (50, 90)),
    ]
    return np.array([*sides, *rhythm, *pace], dtype=np.float64)
