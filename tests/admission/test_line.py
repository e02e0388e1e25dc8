"""The line before the slots, on a real Redis."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from redis.asyncio import Redis

from arena.admission.line import Entry, Line
from tests.services.servers import RedisServer

MakeLine = Callable[..., Line]
SLOTS = 2


def entry(name: str, pair: str = "XY") -> Entry:
    """A turn of the entrants with these two letters."""
    return Entry(name, pair[0], pair[1], f"battle-{name}", 1)


@pytest.fixture
async def client(redis: RedisServer) -> AsyncIterator[Redis]:
    redis.flush()
    async with Redis.from_url(redis.url) as client:
        yield client


@pytest.fixture
def line(client: Redis) -> Line:
    return Line(client, SLOTS)


async def come(line: Line, *pairs: str) -> list[bool]:
    """Turns t0, t1, … of these pairs arrive one after the other; whether each may start at once."""
    arrivals = [await line.arrive(entry(f"t{number}", pair)) for number, pair in enumerate(pairs)]
    return [arrival.place is None for arrival in arrivals]


async def test_every_entrant_has_the_same_number_of_slots(line: Line) -> None:
    assert await come(line, "XY", "XY", "XY", "ZW", "ZW", "ZW") == [True, True, False, True, True, False]


async def test_a_turn_starts_only_when_both_sides_have_a_slot(line: Line) -> None:
    assert await come(line, "XY", "XY", "XZ") == [True, True, False]
    assert await line.leave("t0") == ("t2",)


async def test_whoever_came_first_starts_first(line: Line) -> None:
    await come(line, *["XY"] * 5)
    assert await line.leave("t1") == ("t2",)
    assert await line.leave("t0") == ("t3",)
    assert await line.leave("t3") == ("t4",)


async def test_a_turn_that_needs_nobody_who_is_waited_for_passes(line: Line) -> None:
    assert await come(line, "XY", "XY", "XZ", "ZW") == [True, True, False, True]


async def test_those_who_pass_leave_a_slot_for_whoever_waits(line: Line) -> None:
    # t2 waits for X and keeps Z's other slot, so the stream of Z's other battles cannot hold it back for ever.
    assert await come(line, "XY", "XY", "XZ", "ZW", "ZV") == [True, True, False, True, False]
    assert await line.leave("t0") == ("t2",)
    assert await line.leave("t3") == ("t4",)


async def test_a_slow_entrant_keeps_one_slot_of_the_others_and_no_more(line: Line) -> None:
    pairs = ["XY", "XY", *["XZ"] * 6, "ZW"]
    assert (await come(line, *pairs))[-1]


async def test_each_is_told_how_many_are_ahead(line: Line) -> None:
    await come(line, *["XY"] * 5)
    look = await line.look()
    assert [(waiting.turn_ref, place.ahead) for waiting, place in look.waiting] == [("t2", 0), ("t3", 1), ("t4", 2)]
    assert look.waiting[0][0] == entry("t2")


async def test_who_waits_twice_as_far_back_is_told_a_longer_wait(line: Line) -> None:
    await come(line, *["XY"] * 12)
    seconds = [place.seconds for _entry, place in (await line.look()).waiting]
    assert seconds == sorted(seconds)
    assert seconds[-1] > 3 * seconds[0]


async def test_arriving_again_changes_no_place(line: Line) -> None:
    await come(line, *["XY"] * 4)
    again = await line.arrive(entry("t2"))
    assert (again.place is not None and again.place.ahead) == 0
    assert (await line.arrive(entry("t0"))).place is None
    assert len((await line.look()).waiting) == 2


async def test_who_gives_up_leaves_the_line(line: Line) -> None:
    await come(line, *["XY"] * 4)
    await line.leave("t2")
    assert await line.leave("t0") == ("t3",)


async def test_slots_of_a_worker_that_died_fall_back(client: Redis, line: Line) -> None:
    dead = Line(client, SLOTS, lease_seconds=0)
    await dead.arrive(entry("t0"))
    await dead.arrive(entry("t1"))
    assert (await line.arrive(entry("t2"))).place is None
    assert await client.zcard("arena:line:leases") == 1


async def test_a_renewed_lease_holds(client: Redis, line: Line) -> None:
    short = Line(client, SLOTS, lease_seconds=0.0)
    await short.arrive(entry("t0"))
    await line.renew([entry("t0")])
    await line.arrive(entry("t1"))
    assert (await line.arrive(entry("t2"))).place is not None


async def test_a_redis_that_lost_everything_learns_from_the_workers_what_runs(client: Redis, line: Line) -> None:
    await come(line, "XY", "XY")
    await client.flushdb()
    await line.renew([entry("t0"), entry("t1")])
    assert (await line.arrive(entry("t2"))).place is not None


async def test_a_thousand_who_come_at_once_are_all_served_and_no_slot_leaks(redis: RedisServer, client: Redis) -> None:
    entrants = "VWXYZ"
    pairs = [a + b for a in entrants for b in entrants if a != b]
    people = [entry(f"t{number}", pairs[number % len(pairs)]) for number in range(1000)]
    by_ref = {person.turn_ref: person for person in people}
    most: dict[str, int] = dict.fromkeys(entrants, 0)
    running: set[str] = set()
    served: set[str] = set()
    lines = [Line(client, 40) for _ in range(4)]

    def start(refs: Any) -> None:
        running.update(refs)
        for entrant in entrants:
            in_use = sum(entrant in (by_ref[ref].entrant_a, by_ref[ref].entrant_b) for ref in running)
            most[entrant] = max(most[entrant], in_use)

    arrivals = await asyncio.gather(*(lines[n % 4].arrive(person) for n, person in enumerate(people)))
    # Whoever arrived found a slot or was told a place; those whom another's arrival started are in `others`.
    start([person.turn_ref for person, arrival in zip(people, arrivals, strict=True) if arrival.place is None])
    while running:
        ended = running.pop()
        served.add(ended)
        start(await lines[len(served) % 4].leave(ended))
    assert len(served) == 1000
    assert set(most.values()) == {40}
    assert await client.exists("arena:line:waiting", "arena:line:leases", "arena:line:entries", "arena:line:since") == 0
