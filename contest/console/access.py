"""Who may open a page of the console: an account with a role, signed in here, with the second factor shown."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django_otp import DEVICE_ID_SESSION_KEY

from contest.console.layout import MenuItem, menu
from contest.console.refused import lines_of
from contest.queries.roles import role_of
from contest.queries.second_factor import holds_second_factor, is_second_factor_of
from contest.rules.issues import Issue
from contest.rules.roles import Act, Person, Role, may

View = Callable[..., HttpResponseBase]
ROLE_NAMES: dict[Role, str | Promise] = {
    Role.VIEWER: _("보는 사람"),
    Role.OPERATOR: _("운영자"),
    Role.CHIEF: _("책임자"),
}


@dataclass(frozen=True)
class Organiser:
    """The organiser behind a request, as the pages need it; templates find it as `request.console`."""

    person: Person
    name: str
    role: Role
    menu: tuple[MenuItem, ...]

    @property
    def role_name(self) -> str | Promise:
        """What the role is called."""
        return ROLE_NAMES[self.role]

    def may(self, act: Act) -> bool:
        """Whether this role may do the act. The act itself asks again."""
        return may(self.role, act)


def needs(act: Act, *, to_post: Act | None = None) -> Callable[[View], View]:
    """Let only organisers in whose role may do `act`, for a view of Django; `to_post` is asked of a POST instead.

    A citizen gets 404, as if there were nothing; nobody in particular is asked to sign in; an organiser without the
    second factor is asked for it; one whose role is too low gets 403 with the reason.
    """

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            role = signed_in_role(request.user)
            if role is None:
                return _ask_to_sign_in(request)
            if not is_verified(request.user, request.session):
                return _ask_for_second_factor(request)
            request.console = console = _organiser(request, role)  # type: ignore[attr-defined]
            asked = to_post if to_post is not None and request.method == "POST" else act
            if not console.may(asked):
                context = {"issues": lines_of([Issue("role_does_not_allow", {"act": asked})])}
                return render(request, "console/not_allowed.html", context, status=403)
            return view(request, *args, **kwargs)

        # For the test that every page of the console is guarded.
        guarded.needed_act = act  # type: ignore[attr-defined]
        return guarded

    return decorate


def organiser(request: HttpRequest) -> Person:
    """Who acts, for contest.actions. Only in views under `needs`."""
    return console_of(request).person


def role_in(request: HttpRequest) -> Role:
    """The role of the person who asks. Only in views under `needs`."""
    return console_of(request).role


def console_of(request: HttpRequest) -> Organiser:
    """The organiser behind a request. Only in views under `needs`."""
    found: Organiser = request.console  # type: ignore[attr-defined]
    return found


def signed_in_role(user: AbstractBaseUser | AnonymousUser) -> Role | None:
    """The role of whoever signed in; None for citizens and for nobody."""
    return role_of(user.pk) if user.is_authenticated else None


def is_verified(user: AbstractBaseUser | AnonymousUser, session: SessionBase) -> bool:
    """Whether this session has shown a second factor that the account still has."""
    return user.is_authenticated and is_second_factor_of(user.pk, session.get(DEVICE_ID_SESSION_KEY, ""))


def account_id(request: HttpRequest) -> int:
    """The key of the account that is signed in. Raises Http404 when nobody is."""
    if request.user.pk is None:
        raise Http404
    return request.user.pk


def _organiser(request: HttpRequest, role: Role) -> Organiser:
    section = request.resolver_match.url_name if request.resolver_match else None
    return Organiser(Person(account_id(request)), request.user.get_username(), role, menu(section or ""))


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        raise Http404
    return HttpResponseRedirect(f"{reverse('console-sign-in')}?{_then(request)}")


def _ask_for_second_factor(request: HttpRequest) -> HttpResponse:
    name = "console-second-factor" if holds_second_factor(account_id(request)) else "console-second-factor-new"
    return HttpResponseRedirect(f"{reverse(name)}?{_then(request)}")


def _then(request: HttpRequest) -> str:
    """Where to go on afterwards: an act that was cut off is not repeated, its page is opened."""
    return urlencode({"next": request.get_full_path() if request.method == "GET" else reverse("console")})
