"""Votes take a lane of their own: those that come at once are answered together, by one thread and few statements.

What decides is the code of the page (`contest.web.votes.answers`), and what Django's middleware does for a vote its
classes do here. What is not plain (a signed-in voter, an unknown host, a missing token, a long body, an error) takes
the road of all other pages, which says what is wrong; a vote that went both ways is the same vote, by its key.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from io import BytesIO
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.asgi import ASGIRequest
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.locale import LocaleMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from rest_framework.authentication import CSRFCheck

from contest.together import Together
from contest.web.content_policy import ContentPolicy
from contest.web.votes import answers, vote

log = structlog.get_logger(__name__)

PATH = re.compile(r"/battles/([A-Za-z0-9_-]{1,24})/vote/")
FORM = b"application/x-www-form-urlencoded"
MOST_BYTES = 8 * 1024
"""A ballot with the longest comment is a third of it."""
MOST_TOGETHER = 32
THREADS = 2
"""While one waits for the disk the other goes on."""

App = Callable[[Any, Any, Any], Awaitable[None]]


def _unused(_request: HttpRequest) -> HttpResponse:
    raise NotImplementedError("The lane calls the middleware's own steps.")


SECURITY, LOCALE, FRAMES = SecurityMiddleware(_unused), LocaleMiddleware(_unused), XFrameOptionsMiddleware(_unused)
# The framework's check without a page for what it refuses: the pages give one.
TOKEN, POLICY = CSRFCheck(_unused), ContentPolicy(_unused)


class VoteLane:
    """An ASGI application for votes before the one for pages."""

    def __init__(self, pages: App) -> None:
        self._pages = pages
        self._together = Together(_answers, MOST_TOGETHER, THREADS)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a vote, or let the pages answer."""
        if not _is_plain(scope):
            await self._pages(scope, receive, send)
            return
        body = await _body(receive)
        if body is None:
            return
        response = await self._answer(ASGIRequest(scope, BytesIO(body)))
        if response is None:
            await self._pages(scope, _again(body, receive), send)
            return
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.items()]
        headers.append((b"content-length", str(len(response.content)).encode()))
        await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
        await send({"type": "http.response.body", "body": response.content})

    async def _answer(self, request: ASGIRequest) -> HttpResponse | None:
        """The answer; None when the pages should give it."""
        try:
            return await self._together(request)
        except Exception:
            log.exception("votes_not_answered_together")
            return None


def _is_plain(scope: Any) -> bool:
    """Whether it is a vote without a session, in a form of a known, small size."""
    if scope["type"] != "http" or scope["method"] != "POST":
        return False
    if scope["query_string"] or not PATH.fullmatch(scope["path"]):
        return False
    headers = scope["headers"]
    sizes = [value for name, value in headers if name == b"content-length"]
    is_small = len(sizes) == 1 and sizes[0].isdigit() and int(sizes[0]) <= MOST_BYTES
    is_form = any(name == b"content-type" and value.startswith(FORM) for name, value in headers)
    session = f"{settings.SESSION_COOKIE_NAME}=".encode()
    return is_small and is_form and not any(name == b"cookie" and session in value for name, value in headers)


async def _body(receive: Any) -> bytes | None:
    """The request's body; None when the client went away."""
    body = b""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def _again(body: bytes, receive: Any) -> Any:
    """What gives a body that was read once more, and then what comes after it."""
    bodies = [body]

    async def receive_again() -> Any:
        return {"type": "http.request", "body": bodies.pop()} if bodies else await receive()

    return receive_again


def _answers(requests: Sequence[ASGIRequest]) -> list[HttpResponse | None]:
    """Each vote's answer; None for one that the pages should answer. Runs in the lane's thread."""
    close_old_connections()
    try:
        going = [(request, PATH.fullmatch(request.path)[1]) for request in requests if _may_go(request)]  # type: ignore[index]
        told = {id(request): answer for (request, _ref), answer in zip(going, answers(going), strict=True)}
        return [_with_headers(request, told[id(request)]) if id(request) in told else None for request in requests]
    finally:
        close_old_connections()


def _may_go(request: ASGIRequest) -> bool:
    """What Django's middleware asks before a vote."""
    request.user = AnonymousUser()
    try:
        request.get_host()
        LOCALE.process_request(request)
        TOKEN.process_request(request)
        return SECURITY.process_request(request) is None and TOKEN.process_view(request, vote, (), {}) is None
    except Exception:  # noqa: BLE001  the pages answer it, and say what is wrong; the others go on
        return False


def _with_headers(request: ASGIRequest, response: HttpResponse) -> HttpResponse:
    """What Django's middleware adds to an answer."""
    with translation.override(request.LANGUAGE_CODE):
        for middleware in (FRAMES, LOCALE, POLICY, SECURITY):
            middleware.process_response(request, response)
        # As asking who has signed in does.
        patch_vary_headers(response, ("Cookie",))
    return response
