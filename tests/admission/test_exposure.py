"""Every pair meets equally often, whoever is slow or down meanwhile: a short contest in virtual time.

`python -m benchmarks.exposure` plays the long one.
"""

import itertools

import pytest
from channels.db import database_sync_to_async
from redis.asyncio import Redis

from arena.models import Battle
from tests.admission.simulation import Contest, Exposure, Trouble, failures_on_record
from tests.arena_cast import ENTRANTS
from tests.services.servers import RedisServer

pytestmark = pytest.mark.django_db(transaction=True)
BATTLES = 100
ORDERED = list(itertools.permutations(ENTRANTS, 2))


async def play(redis: RedisServer, trouble: Trouble) -> Exposure:
    redis.flush()
    async with Redis.from_url(redis.url) as client:
        return await Contest(client, trouble, battles=BATTLES, citizens=12, slots=4, seed=1).run()


@pytest.mark.parametrize("trouble", [Trouble(slower=10), Trouble(down=(5, 55))], ids=["slow", "down"])
async def test_ordered_pairs_meet_equally_often_although_one_entrant_is_in_trouble(
    redis: RedisServer, trouble: Trouble
) -> None:
    told = await play(redis, trouble)
    # A void that comes late in a round is made up for in the next: one battle up or down.
    assert max(abs(told.pairs[pair] - BATTLES // len(ORDERED)) for pair in ORDERED) <= 1
    assert sum(told.pairs.values()) == BATTLES


async def test_an_endpoint_that_is_down_costs_few_battles_and_each_is_on_record(redis: RedisServer) -> None:
    told = await play(redis, Trouble(down=(5, 55)))
    assert 0 < told.void < BATTLES // 5
    assert await database_sync_to_async(failures_on_record)() == told.void


async def test_without_trouble_no_battle_is_void(redis: RedisServer) -> None:
    told = await play(redis, Trouble())
    assert told.void == 0
    assert await database_sync_to_async(Battle.objects.filter(state="ready").count)() == BATTLES
