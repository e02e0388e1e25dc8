"""The front page and the pages that explain."""

from dataclasses import replace
from datetime import UTC, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from arena.queries.snapshot_heads import participation
from contest.queries.stages import public_stages, teams_of
from contest.web.context import stage_of
from contest.web.markup import render_rules
from contest.web.pages import emblem_url


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, and one large way in."""
    language = get_language() or "ko"
    stage = stage_of(request)
    citizens, votes = participation(stage.pool_ref) if stage else (0, 0)
    found = teams_of(stage.pool_ref, language) if stage else []
    teams = [replace(team, emblem=emblem_url(team.emblem) or "") for team in found]
    return render(request, "home.html", {"teams": teams, "citizen_count": citizens, "vote_count": votes})


@require_safe
def rules(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The published rules of the stage that people see, or of the one with this slug, with their hash and date."""
    language, now = get_language() or "ko", datetime.now(UTC)
    current = stage_of(request)
    ruled = {stage.slug: stage for stage in public_stages(language, now) if stage.rules}
    shown = ruled.get(slug) if slug else current
    if slug and shown is None:
        raise Http404
    context = {
        "shown": shown,
        "rules_html": render_rules(shown.rules) if shown else "",
        "others": [stage for stage in ruled.values() if shown is None or stage.slug != shown.slug],
    }
    return render(request, "rules.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the contest is and how it works."""
    return render(request, "about.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of people, why and for how long."""
    return render(request, "privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "accessibility.html")


@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the language and go back to where the person was."""
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = reverse("home")
    response = HttpResponseRedirect(target)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    return response


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """For load balancers: this process answers."""
    return HttpResponse("ok", content_type="text/plain")
