"""The line of turns before the entrants' slots, kept in Redis for all workers together.

A turn takes a slot of both its entrants at once or waits. Leases must be renewed: the slots of a worker that died
fall back by themselves. Nothing here is the truth about a battle: its row is, and a line that Redis has lost fills
again from the rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from redis.asyncio import Redis

from arena.actions.turns import STALLED_AFTER
from arena.admission.places import Place, place
from arena.admission.scripts import ARRIVE, LEAVE, LOOK, RENEW

KEYS = ("arena:line:waiting", "arena:line:leases", "arena:line:entries", "arena:line:since", "arena:line:mean")
FIRST_MEAN_SECONDS = 20.0
"""How long a turn is taken to hold its slots before any has ended."""


@dataclass(frozen=True)
class Entry:
    """A turn and the two entrants that it needs; `battle_ref` and `number` tell whom to tell the place."""

    turn_ref: str
    entrant_a: str
    entrant_b: str
    battle_ref: str
    number: int

    def kept(self) -> str:
        """The entry as Redis keeps it."""
        return f"{self.entrant_a} {self.entrant_b} {self.battle_ref} {self.number}"

    @classmethod
    def of(cls, turn_ref: str, kept: str) -> "Entry":
        """The entry from what Redis kept."""
        entrant_a, entrant_b, battle_ref, number = kept.split(" ")
        return cls(turn_ref, entrant_a, entrant_b, battle_ref, int(number))


@dataclass(frozen=True)
class Arrival:
    """What an arrival led to. `place` is None when the turn holds its slots now; `others` may start as well."""

    place: Place | None
    others: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """Turns that may start now, by ref, and those that wait, with their places."""

    granted: tuple[str, ...]
    waiting: tuple[tuple[Entry, Place], ...]


class Line:
    """The line as one event loop sees it. `slots` is every entrant's number of turns at once.

    `lease_seconds`: as long as a silent worker's battles are left alone (`arena.actions.turns.STALLED_AFTER`).
    """

    def __init__(self, redis: Redis, slots: int, lease_seconds: float = STALLED_AFTER.total_seconds()) -> None:
        self._terms = (slots, lease_seconds, FIRST_MEAN_SECONDS)
        scripts = (redis.register_script(text) for text in (ARRIVE, LEAVE, RENEW, LOOK))
        self._arrive, self._leave, self._renew, self._look = scripts

    async def arrive(self, entry: Entry) -> Arrival:
        """Take both slots, or a place in the line; arriving again changes nothing but the lease's length."""
        granted, ahead, running, mean = await self._arrive(KEYS, (*self._terms, entry.turn_ref, entry.kept()))
        others = tuple(ref for ref in _words(granted) if ref != entry.turn_ref)
        return Arrival(None if ahead < 0 else place(ahead, running, float(mean)), others)

    async def leave(self, turn_ref: str) -> tuple[str, ...]:
        """Give the slots back, or the place; returns the turns that may start now."""
        return _words(await self._leave(KEYS, (*self._terms, turn_ref)))

    async def renew(self, entries: Iterable[Entry]) -> None:
        """Keep the slots of turns that run."""
        words = [word for entry in entries for word in (entry.turn_ref, entry.kept())]
        if words:
            await self._renew(KEYS, (*self._terms, *words))

    async def look(self) -> Look:
        """Start what slots of silent workers held back, and read the whole line."""
        granted, refs, kept, running, mean = await self._look(KEYS, self._terms)
        entries = [Entry.of(ref, words) for ref, words in zip(_words(refs), _words(kept), strict=True)]
        places = [place(ahead, running, float(mean)) for ahead in range(len(entries))]
        return Look(_words(granted), tuple(zip(entries, places, strict=True)))


def _words(answer: Iterable[bytes]) -> tuple[str, ...]:
    return tuple(word.decode() for word in answer)
