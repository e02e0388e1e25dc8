"""Battles beside those that are measured: so many at once, well or at fault, as each line on standard input says.

`python -m benchmarks.support.troubled_battles --stub URL --twin URL --seats N`, in the environment of a running site.
A line is `well` or `faults`; it ends the running battles and begins others of that kind. At fault, one side of every
battle plays the next of all faults that the rehearsal server knows, and the other side is well. After three failures an
endpoint would rest and no longer be drawn, which spares a real site most of this; here it is put back at once. At the
end of its input it prints one JSON line: the ends of the battles by fault.
"""

import argparse
import json
import random
import sys
import threading
import time
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from queue import Empty, SimpleQueue

import django

django.setup()

from arena.actions.battles import open_battle, stop_battle  # noqa: E402
from arena.actions.errors import NotReady  # noqa: E402
from arena.actions.pools import EndpointAddress, create_pool, enrol_entrant, join_pool, set_pool_open  # noqa: E402
from arena.inference.rehearsal.faults import Fault  # noqa: E402
from arena.models import Battle, Endpoint  # noqa: E402
from arena.rules.lifecycle import State  # noqa: E402
from arena.tasks import cancel_turn, stream_turn  # noqa: E402

VOTER = "1" * 64
WELL = "well"
LOOK_SECONDS = 0.25
EVERY_SECONDS = 5.0
"""Who gets no answer asks again after a moment: a seat begins a battle at most this often."""
UNDER_WAY = {State.DRAWN, State.STREAMING}


@dataclass
class Seat:
    """One at once: its running battle, what kind that is, and from when on the next may begin."""

    free_from: float = 0.0
    battle_ref: str = ""
    kind: str = ""


class Seats:
    """All seats, and how their battles ended."""

    def __init__(self, pools: dict[str, str], count: int) -> None:
        self._pools = pools
        self._seats = [Seat() for _ in range(count)]
        self._faults = cycle(sorted(Fault))
        self._chance = random.Random(1)
        self.ends: dict[str, Counter[str]] = defaultdict(Counter)

    def begin(self) -> None:
        """Stop what runs, as citizens who leave; then one seat after the other begins."""
        now = time.monotonic()
        for number, seat in enumerate(self._seats):
            if seat.battle_ref:
                with suppress(NotReady):
                    cancel_turn(stop_battle(seat.battle_ref, VOTER, datetime.now(UTC)))
                    self._empty(seat, "stopped")
            seat.free_from = now + EVERY_SECONDS * number / len(self._seats)

    def look(self, kind: str) -> None:
        """Free the seats whose battles have ended, and begin others."""
        refs = [seat.battle_ref for seat in self._seats if seat.battle_ref]
        states = dict(Battle.objects.filter(ref__in=refs).values_list("ref", "state"))
        for seat in self._seats:
            if seat.battle_ref and states[seat.battle_ref] not in UNDER_WAY:
                self._empty(seat, states[seat.battle_ref])
            if not seat.battle_ref and seat.free_from <= time.monotonic():
                self._open(seat, WELL if kind == WELL else next(self._faults))

    def _open(self, seat: Seat, kind: str) -> None:
        seat.kind, seat.free_from = kind, time.monotonic() + EVERY_SECONDS
        Endpoint.objects.filter(resting=True).update(resting=False, breaker={})
        now = datetime.now(UTC)
        seat.battle_ref, turn_ref = open_battle(self._pools[kind], VOTER, "감자는?", rng=self._chance, now=now)
        stream_turn.delay(turn_ref)

    def _empty(self, seat: Seat, end: str) -> None:
        self.ends[seat.kind][end] += 1
        seat.battle_ref = ""


def pool_of(name: str, *addresses: EndpointAddress) -> str:
    """An open pool of one entrant at each address."""
    pool_ref = create_pool(system_prompt="", min_votes=1)
    for number, address in enumerate(addresses):
        join_pool(pool_ref, enrol_entrant(f"{name} {number}", [address]))
    set_pool_open(pool_ref, True)
    return pool_ref


def main() -> None:
    """Make the pools, say so, and do what is said."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stub", required=True)
    parser.add_argument("--twin", required=True)
    parser.add_argument("--seats", type=int, required=True)
    options = parser.parse_args()
    well = EndpointAddress(options.stub, "m-stub")
    pools = {fault: pool_of(fault, EndpointAddress(options.twin, f"m-{fault}"), well) for fault in Fault}
    seats = Seats({**pools, WELL: pool_of(WELL, well, well)}, options.seats)
    said: SimpleQueue[str] = SimpleQueue()

    def listen() -> None:
        for line in sys.stdin:
            said.put(line.strip())
        said.put("")

    threading.Thread(target=listen, daemon=True).start()
    print(json.dumps({"pools": len(pools)}), flush=True)
    kind = said.get()
    while kind:
        seats.begin()
        kind = one_kind(seats, kind, said)
    seats.begin()
    print(json.dumps(seats.ends), flush=True)


def one_kind(seats: Seats, kind: str, said: "SimpleQueue[str]") -> str:
    """Keep the seats filled until something else is said; returns that."""
    while True:
        seats.look(kind)
        with suppress(Empty):
            return said.get(timeout=LOOK_SECONDS)


if __name__ == "__main__":
    main()
