"""Who is asking: an account, or a random id in a signed first-party cookie; the engine knows a pseudonym of either."""

import secrets
from http.cookies import SimpleCookie
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import HttpRequest, HttpResponse

from contest.queries.admission import Visitor
from contest.rules.networks import client_address, group_of, is_within
from contest.rules.voters import network_ref, voter_ref

COOKIE = "citizen"
SALT = "contest.citizen"
ADDRESS = "address_that_it_came_from"
NETWORK = "network_that_it_came_from"
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


def _voter_of_account(user: AbstractBaseUser | AnonymousUser) -> str | None:
    """The pseudonym of an account; None for nobody. Organisers have one as well, so that they can look around."""
    if not user.is_authenticated:
        return None
    own: str | None = getattr(user, "voter_id", None)
    return voter_ref(own or f"organiser {user.pk}", settings.VOTER_KEY)


def voter_of_headers(cookie_header: str) -> str | None:
    """The pseudonym behind a raw Cookie header, for sockets. Asks the database when there is a session."""
    cookies = SimpleCookie(cookie_header)
    session = cookies.get(settings.SESSION_COOKIE_NAME)
    if session:
        # As the middleware does for pages: a session that was ended, on whatever device, is nobody's.
        request = HttpRequest()
        request.session = import_module(settings.SESSION_ENGINE).SessionStore(session.value)
        found = _voter_of_account(get_user(request))
        if found is not None:
            return found
    own = cookies.get(COOKIE)
    return voter_of_cookie(own.value) if own else None


def browser_voter(request: HttpRequest) -> str | None:
    """The pseudonym of the browser itself, whether somebody has signed in or not."""
    return voter_of_cookie(request.COOKIES.get(COOKIE))


def voter_of(request: HttpRequest) -> str | None:
    """The pseudonym of the person who asks: the account's, else the browser's; None for a first visit."""
    return _voter_of_account(request.user) or browser_voter(request)


def account_of(request: HttpRequest) -> int | None:
    """The account of the person who asks; None without a sign-in."""
    return request.user.pk if request.user.is_authenticated else None


def address_of(request: HttpRequest) -> str:
    """The address that the request came from, as far as our own proxies can tell; never kept beyond the request."""
    known: dict[str, str] = vars(request)
    if ADDRESS not in known:
        forwarded_for = request.META.get("HTTP_X_FORWARDED_FOR", "")
        known[ADDRESS] = client_address(request.META.get("REMOTE_ADDR", ""), forwarded_for, settings.TRUSTED_PROXIES)
    return known[ADDRESS]


def network_of(request: HttpRequest) -> str | None:
    """The pseudonym of the asking network group; None for networks without limits."""
    known: dict[str, str | None] = vars(request)
    if NETWORK not in known:
        address = address_of(request)
        unlimited = is_within(address, settings.UNLIMITED_NETWORKS)
        known[NETWORK] = None if unlimited else network_ref(group_of(address), settings.VOTER_KEY)
    return known[NETWORK]


def visitor_of(request: HttpRequest) -> Visitor | None:
    """The person who asks; None for a first visit."""
    voter = voter_of(request)
    return Visitor(voter, account_of(request), address_of(request)) if voter else None


def new_citizen() -> tuple[str, str]:
    """(cookie value, voter_ref) for somebody who has none yet."""
    citizen_id = secrets.token_urlsafe(16)
    return signing.Signer(salt=SALT).sign(citizen_id), voter_ref(citizen_id, settings.VOTER_KEY)


def remember(response: HttpResponse, cookie: str) -> None:
    """Give the browser its cookie. Scripts cannot read it, other sites cannot send it."""
    response.set_cookie(COOKIE, cookie, max_age=ONE_YEAR_SECONDS, httponly=True, samesite="Lax", secure=settings.HTTPS)


def forget(response: HttpResponse) -> None:
    """Take the cookie away: the next battle begins as a stranger."""
    response.delete_cookie(COOKIE, samesite="Lax")
