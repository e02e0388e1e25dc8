"""A voter's socket over a real Redis and a real PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from asgiref.sync import sync_to_async
from redis.asyncio import Redis

from arena.actions.battles import void_battle
from arena.actions.turns import complete_turn
from arena.realtime.consumer import NOT_THERE, BattleConsumer, LeaderboardConsumer
from arena.realtime.events import LEADERBOARD_CHANNEL, WIRE, Event, Kind, Phase, leaderboard_json, progress_key
from arena.realtime.hub import Hub
from arena.realtime.presence import ABSENT_AFTER_SECONDS, KEY, absent_among
from arena.realtime.publisher import Publisher
from arena.rules.lifecycle import VoidReason
from contest.rehearsal.screen import Screen
from tests.arena_cast import JUNHO, MINJI, NOW, Opened, answer, drawn, make_pool, ready, streaming
from tests.realtime.talk import Talk
from tests.services.servers import RedisServer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_redis(redis: RedisServer) -> None:
    redis.flush()


@asynccontextmanager
async def socket(redis: RedisServer, battle_ref: str, voter: str | None = MINJI) -> AsyncIterator[Talk]:
    hub = Hub(redis.url)
    route = {"kwargs": {"battle_ref": battle_ref}}
    talk = Talk(BattleConsumer.as_asgi(hub=hub), url_route=route, voter_of=lambda: voter)
    await talk.connect()
    try:
        yield talk
    finally:
        await talk.disconnect()
        await hub.close()


@asynccontextmanager
async def publishing(redis: RedisServer, opened: Opened) -> AsyncIterator[Publisher]:
    client = Redis.from_url(redis.url)
    publisher = Publisher(client)
    publisher.put(opened.battle_ref, Event(Kind.SNAPSHOT, 1, 0, "", "", Phase.STREAMING))
    await publisher.flush()
    try:
        yield publisher
    finally:
        await client.aclose()


async def say(publisher: Publisher, opened: Opened, n: int, text: str, phase: Phase = Phase.STREAMING) -> None:
    publisher.put(opened.battle_ref, Event(Kind.FRAME, 1, n, text, text.upper(), phase))
    await publisher.flush()


async def test_a_socket_starts_with_a_snapshot_and_then_follows(redis: RedisServer) -> None:
    opened = await sync_to_async(lambda: streaming(make_pool()))()
    async with publishing(redis, opened) as publisher:
        await say(publisher, opened, 1, "one ")
        async with socket(redis, opened.battle_ref) as talk:
            first = await talk.hear()
            assert (first["kind"], first["n"], first["a"], first["b"]) == ("snapshot", 1, "one ", "ONE ")
            await say(publisher, opened, 2, "two ")
            screen = Screen()
            screen.take(first)
            while screen.n < 2:
                assert screen.take(await talk.hear())
            assert (screen.a, screen.b) == ("one two ", "ONE TWO ")


async def test_a_lost_frame_is_repaired_by_a_snapshot(redis: RedisServer) -> None:
    opened = await sync_to_async(lambda: streaming(make_pool()))()
    async with publishing(redis, opened) as publisher, socket(redis, opened.battle_ref) as talk:
        await talk.hear()
        client = Redis.from_url(redis.url)
        # Frame 1 reaches the kept progress but never the wire.
        await client.rpush(
            progress_key(opened.battle_ref), Event(Kind.FRAME, 1, 1, "one ", "ONE ", Phase.STREAMING).payload()
        )  # type: ignore[misc]
        await client.aclose()
        await say(publisher, opened, 2, "two ")
        repaired = await talk.hear()
        assert (repaired["kind"], repaired["n"], repaired["a"]) == ("snapshot", 2, "one two ")


async def test_a_browser_that_missed_something_asks_for_a_snapshot(redis: RedisServer) -> None:
    opened = await sync_to_async(lambda: streaming(make_pool()))()
    async with publishing(redis, opened) as publisher, socket(redis, opened.battle_ref) as talk:
        await say(publisher, opened, 1, "one ")
        await talk.hear()
        await talk.say('{"kind":"resync"}')
        again = await talk.hear()
        while again["kind"] != "snapshot":
            again = await talk.hear()
        assert again["a"] == "one "


async def test_a_complete_battle_is_shown_from_its_row(redis: RedisServer) -> None:
    opened = await sync_to_async(lambda: ready(make_pool()))()
    async with socket(redis, opened.battle_ref) as talk:
        event = await talk.hear()
        assert (event["state"], event["a"], event["b"]) == ("ready", "왼쪽 답변", "오른쪽 답변")


async def test_a_frame_that_comes_after_the_end_is_not_shown(redis: RedisServer) -> None:
    opened = await sync_to_async(lambda: streaming(make_pool()))()
    async with publishing(redis, opened) as publisher:
        await sync_to_async(complete_turn)(opened.turn_ref, answer("a"), answer("b"), NOW)
        async with socket(redis, opened.battle_ref) as talk:
            assert (await talk.hear())["state"] == "ready"
            await say(publisher, opened, 1, "late")
            assert await talk.receive_nothing(timeout=0.3)


async def test_a_battle_that_waits_says_so(redis: RedisServer) -> None:
    opened = await sync_to_async(lambda: drawn(make_pool()))()
    async with socket(redis, opened.battle_ref) as talk:
        assert (await talk.hear())["state"] == "waiting"


async def test_a_lost_word_about_the_end_is_read_from_the_row(
    redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arena.realtime.consumer.LOOK_AT_ROW_SECONDS", 0.1)
    opened = await sync_to_async(lambda: streaming(make_pool()))()
    async with publishing(redis, opened), socket(redis, opened.battle_ref) as talk:
        await talk.hear()
        await sync_to_async(void_battle)(opened.battle_ref, VoidReason.SIDE_FAILED, NOW)
        assert (await talk.hear())["state"] == "void"


@pytest.mark.parametrize("voter", [JUNHO, None])
async def test_another_voters_battle_is_not_there(redis: RedisServer, voter: str | None) -> None:
    opened = await sync_to_async(lambda: ready(make_pool()))()
    hub = Hub(redis.url)
    route = {"kwargs": {"battle_ref": opened.battle_ref}}
    talk = Talk(BattleConsumer.as_asgi(hub=hub), url_route=route, voter_of=lambda: voter)
    await talk.connect()
    closed = await talk.receive_output(timeout=5)
    assert (closed["type"], closed["code"]) == ("websocket.close", NOT_THERE)
    await hub.close()


async def test_an_open_socket_says_again_and_again_that_its_battle_is_looked_at(
    redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arena.realtime.hub.SAY_EVERY_SECONDS", 0.02)
    opened = await sync_to_async(lambda: streaming(make_pool()))()
    client = Redis.from_url(redis.url)
    async with publishing(redis, opened), socket(redis, opened.battle_ref) as talk, asyncio.timeout(5):
        await talk.hear()
        first = await client.zscore(KEY, opened.battle_ref)
        assert first is not None
        while await client.zscore(KEY, opened.battle_ref) == first:  # noqa: ASYNC110  another task says it
            await asyncio.sleep(0.01)
    last = await client.zscore(KEY, opened.battle_ref)
    assert await absent_among(client, {opened.battle_ref, "never-seen"}, last + ABSENT_AFTER_SECONDS) == set()
    assert await absent_among(client, {opened.battle_ref}, last + ABSENT_AFTER_SECONDS + 1) == {opened.battle_ref}
    await client.aclose()


async def test_an_open_leaderboard_hears_of_a_new_snapshot(redis: RedisServer) -> None:
    hub = Hub(redis.url)
    talk = Talk(LeaderboardConsumer.as_asgi(hub=hub))
    await talk.connect()
    client = Redis.from_url(redis.url)
    async with asyncio.timeout(5):
        while await talk.receive_nothing(timeout=0.05):
            await client.xadd(WIRE, {LEADERBOARD_CHANNEL: leaderboard_json("pool", 7)})
    assert await talk.hear() == {"kind": "leaderboard", "pool": "pool", "n": 7}
    await talk.disconnect()
    await client.aclose()
    await hub.close()
