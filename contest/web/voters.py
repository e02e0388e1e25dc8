"""Who is asking: a random id in a signed first-party cookie, known to the engine only as a pseudonym."""

import secrets
from http.cookies import SimpleCookie

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from contest.rules.voters import voter_ref

COOKIE = "citizen"
SALT = "contest.citizen"
ONE_YEAR_SECONDS = 365 * 24 * 3600


def _citizen_id(cookie: str | None) -> str | None:
    if not cookie:
        return None
    try:
        return signing.Signer(salt=SALT).unsign(cookie)
    except signing.BadSignature:
        return None


def voter_of_cookie(cookie: str | None) -> str | None:
    """The pseudonym behind a cookie; None without one or with a forged one."""
    citizen_id = _citizen_id(cookie)
    return voter_ref(citizen_id, settings.VOTER_KEY) if citizen_id else None


def voter_of_headers(cookie_header: str) -> str | None:
    """The pseudonym behind a raw Cookie header, for sockets."""
    morsel = SimpleCookie(cookie_header).get(COOKIE)
    return voter_of_cookie(morsel.value) if morsel else None


def voter_of(request: HttpRequest) -> str | None:
    """The pseudonym of the person who asks; None for a first visit."""
    return voter_of_cookie(request.COOKIES.get(COOKIE))


def new_citizen() -> tuple[str, str]:
    """(cookie value, voter_ref) for somebody who has none yet."""
    citizen_id = secrets.token_urlsafe(16)
    return signing.Signer(salt=SALT).sign(citizen_id), voter_ref(citizen_id, settings.VOTER_KEY)


def remember(response: HttpResponse, cookie: str) -> None:
    """Give the browser its cookie. Scripts cannot read it, other sites cannot send it."""
    response.set_cookie(COOKIE, cookie, max_age=ONE_YEAR_SECONDS, httponly=True, samesite="Lax", secure=settings.HTTPS)
