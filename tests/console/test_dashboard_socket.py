"""The dashboard's socket: whom it lets in, when it speaks, and when it falls silent."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings as site_settings
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from contest.asgi import application
from contest.console.dashboard_socket import CHANGED, NOT_ALLOWED, DashboardConsumer
from contest.models import Citizen
from tests.arena_cast import drawn, make_pool
from tests.console.people import at_console
from tests.contest.cast import minsu, sora, yuna

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "http://localhost"
BEAT = 0.05


def cookie_of(browser: Client) -> str:
    """What this browser sends."""
    return f"{site_settings.SESSION_COOKIE_NAME}={browser.cookies[site_settings.SESSION_COOKIE_NAME].value}"


def socket(cookie: str, *, origin: str | None = HERE, app: Any = application) -> ApplicationCommunicator:
    """A socket that a browser opens from a page of `origin`."""
    headers = [(b"host", b"localhost"), (b"cookie", cookie.encode())]
    headers += [(b"origin", origin.encode())] if origin else []
    return ApplicationCommunicator(app, {"type": "websocket", "path": "/ws/console/", "headers": headers})


async def answer(talk: ApplicationCommunicator) -> dict[str, Any]:
    """What opening it led to."""
    await talk.send_input({"type": "websocket.connect"})
    said: dict[str, Any] = await talk.receive_output(timeout=5)
    return said


async def leave(talk: ApplicationCommunicator) -> None:
    await talk.send_input({"type": "websocket.disconnect", "code": 1000})
    await talk.wait(timeout=5)


def browser_of(person: Any) -> Client:
    return at_console(person())


@asynccontextmanager
async def opened(browser: Client) -> AsyncIterator[ApplicationCommunicator]:
    """An open socket with short beats that has said its first word."""
    talk = socket(cookie_of(browser), app=DashboardConsumer.as_asgi(beat_seconds=BEAT))
    assert (await answer(talk))["type"] == "websocket.accept"
    assert (await talk.receive_output(timeout=5))["text"] == CHANGED
    try:
        yield talk
    finally:
        await leave(talk)


@pytest.mark.parametrize("person", [yuna, sora])
async def test_an_organiser_is_let_in(person: Any) -> None:
    talk = socket(cookie_of(await sync_to_async(browser_of)(person)))
    assert (await answer(talk))["type"] == "websocket.accept"
    await leave(talk)


async def test_a_citizen_is_refused() -> None:
    talk = socket(cookie_of(await sync_to_async(browser_of)(minsu)))
    assert await answer(talk) == {"type": "websocket.close", "code": NOT_ALLOWED}


@pytest.mark.parametrize("cookie", ["", "sessionid=nobody", "sessionid=", "nonsense"])
async def test_nobody_in_particular_is_refused(cookie: str) -> None:
    assert (await answer(socket(cookie)))["type"] == "websocket.close"


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", None])
async def test_another_sites_page_is_refused(origin: str | None) -> None:
    cookie = cookie_of(await sync_to_async(browser_of)(sora))
    assert (await answer(socket(cookie, origin=origin)))["type"] == "websocket.close"


async def test_the_password_alone_is_refused() -> None:
    def without_code() -> str:
        browser = at_console(sora())
        session = browser.session
        del session[DEVICE_ID_SESSION_KEY]
        session.save()
        return cookie_of(browser)

    assert (await answer(socket(await sync_to_async(without_code)())))["type"] == "websocket.close"


async def test_after_signing_out_it_is_refused() -> None:
    def signed_out() -> str:
        browser = at_console(sora())
        cookie = cookie_of(browser)
        browser.post("/console/sign-out/")
        return cookie

    assert (await answer(socket(await sync_to_async(signed_out)())))["type"] == "websocket.close"


def sign_out(browser: Client) -> None:
    browser.post("/console/sign-out/")


def lose_the_role(browser: Client) -> None:
    Citizen.objects.get(username="sora").groups.clear()


def lose_the_second_factor(browser: Client) -> None:
    TOTPDevice.objects.all().delete()


@pytest.mark.parametrize("end", [sign_out, lose_the_role, lose_the_second_factor])
async def test_an_open_one_is_closed_when_its_right_ends(end: Any) -> None:
    browser = await sync_to_async(browser_of)(sora)
    async with opened(browser) as talk:
        await sync_to_async(end)(browser)
        said = await talk.receive_output(timeout=5)
        while said.get("text") == CHANGED:
            said = await talk.receive_output(timeout=5)
        assert (said["type"], said["code"]) == ("websocket.close", NOT_ALLOWED)


async def test_it_speaks_when_something_happened_and_says_nothing_of_what() -> None:
    browser = await sync_to_async(browser_of)(yuna)
    async with opened(browser) as talk:
        await sync_to_async(lambda: drawn(make_pool()))()
        assert await talk.receive_output(timeout=5) == {"type": "websocket.send", "text": CHANGED}


async def test_it_says_nothing_twice_when_nothing_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contest.console.dashboard_socket._signs", lambda: ("the same",))
    async with opened(await sync_to_async(browser_of)(yuna)) as talk:
        assert await talk.receive_nothing(timeout=BEAT * 6)
