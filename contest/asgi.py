"""Where HTTP and sockets come in. The one place that wires the engine's sockets to the contest's citizens."""

import os
from collections.abc import Awaitable, Callable
from typing import Any

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contest.settings")
http = get_asgi_application()

# These need the app registry, which the line above has filled.
from django.conf import settings  # noqa: E402

from arena.realtime.consumer import BattleConsumer, LeaderboardConsumer  # noqa: E402
from arena.realtime.hub import Hub  # noqa: E402
from contest.web.voters import voter_of_headers  # noqa: E402

ASGIApp = Callable[[dict[str, Any], Callable[..., Any], Callable[..., Any]], Awaitable[None]]


def with_voter(inner: ASGIApp) -> ASGIApp:
    """Put the voter's pseudonym into a socket's scope: all that the engine learns of the person."""

    async def app(scope: dict[str, Any], receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        cookies = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
        await inner({**scope, "voter_ref": voter_of_headers(cookies)}, receive, send)

    return app


hub = Hub(settings.REDIS_URL)
sockets = URLRouter(
    [
        path("ws/battles/<str:battle_ref>/", BattleConsumer.as_asgi(hub=hub)),
        path("ws/leaderboard/", LeaderboardConsumer.as_asgi(hub=hub)),
    ]
)
application = ProtocolTypeRouter({"http": http, "websocket": AllowedHostsOriginValidator(with_voter(sockets))})
