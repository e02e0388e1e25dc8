"""What a waiting voter's socket hears, and what the rows say of those who stand in the line."""

from datetime import timedelta

import pytest
from channels.db import database_sync_to_async
from redis.asyncio import Redis

from arena.actions.turns import LONGEST_WAIT, NUDGES_AT_ONCE, keep_waiting, sweep_turns
from arena.models import Battle
from arena.realtime.consumer import BattleConsumer
from arena.realtime.events import PlaceTold, arrived
from arena.realtime.hub import Hub
from arena.realtime.publisher import send_places
from contest.rehearsal.screen import Screen
from tests.arena_cast import MINJI, NOW, Opened, drawn, make_pool, streaming
from tests.realtime.talk import Talk
from tests.services.servers import RedisServer


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("waits", [True, False])
async def test_a_place_reaches_whoever_waits_and_nobody_else(redis: RedisServer, waits: bool) -> None:
    redis.flush()
    opened: Opened = await database_sync_to_async(lambda: (drawn if waits else streaming)(make_pool()))()
    hub = Hub(redis.url)
    route = {"kwargs": {"battle_ref": opened.battle_ref}}
    talk = Talk(BattleConsumer.as_asgi(hub=hub), url_route=route, voter_of=lambda: MINJI)
    await talk.connect()
    screen = Screen()
    screen.take(await talk.hear())
    async with Redis.from_url(redis.url) as client:
        heard = {"kind": "snapshot"}
        for _ in range(5):
            # The hub may not have found its place on the wire yet: a place is told again and again anyway.
            await send_places(client, {opened.battle_ref: PlaceTold(1, 12, 20)})
            if not await talk.receive_nothing(timeout=0.2):
                heard = await talk.hear()
                break
    await talk.disconnect()
    await hub.close()
    assert heard == ({"kind": "place", "turn": 1, "ahead": 12, "seconds": 20} if waits else {"kind": "snapshot"})
    assert screen.take(heard if waits else {"kind": "place", "ahead": 1})


def test_a_place_is_routed_like_any_other_payload() -> None:
    told = PlaceTold(2, 3, 15)
    head = arrived(told.payload())
    assert (head.kind, head.state, head.turn, head.json) == ("place", "waiting", 2, told.json())


@pytest.mark.django_db
def test_who_stands_in_the_line_is_neither_nudged_nor_given_up() -> None:
    opened = drawn(make_pool())
    for seconds in range(0, 300, 5):
        assert keep_waiting({opened.turn_ref}, NOW + timedelta(seconds=seconds)) == {opened.turn_ref}
    swept = sweep_turns(NOW + timedelta(seconds=299))
    assert (swept.voided, swept.unclaimed) == ((), ())


@pytest.mark.django_db
def test_nobody_stands_in_the_line_for_ever() -> None:
    opened = drawn(make_pool())
    late = NOW + LONGEST_WAIT + timedelta(seconds=1)
    keep_waiting({opened.turn_ref}, late)
    assert sweep_turns(late).voided == ((opened.battle_ref, 1),)
    assert Battle.objects.get().void_reason == "not_started"


@pytest.mark.django_db
def test_who_was_stopped_is_told_apart_from_who_waits() -> None:
    pool = make_pool()
    waiting, running = drawn(pool), streaming(pool, seed=2)
    assert keep_waiting({waiting.turn_ref, running.turn_ref}, NOW) == {waiting.turn_ref}


@pytest.mark.django_db
def test_a_crowd_whose_nudges_are_on_the_way_is_not_nudged_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arena.actions.turns.NUDGES_AT_ONCE", 2)
    pool = make_pool()
    first = [drawn(pool, seed=seed, now=NOW + timedelta(seconds=seed)).turn_ref for seed in range(4)]
    assert NUDGES_AT_ONCE > 2
    assert sweep_turns(NOW + timedelta(seconds=20)).unclaimed == tuple(first[:2])
