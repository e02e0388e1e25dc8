"""Which other site led somebody here, as a keyed value: what people who were called together have in common.

The address is never kept. Its host becomes an HMAC in a signed cookie of a day, and the vote notes it for the group
tests; whoever types the address, or hides where they come from, is in no group.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from contest.rules.voters import referral_ref

COOKIE = "came"
SALT = "contest.came"
ONE_DAY_SECONDS = 24 * 3600

View = Callable[..., HttpResponse]


def notes_referral(view: View) -> View:
    """Let a page that people land on remember which other site led to it; the first one in a day holds."""

    @wraps(view)
    def noting(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        host = _foreign_host(request)
        if request.method == "GET" and host and COOKIE not in request.COOKIES:
            value = signing.Signer(salt=SALT).sign(referral_ref(host, settings.VOTER_KEY))
            response.set_cookie(
                COOKIE, value, max_age=ONE_DAY_SECONDS, httponly=True, samesite="Lax", secure=settings.HTTPS
            )
        return response

    return noting


def referral_of(request: HttpRequest) -> str | None:
    """The keyed value of the site that led here; None without one or with a forged one."""
    try:
        return signing.Signer(salt=SALT).unsign(request.COOKIES.get(COOKIE, ""))
    except signing.BadSignature:
        return None


def _foreign_host(request: HttpRequest) -> str:
    """The host of the page before, without www; empty when there was none, or one of our own."""
    try:
        host = urlsplit(request.headers.get("Referer", "")).hostname or ""
    except ValueError:
        return ""
    own = request.get_host().partition(":")[0]
    return "" if host == own else host.removeprefix("www.")
