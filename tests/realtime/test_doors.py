"""Who may listen: sockets through the site's own door, with the cookies of browsers and the addresses of pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.test import Client
from redis.asyncio import Redis

from arena.realtime.consumer import NOT_THERE
from arena.realtime.events import Event, Kind, Phase
from arena.realtime.hub import Hub
from arena.realtime.publisher import Publisher
from contest import asgi
from tests.services.servers import RedisServer
from tests.voters.conftest import SignIn, sign_in
from tests.web.conftest import enqueued, junho, minji, no_kept_pages, rehearsal
from tests.web.play import open_battle, ready_battle

__all__ = ["enqueued", "junho", "minji", "no_kept_pages", "rehearsal", "sign_in"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("rehearsal", "enqueued", "limits_away")]
OWN = "http://localhost"
RESYNC = '{"kind":"resync"}'


@pytest.fixture
def limits_away(settings: Any) -> None:
    """Nothing here is about limits."""
    settings.UNLIMITED_NETWORKS = ["127.0.0.0/8"]


@asynccontextmanager
async def knocking(
    redis: RedisServer, battle_ref: str, cookies: str, origin: str | None = OWN
) -> AsyncIterator[ApplicationCommunicator]:
    """A socket that a page of `origin` tries to open, on the real wire."""
    headers = [(b"host", b"localhost"), (b"cookie", cookies.encode())]
    headers += [(b"origin", origin.encode())] if origin else []
    scope = {"type": "websocket", "path": f"/ws/battles/{battle_ref}/", "headers": headers}
    # The site's hub is made once, by address and for one loop: here every test has its own of both.
    vars(asgi.hub).update(vars(Hub(redis.url)))
    talk = ApplicationCommunicator(asgi.application, scope)
    await talk.send_input({"type": "websocket.connect"})
    try:
        yield talk
    finally:
        await talk.send_input({"type": "websocket.disconnect", "code": 1000})
        await talk.wait(timeout=5)
        await asgi.hub.close()


def cookies_of(browser: Client) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())


async def told(talk: ApplicationCommunicator) -> tuple[str, int | None]:
    """(type, code) of what the socket says next."""
    said = await talk.receive_output(timeout=5)
    return said["type"], said.get("code")


OPEN = ("websocket.accept", None)
GONE = ("websocket.close", NOT_THERE)


async def test_ones_own_battle_from_ones_own_page_is_heard(redis: RedisServer, minji: Client) -> None:
    battle_ref = await sync_to_async(ready_battle)(minji)
    async with knocking(redis, battle_ref, cookies_of(minji)) as talk:
        assert await told(talk) == OPEN
        assert "하나" in (await talk.receive_output(timeout=5))["text"]


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "http://localhost.elsewhere.example", "null", None])
async def test_a_page_of_another_site_is_not_let_in_though_the_browser_sends_the_cookies(
    redis: RedisServer, minji: Client, origin: str | None
) -> None:
    battle_ref = await sync_to_async(ready_battle)(minji)
    async with knocking(redis, battle_ref, cookies_of(minji), origin) as talk:
        assert (await told(talk))[0] == "websocket.close"


async def test_another_persons_battle_and_no_battle_look_the_same(
    redis: RedisServer, minji: Client, junho: Client
) -> None:
    own, foreign = [await sync_to_async(ready_battle)(browser) for browser in (minji, junho)]
    heard = []
    for battle_ref in (foreign, "x" * len(own)):
        async with knocking(redis, battle_ref, cookies_of(minji)) as talk:
            heard.append([await told(talk), await told(talk)])
    assert heard == [[OPEN, GONE]] * 2


@pytest.mark.parametrize("cookies", ["", "citizen=forged:value", "sessionid=forged"])
async def test_a_stranger_hears_nothing(redis: RedisServer, minji: Client, cookies: str) -> None:
    battle_ref = await sync_to_async(ready_battle)(minji)
    async with knocking(redis, battle_ref, cookies) as talk:
        assert [await told(talk), await told(talk)] == [OPEN, GONE]


async def test_a_stolen_session_opens_no_socket_after_signing_out(
    redis: RedisServer, minji: Client, sign_in: SignIn
) -> None:
    await sync_to_async(sign_in)(minji, "민지")
    battle_ref = await sync_to_async(ready_battle)(minji)
    stolen = cookies_of(minji)
    await sync_to_async(minji.post)("/sign-in/out/")
    async with knocking(redis, battle_ref, stolen) as talk:
        assert [await told(talk), await told(talk)] == [OPEN, GONE]


async def test_a_socket_that_a_thief_left_open_is_closed_when_it_asks_after_signing_out(
    redis: RedisServer, minji: Client, sign_in: SignIn
) -> None:
    await sync_to_async(sign_in)(minji, "민지")
    battle_ref = await sync_to_async(ready_battle)(minji)
    async with knocking(redis, battle_ref, cookies_of(minji)) as talk:
        assert await told(talk) == OPEN
        await talk.receive_output(timeout=5)
        await sync_to_async(minji.post)("/sign-in/out/")
        await talk.send_input({"type": "websocket.receive", "text": RESYNC})
        assert await told(talk) == GONE


async def test_the_next_turn_is_not_heard_after_signing_out(redis: RedisServer, minji: Client, sign_in: SignIn) -> None:
    await sync_to_async(sign_in)(minji, "민지")
    battle_ref = (await sync_to_async(open_battle)(minji))["battle"]
    async with knocking(redis, battle_ref, cookies_of(minji)) as talk, Redis.from_url(redis.url) as client:
        assert await told(talk) == OPEN
        await talk.receive_output(timeout=5)
        await sync_to_async(minji.post)("/sign-in/out/")
        publisher = Publisher(client)
        while await talk.receive_nothing(timeout=0.1):
            # The socket may not have found its place on the wire yet: then it does not hear the word at all.
            publisher.put(battle_ref, Event(Kind.SNAPSHOT, 2, 0, "", "", Phase.STREAMING))
            await publisher.flush()
        assert await told(talk) == GONE
