"""Where HTTP and sockets come in. The one place that wires the engine's sockets to the contest's citizens."""

import os
from functools import partial
from typing import Any, cast

from channels.middleware import BaseMiddleware
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.wsgi import get_wsgi_application
from django.urls import path

from contest.page_threads import PageThreads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contest.settings")
HTTP_THREADS = 8

# Pages are plain synchronous Django, run by a few threads: under Django's own ASGI handler every request would start
# threads of its own and hop between them for each middleware, which costs more than the request itself.
pages = PageThreads(get_wsgi_application(), workers=HTTP_THREADS)  # type: ignore[arg-type]

# These need the app registry, which the line above has filled.
from django.conf import settings  # noqa: E402

from arena.realtime.bounds import BoundedSockets  # noqa: E402
from arena.realtime.consumer import BattleConsumer, LeaderboardConsumer  # noqa: E402
from arena.realtime.hub import Hub  # noqa: E402
from contest.console.dashboard_socket import DashboardConsumer  # noqa: E402
from contest.web.vote_lane import VoteLane  # noqa: E402
from contest.web.voters import voter_of_headers  # noqa: E402


class WithVoter(BaseMiddleware):
    """Puts a way to the voter's pseudonym into a socket's scope: all that the engine learns of the person."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        cookies = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
        inner = cast("Any", self.inner)
        return await inner({**scope, "voter_of": partial(voter_of_headers, cookies)}, receive, send)


hub = Hub(settings.REDIS_URL)
battles = BattleConsumer.as_asgi(hub=hub, stalled_after=settings.ARENA_STALLED_AFTER)
# Django's `path` is typed for views; channels routes its consumers by the same objects.
routes: list[Any] = [
    path("ws/battles/<str:battle_ref>/", cast("Any", battles)),
    path("ws/leaderboard/", cast("Any", LeaderboardConsumer.as_asgi(hub=hub))),
    path("ws/console/", cast("Any", DashboardConsumer.as_asgi())),
]
bounded = BoundedSockets(WithVoter(URLRouter(routes)))
application = ProtocolTypeRouter({"http": VoteLane(pages), "websocket": AllowedHostsOriginValidator(bounded)})
