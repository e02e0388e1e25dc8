"""A contest in virtual time: the real draw, rows, line and breakers; only endpoints and clocks are simulated.

Citizens ask one battle after the other. A battle holds its slots for as long as its slower entrant needs. An endpoint
that is down fails at once, until enough failures or two bad looks keep it from being drawn; looks and the probe of a
resting endpoint come every ten seconds, as from the beat.
"""

import heapq
import itertools
import math
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from channels.db import database_sync_to_async
from redis.asyncio import Redis

from arena.actions.battles import open_battle
from arena.actions.health import Look, record_looks
from arena.actions.turns import claim_turn, complete_turn, fail_turn
from arena.admission.line import Line
from arena.inference.errors import Reason
from arena.models import Battle, Completion, Endpoint
from arena.queries.battles import turn_in_line
from arena.streaming.breakers import may_probe, report
from arena.streaming.door import entry_of
from tests.arena_cast import ENTRANTS, MINJI, NOW, answer, make_pool

NORMAL_SECONDS = 6.0
SPREAD = 0.3
REFUSED_SECONDS = 0.5
TOTAL_SECONDS = 110.0
LOOK_SECONDS = 10.0
THINK_SECONDS = 2.0
NEVER = (math.inf, math.inf)


@dataclass(frozen=True)
class Trouble:
    """One entrant's bad luck: how many times slower it is, and between which drawn battles it is down."""

    entrant: str = ENTRANTS[0]
    slower: float = 1.0
    down: tuple[float, float] = NEVER


@dataclass
class Exposure:
    """What came of it: how often each ordered pair met in battles that were answered, and how many were void."""

    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    void: int = 0
    virtual_seconds: float = 0.0
    longest_wait: float = 0.0

    def of_pairs(self) -> dict[frozenset[str], float]:
        """Each unordered pair's share of its target, which is the same for all."""
        found = Counter(frozenset(pair) for pair in self.pairs.elements())
        target = self.pairs.total() / math.comb(len(ENTRANTS), 2)
        return {frozenset(pair): found[frozenset(pair)] / target for pair in itertools.combinations(ENTRANTS, 2)}

    def on_the_left(self) -> dict[str, float]:
        """How often each entrant stood on the left, as a share of its battles."""
        return {
            name: sum(n for (a, _), n in self.pairs.items() if a == name)
            / sum(n for pair, n in self.pairs.items() if name in pair)
            for name in ENTRANTS
        }


class Contest:
    """`battles` are answered by a pool of five; `citizens` at once ask; every entrant has `slots`."""

    def __init__(self, redis: Redis, trouble: Trouble, *, battles: int, citizens: int, slots: int, seed: int) -> None:
        self._line = Line(redis, slots, lease_seconds=3600)
        self._trouble = trouble
        self._battles, self._citizens = battles, citizens
        self._rng = random.Random(seed)
        self._due: list[tuple[float, int, Callable[[], Any]]] = []
        self._order = itertools.count()
        self._now = 0.0
        self._drawn = 0
        self._open = 0
        self._asked_at: dict[str, float] = {}
        self._told = Exposure()

    async def run(self) -> Exposure:
        """Play until all battles are answered."""
        await self._rows(self._prepare)
        for citizen in range(self._citizens):
            self._at(citizen * THINK_SECONDS / self._citizens, self._ask)
        self._at(LOOK_SECONDS, self._look)
        while self._told.pairs.total() < self._battles:
            self._now, _, act = heapq.heappop(self._due)
            await act()
        self._told.virtual_seconds = self._now
        return self._told

    def _prepare(self) -> None:
        self._pool = make_pool()
        self._endpoints = dict(Endpoint.objects.values_list("entrant__name", "ref"))

    async def _ask(self) -> None:
        # A void battle is asked again, so one more is opened for each: as many are answered as are wanted.
        if self._told.pairs.total() + self._open >= self._battles:
            return self._at(THINK_SECONDS, self._ask)
        turn_ref = await self._rows(self._draw)
        self._open += 1
        self._drawn += 1
        self._asked_at[turn_ref] = self._now
        arrival = await self._line.arrive(entry_of(await self._rows(partial(turn_in_line, turn_ref))))
        for granted in (*arrival.others, *([turn_ref] if arrival.place is None else [])):
            await self._start(granted)

    def _draw(self) -> str:
        return open_battle(self._pool, MINJI, "감자는 언제 심나요?", rng=self._rng, now=self._instant())[1]

    async def _start(self, turn_ref: str) -> None:
        self._told.longest_wait = max(self._told.longest_wait, self._now - self._asked_at.pop(turn_ref))
        names = await self._rows(partial(self._claim, turn_ref))
        down = [name for name in names if self._is_down(name)]
        seconds = max(self._seconds(name) for name in names)
        if down or seconds > TOTAL_SECONDS:
            side = "ab"[names.index(down[0] if down else self._trouble.entrant)]
            self._at(REFUSED_SECONDS if down else TOTAL_SECONDS, partial(self._void, turn_ref, side, names))
        else:
            self._at(seconds, partial(self._complete, turn_ref, names))

    def _claim(self, turn_ref: str) -> tuple[str, str]:
        assert claim_turn(turn_ref, self._instant())
        battle = Battle.objects.select_related("entrant_a", "entrant_b").get(turns__ref=turn_ref)
        return battle.entrant_a.name, battle.entrant_b.name

    async def _complete(self, turn_ref: str, names: tuple[str, str]) -> None:
        await self._rows(partial(complete_turn, turn_ref, answer(), answer(), self._instant()))
        self._told.pairs[names] += 1
        await self._leave(turn_ref)

    async def _void(self, turn_ref: str, side: str, names: tuple[str, str]) -> None:
        await self._rows(partial(fail_turn, turn_ref, {side: "connect_failed"}, self._instant()))
        failed = self._endpoints[names["ab".index(side)]]
        await self._rows(partial(report, failed, Reason.CONNECT_FAILED, self._instant().timestamp()))
        self._told.void += 1
        await self._leave(turn_ref)

    async def _leave(self, turn_ref: str) -> None:
        self._open -= 1
        for granted in await self._line.leave(turn_ref):
            await self._start(granted)
        self._at(self._rng.expovariate(1 / THINK_SECONDS), self._ask)

    async def _look(self) -> None:
        await self._rows(self._record_looks)
        self._at(LOOK_SECONDS, self._look)

    def _record_looks(self) -> None:
        looks = [
            Look(ref, "connect_failed" if self._is_down(name) else "", None, None, None, None)
            for name, ref in self._endpoints.items()
        ]
        record_looks(looks, self._instant())
        for name, ref in self._endpoints.items():
            if not self._is_down(name) and may_probe(ref, self._instant().timestamp()):
                report(ref, None, self._instant().timestamp())

    def _is_down(self, name: str) -> bool:
        first, last = self._trouble.down
        return name == self._trouble.entrant and first <= self._told.pairs.total() < last

    def _seconds(self, name: str) -> float:
        slower = self._trouble.slower if name == self._trouble.entrant else 1.0
        return NORMAL_SECONDS * slower * self._rng.lognormvariate(0, SPREAD)

    def _instant(self) -> Any:
        return NOW + timedelta(seconds=self._now)

    def _at(self, seconds: float, act: Callable[[], Any]) -> None:
        heapq.heappush(self._due, (self._now + seconds, next(self._order), act))

    async def _rows(self, work: Callable[[], Any]) -> Any:
        return await database_sync_to_async(work)()


def failures_on_record() -> int:
    """Sides that failed, as the console counts them."""
    return Completion.objects.exclude(failure="").count()
