"""Signing in to the console: a password, then a second factor; who has none yet enrols one."""

from datetime import UTC, datetime
from functools import lru_cache, wraps
from typing import Any

import segno
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import DEVICE_ID_SESSION_KEY
from redis import Redis

from contest.actions.passwords import account_with
from contest.actions.refusals import ActRefused
from contest.actions.second_factor import begin_second_factor, confirm_second_factor, use_second_factor
from contest.console.access import View, account_id, is_verified, signed_in_role
from contest.console.refused import lines_of
from contest.queries.second_factor import holds_second_factor
from contest.rules.issues import Issue
from contest.rules.roles import Person

SESSION_SECONDS = 12 * 3600
"""A working day: an organiser's session ends sooner than a citizen's."""
BACKEND = "django.contrib.auth.backends.ModelBackend"
QR_SCALE = 5


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password. A wrong name, a wrong password and an account without a role look the same."""
    if request.method == "GET":
        if signed_in_role(request.user) is not None:
            return HttpResponseRedirect(_target(request))
        return _page(request, "sign_in")
    name = request.POST.get("username", "").strip()
    try:
        account = account_with(name, request.POST.get("password", ""), _redis())
    except ActRefused as refused:
        return _page(request, "sign_in", refused.issues, typed=name)
    login(request, account, backend=BACKEND)
    request.session.set_expiry(SESSION_SECONDS)
    return HttpResponseRedirect(_target(request))


def signed_in(view: View) -> View:
    """Only for an organiser who has given the password, and not yet the second factor."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        if signed_in_role(request.user) is None:
            if request.user.is_authenticated:
                raise Http404
            return HttpResponseRedirect(reverse("console-sign-in"))
        if is_verified(request.user, request.session):
            return HttpResponseRedirect(_target(request))
        return view(request)

    return guarded


@signed_in
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """A code of the authenticator app, or a recovery code."""
    if not holds_second_factor(account_id(request)):
        return HttpResponseRedirect(reverse("console-second-factor-new"))
    if request.method == "GET":
        return _page(request, "second_factor")
    try:
        device = use_second_factor(Person(account_id(request)), _code(request), now=datetime.now(UTC))
    except ActRefused as refused:
        return _page(request, "second_factor", refused.issues)
    _verified_by(request, device)
    return HttpResponseRedirect(_target(request))


@signed_in
@require_http_methods(["GET", "POST"])
def second_factor_new(request: HttpRequest) -> HttpResponse:
    """Enrol an authenticator app. The recovery codes are in the answer to the first right code, and nowhere else."""
    person = Person(account_id(request))
    try:
        enrolment = begin_second_factor(person)
    except ActRefused:
        return HttpResponseRedirect(reverse("console-second-factor"))
    picture = segno.make(enrolment.address, micro=False).svg_data_uri(scale=QR_SCALE, border=4, light="#fff")
    page: dict[str, Any] = {"picture": picture, "secret": enrolment.secret}
    if request.method == "GET":
        return _page(request, "second_factor_new", **page)
    try:
        enrolled = confirm_second_factor(person, _code(request), now=datetime.now(UTC))
    except ActRefused as refused:
        return _page(request, "second_factor_new", refused.issues, **page)
    _verified_by(request, enrolled.device_id)
    return _page(request, "recovery_codes", codes=enrolled.codes)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(reverse("console-sign-in"))


def _verified_by(request: HttpRequest, device: str) -> None:
    # A new session key: whoever knew the one from before the second factor has nothing.
    request.session.cycle_key()
    request.session[DEVICE_ID_SESSION_KEY] = device


def _page(request: HttpRequest, name: str, issues: list[Issue] | None = None, **more: object) -> HttpResponse:
    context = {"issues": lines_of(issues or []), "next": _target(request), "heading": HEADINGS[name], **more}
    return render(request, f"console/sign_in/{name}.html", context, status=400 if issues else 200)


HEADINGS = {
    "sign_in": _("운영자 로그인"),
    "second_factor": _("두 번째 확인"),
    "second_factor_new": _("인증 앱 등록"),
    "recovery_codes": _("복구 번호"),
}


def _target(request: HttpRequest) -> str:
    """Where to go on: a page of the console."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    console = reverse("console")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_ours and wanted.startswith(console) else console


def _code(request: HttpRequest) -> str:
    """What was typed, without the blanks that apps show between the digits."""
    return "".join(request.POST.get("code", "").split()).lower()[:16]


@lru_cache(maxsize=1)
def _redis() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5)


urlpatterns = [
    path("sign-in/", sign_in, name="console-sign-in"),
    path("sign-out/", sign_out, name="console-sign-out"),
    path("second-factor/", second_factor, name="console-second-factor"),
    path("second-factor/new/", second_factor_new, name="console-second-factor-new"),
]
