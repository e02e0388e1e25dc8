"""The wire: a closed, numbered vocabulary. Nothing else ever reaches a browser before the vote.

To a voter's socket go snapshots and frames of one battle. Both carry exactly `kind, turn, n, a, b, state`: in a
snapshot `a` and `b` are the whole texts of the turn so far, in a frame what is new. Frame n + 1 follows frame n;
a turn's frames start at 1. While a turn waits, places come as well: `kind, turn, ahead, seconds`, how many battles are
ahead in the line and about how long it takes; they stand outside the frames' numbers, and a lost one is made up for by
the next. To a leaderboard's socket goes `kind, pool, n`: the number of the pool's newest snapshot.

On the way through Redis a payload has a short head, so that a web process routes it without decoding JSON.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import orjson

WIRE: Final = "arena:wire"
"""Redis stream that every web process reads; an entry's fields map channels to payloads."""
CONTROL: Final = "arena:control"
"""Redis stream that every worker reads; entries name turns to give up (`cancel`)."""
WIRE_LENGTH: Final = 5000
PROGRESS_SECONDS: Final = 900
LEADERBOARD_CHANNEL: Final = "leaderboard"


class Kind(StrEnum):
    """What a payload is."""

    SNAPSHOT = "snapshot"
    FRAME = "frame"
    PLACE = "place"


class Phase(StrEnum):
    """The state of the turn as the voter sees it."""

    WAITING = "waiting"
    STREAMING = "streaming"
    READY = "ready"
    VOID = "void"
    VOTED = "voted"
    EXPIRED = "expired"


UNDER_WAY: Final = frozenset({Phase.WAITING, Phase.STREAMING})


@dataclass(frozen=True, slots=True)
class Event:
    """A snapshot or a frame of one turn."""

    kind: Kind
    turn: int
    n: int
    a: str
    b: str
    state: Phase

    def json(self) -> bytes:
        """What the browser gets."""
        return orjson.dumps(
            {
                "kind": self.kind,
                "turn": self.turn,
                "n": self.n,
                "a": self.a,
                "b": self.b,
                "state": self.state,
            }
        )

    def payload(self) -> bytes:
        """What travels through Redis: `kind|state|turn|n|json`."""
        return b"%s|%s|%d|%d|" % (self.kind.encode(), self.state.encode(), self.turn, self.n) + self.json()


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """A waiting turn's place in the line. Every turn's looks the same: it knows nothing of the entrants."""

    turn: int
    ahead: int
    seconds: int

    def json(self) -> bytes:
        """What the browser gets."""
        return orjson.dumps({"kind": Kind.PLACE, "turn": self.turn, "ahead": self.ahead, "seconds": self.seconds})

    def payload(self) -> bytes:
        """What travels through Redis, with a head like an event's."""
        return b"%s|%s|%d|0|" % (Kind.PLACE.encode(), Phase.WAITING.encode(), self.turn) + self.json()


@dataclass(frozen=True, slots=True)
class Arrived:
    """A payload with its head read and its JSON untouched."""

    kind: Kind
    state: Phase
    turn: int
    n: int
    json: bytes


def arrived(payload: bytes) -> Arrived:
    """Read a payload's head. Raises ValueError for anything outside the vocabulary."""
    kind, state, turn, n, json = payload.split(b"|", 4)
    return Arrived(Kind(kind.decode()), Phase(state.decode()), int(turn), int(n), json)


def decode(payload: bytes) -> Event:
    """The whole event of a payload."""
    head = arrived(payload)
    body = orjson.loads(head.json)
    return Event(head.kind, head.turn, head.n, body["a"], body["b"], head.state)


def folded(snapshot: Event | None, frame: Event) -> Event:
    """The snapshot that says the same as `snapshot` and then `frame`. Raises ValueError on a gap."""
    if frame.kind is Kind.SNAPSHOT:
        return frame
    if snapshot is None:
        snapshot = Event(Kind.SNAPSHOT, frame.turn, 0, "", "", Phase.STREAMING)
    if frame.turn != snapshot.turn or frame.n != snapshot.n + 1:
        raise ValueError(f"frame {frame.turn}/{frame.n} does not follow {snapshot.turn}/{snapshot.n}")
    return Event(Kind.SNAPSHOT, frame.turn, frame.n, snapshot.a + frame.a, snapshot.b + frame.b, frame.state)


def battle_channel(battle_ref: str) -> str:
    """The channel of a battle's voter."""
    return f"b:{battle_ref}"


def battles_among(channels: Iterable[str]) -> list[str]:
    """The refs of the battles that have these channels; other channels are left out."""
    return [channel.removeprefix("b:") for channel in channels if channel.startswith("b:")]


def progress_key(battle_ref: str) -> str:
    """The Redis list with the frames of the battle's running turn."""
    return f"arena:progress:{battle_ref}"


def leaderboard_json(pool_ref: str, number: int) -> bytes:
    """What a leaderboard's socket gets when snapshot `number` of the pool is out."""
    return orjson.dumps({"kind": "leaderboard", "pool": pool_ref, "n": number})
