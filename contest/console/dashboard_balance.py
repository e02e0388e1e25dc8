"""Exposure of pairs and sides beside their target, shown in such steps that it tells of no single battle who was in it.

The draw keeps all pairs level, so whoever saw the counts before and after one battle would know its pair. While a
stage is not over, battles under way are not counted at all, and the counts are kept until at least a whole round (as
many battles as there are ordered pairs) has ended since: a round adds about one battle to every pair.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from redis import Redis

from arena.queries.balance import Balance, SidesMet, pool_balance

APART, APART_SHARE = 2, 0.02
"""A count is off its target when it is further away than APART and than this share of the target. Two is nothing: the
two orders of a pair are drawn one after the other, and battles under way are missing."""
KEPT_SECONDS = 7 * 86_400


@dataclass(frozen=True)
class Cell:
    """How often two entrants met, on whichever side. None: an entrant does not meet itself."""

    met: int | None
    apart: int
    is_off: bool


@dataclass(frozen=True)
class EntrantLine:
    """One entrant: battles, those on the left, and its pairs with the others in the order of the lines."""

    name: str
    met: int
    left: int
    is_off: bool
    cells: tuple[Cell, ...]

    @property
    def left_percent(self) -> float:
        """On the left, of all battles; 50 is the target."""
        return 100 * self.left / self.met if self.met else 50.0


@dataclass(frozen=True)
class BalanceShown:
    """The entrants that can be drawn now. `target`: battles a pair; `least` and `most`: the pairs furthest from it."""

    lines: tuple[EntrantLine, ...]
    target: float
    least: int
    most: int
    battles: int
    round: int

    @property
    def is_off(self) -> bool:
        """Whether anything is off its target."""
        return any(line.is_off or any(cell.is_off for cell in line.cells) for line in self.lines)


def balance_shown(redis: Redis, pool_ref: str, names: Mapping[str, str], *, is_over: bool) -> BalanceShown:
    """The balance as organisers may see it now. Raises RedisError: without what was kept nothing can be shown."""
    now = pool_balance(pool_ref)
    counted = now if is_over else _kept(redis, pool_ref, now)
    met: dict[frozenset[str], int] = {}
    level: dict[frozenset[str], int] = {}
    for pair in counted.pairs:
        if {pair.left, pair.right} <= set(now.drawable):
            both = frozenset({pair.left, pair.right})
            met[both] = met.get(both, 0) + pair.met
            level[both] = level.get(both, 0) + pair.level
    target = sum(level.values()) / max(1, len(level))
    return BalanceShown(
        lines=tuple(_line(ref, names[ref], now.drawable, counted, met, level, target) for ref in now.drawable),
        target=target,
        least=min(level.values(), default=0),
        most=max(level.values(), default=0),
        battles=counted.battles,
        round=len(now.pairs),
    )


def _line(
    ref: str,
    name: str,
    others: tuple[str, ...],
    counted: Balance,
    met: Mapping[frozenset[str], int],
    level: Mapping[frozenset[str], int],
    target: float,
) -> EntrantLine:
    left = sum(pair.met for pair in counted.pairs if pair.left == ref)
    both = left + sum(pair.met for pair in counted.pairs if pair.right == ref)
    cells = []
    for other in others:
        pair = frozenset({ref, other})
        apart = round(level.get(pair, 0) - target)
        known = None if other == ref else met.get(pair, 0)
        cells.append(Cell(known, apart, other != ref and _is_off(level.get(pair, 0), target)))
    return EntrantLine(name, both, left, _is_off(left, both / 2), tuple(cells))


def _is_off(count: float, target: float) -> bool:
    return abs(count - target) > max(APART, APART_SHARE * target)


def _kept(redis: Redis, pool_ref: str, now: Balance) -> Balance:
    key = f"console:balance:{pool_ref}"
    before: Any = redis.get(key)
    if before is not None:
        pairs = tuple(SidesMet(*row) for row in orjson.loads(before))
        kept = Balance(pairs, now.drawable)
        if abs(now.battles - kept.battles) < len(now.pairs):
            return kept
    rows = [(pair.left, pair.right, pair.met, pair.level) for pair in now.pairs]
    redis.set(key, orjson.dumps(rows), ex=KEPT_SECONDS)
    return now
