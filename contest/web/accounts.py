"""Signing in and out. Who somebody is, a service elsewhere says; here only a keyed hash of its answer is kept."""

from datetime import UTC, datetime

import structlog
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from arena.queries.votes import count_votes_of
from contest.actions.citizens import bring_votes_along, sign_in
from contest.found import or_404
from contest.sign_in import REHEARSAL
from contest.web.voters import browser_voter, forget

log = structlog.get_logger(__name__)

BACKEND = "django.contrib.auth.backends.ModelBackend"
NAME_MOST_CHARACTERS = 40
PROBLEMS = {
    "cancelled": _("로그인을 그만두었어요. 다시 하려면 아래에서 골라 주세요."),
    "failed": _("로그인하지 못했어요. 다시 눌러 보거나 다른 방법을 골라 주세요."),
    "name_missing": _("이름을 적고 다시 눌러 주세요."),
}


def _target(request: HttpRequest, wanted: str) -> str:
    """Where to go afterwards: a page of ours, My votes if none is named."""
    allowed = {request.get_host()}
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=allowed) else reverse("me")


@never_cache
@require_safe
def ways(request: HttpRequest) -> HttpResponse:
    """The page with all ways in."""
    if request.user.is_authenticated and request.user.voter_id:
        return HttpResponseRedirect(reverse("me"))
    own = browser_voter(request)
    language = get_language() or "ko"
    page = {
        "ways": [{"slug": way.slug, "name": way.name(language)} for way in settings.WAYS_IN],
        "with_rehearsal": settings.REHEARSAL_SIGN_IN,
        "name_limit": NAME_MOST_CHARACTERS,
        "votes_here": count_votes_of(own) if own else 0,
        "next": _target(request, request.GET.get("next", "")),
        "problem": PROBLEMS.get(request.GET.get("problem", "")),
    }
    return render(request, "account/sign_in.html", page)


@never_cache
@require_POST
def leave_for(request: HttpRequest, way_slug: str) -> HttpResponse:
    """Send the browser to the service. A page in between does it: the policy for forms ends at our own origin."""
    way = or_404(next((way for way in settings.WAYS_IN if way.slug == way_slug), None))
    wishes = {"merge": "merge" in request.POST, "next": _target(request, request.POST.get("next", ""))}
    try:
        provider = get_adapter().get_provider(request, way.slug)
        there = provider.redirect(request, AuthProcess.LOGIN, data=wishes)
    except RequestException as error:
        log.warning("way_in_unreachable", way=way.slug, error=type(error).__name__)
        return back_to_ways("failed")
    page = {"way": way.name(get_language() or "ko"), "address": there["Location"]}
    return render(request, "account/leaving.html", page)


@never_cache
@require_POST
def rehearsal_sign_in(request: HttpRequest) -> HttpResponse:
    """The practice way in: whoever types a name is that person. Off in production, where checks refuse it."""
    if not settings.REHEARSAL_SIGN_IN:
        raise Http404
    name = request.POST.get("name", "").strip()[:NAME_MOST_CHARACTERS]
    if not name:
        return back_to_ways("name_missing")
    wishes = {"merge": "merge" in request.POST, "next": request.POST.get("next", "")}
    return come_in(request, REHEARSAL, name, wishes)


def come_in(request: HttpRequest, way_slug: str, uid: str, wishes: dict[str, object]) -> HttpResponse:
    """Sign in the person whom the service calls `uid`. `wishes`: `merge` the browser's votes, `next` page."""
    now, own = datetime.now(UTC), browser_voter(request)
    citizen = sign_in(way_slug, uid, settings.VOTER_KEY, now)
    response = HttpResponseRedirect(_target(request, str(wishes.get("next") or "")))
    merged = bring_votes_along(citizen, own, settings.VOTER_KEY, now) if own and wishes.get("merge") else None
    login(request, citizen, backend=BACKEND)
    if merged and merged.votes:
        request.session["merged"] = {"votes": merged.votes, "uncounted": merged.uncounted}
    # The account votes from now on; after signing out the browser begins as a stranger.
    forget(response)
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, on the server as well: a copy of its cookie is worth nothing afterwards."""
    logout(request)
    return HttpResponseRedirect(reverse("home"))


def back_to_ways(problem: str) -> HttpResponseRedirect:
    """To the page with all ways in, which says what went wrong."""
    return HttpResponseRedirect(f"{reverse('sign-in')}?problem={problem}")


@require_safe
def cancelled(request: HttpRequest) -> HttpResponse:
    """Where the library sends people who gave up at the service."""
    return back_to_ways("cancelled")
