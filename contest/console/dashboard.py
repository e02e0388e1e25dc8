"""The dashboard: how the contest does now. A socket says when to read it again; without a script one reloads it."""

from datetime import UTC, datetime
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe
from redis import Redis

from contest.console.access import needs
from contest.console.dashboard_figures import for_everybody, for_stage
from contest.console.layout_lists import chosen_stage
from contest.console.stages_shown import STATES
from contest.rules.roles import Act


@needs(Act.READ_CONSOLE)
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """The page."""
    return render(request, "console/dashboard/dashboard.html", _context(request))


@needs(Act.READ_CONSOLE)
@require_safe
def dashboard_now(request: HttpRequest) -> HttpResponse:
    """What changes on the page, as it is now."""
    return render(request, "console/dashboard/_now.html", _context(request))


def _context(request: HttpRequest) -> dict[str, object]:
    stage, stages = chosen_stage(request)
    now = datetime.now(UTC)
    context = {"choice": stage, "choices": stages, "read_at": now} | for_everybody()
    context["only_rehearsed"] = bool(stages) and not any(one.counts for one in stages)
    if stage is not None:
        context |= {"stage_state": STATES[stage.state]}
        context |= for_stage(stage, now, _redis(), settings.ARENA_MOST_WAITING)
    return context


@lru_cache(maxsize=1)
def _redis() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5)


urlpatterns = [
    path("", dashboard, name="console"),
    path("dashboard/now/", dashboard_now, name="console-dashboard-now"),
]
