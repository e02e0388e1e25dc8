"""The dashboard's socket: it says that something happened, and nothing else. What happened is read by a page's request.

It is guarded like the pages, and again at every beat: a session that ends, or an account that loses its role or its
second factor, hears nothing more.
"""

import asyncio
import contextlib
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from importlib import import_module

import structlog
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from arena.queries.pulse import pulse
from contest.console.access import is_verified, signed_in_role
from contest.queries.dashboard import acts_pulse
from contest.rules.roles import Act, may

log = structlog.get_logger(__name__)

BEAT_SECONDS = 2.0
NOT_ALLOWED = 4404
FAILED = 1011
CHANGED = '{"kind":"changed"}'


def may_read(cookie_header: str) -> bool:
    """Whether whoever sends these cookies may read the console, as `access.needs` asks of a page."""
    session = SimpleCookie(cookie_header).get(settings.SESSION_COOKIE_NAME)
    if session is None:
        return False
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session.value)
    user = get_user(request)
    role = signed_in_role(user)
    return role is not None and may(role, Act.READ_CONSOLE) and is_verified(user, request.session)


class DashboardConsumer(AsyncWebsocketConsumer):
    """Tells an open dashboard at most once a beat that it is out of date; the first time at once."""

    _task: asyncio.Task[None] | None = None

    def __init__(self, *, beat_seconds: float = BEAT_SECONDS) -> None:
        super().__init__()
        self._beat_seconds = beat_seconds

    async def connect(self) -> None:
        self._cookies = dict(self.scope["headers"]).get(b"cookie", b"").decode("latin-1")
        if not await self._may_read():
            await self.close(code=NOT_ALLOWED)
            return
        await self.accept()
        self._task = asyncio.get_running_loop().create_task(self._tell_and_close())

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Browsers have nothing to say here."""

    async def disconnect(self, code: int) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _tell_and_close(self) -> None:
        try:
            await self._tell()
        except Exception as error:
            # A closed socket makes the browser open a new one.
            log.error("dashboard_socket_failed", error=type(error).__name__, exc_info=error)
            await self.close(code=FAILED)

    async def _tell(self) -> None:
        told: tuple[object, ...] | None = None
        while await self._may_read():
            now = await database_sync_to_async(_signs)()
            if now != told:
                told = now
                await self.send(text_data=CHANGED)
            await asyncio.sleep(self._beat_seconds)
        await self.close(code=NOT_ALLOWED)

    async def _may_read(self) -> bool:
        return await database_sync_to_async(may_read)(self._cookies)


def _signs() -> tuple[object, ...]:
    # The minute is among them: every minute the bars move on, whatever happens.
    minute = datetime.now(UTC).replace(second=0, microsecond=0)
    return (minute, *pulse(), *acts_pulse())
