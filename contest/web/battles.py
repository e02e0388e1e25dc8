"""The battle's addresses: ask, follow up, stop, and the voter's own page."""

import random
from datetime import UTC, datetime
from functools import lru_cache

import structlog
from celery.canvas import Signature
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from kombu.exceptions import OperationalError as BrokerAway

from arena.actions.battles import open_battle, open_turn, stop_battle
from arena.actions.errors import Refused
from arena.actions.prompts import content_rules
from arena.orders import cancel_turn, stream_turn
from arena.queries.battles import asked, battle_for_voter
from contest.found import or_404
from contest.rules.eligibility import issues_before_battle
from contest.web.context import stage_of
from contest.web.limits import battle_refusal
from contest.web.pages import battle_page, idle_page, notices
from contest.web.problems import PROBLEMS, refusal, wants_json
from contest.web.referral import notes_referral
from contest.web.standing import next_vote
from contest.web.voters import new_citizen, remember, voter_of

log = structlog.get_logger(__name__)


@lru_cache(maxsize=1)
def _rng() -> random.Random:
    # The draw must not be guessable from outside.
    return random.SystemRandom()


def _nudge(order: Signature, turn_ref: str) -> None:
    """Enqueue; when the broker is away the sweep finds the turn by its row."""
    try:
        order.delay(turn_ref)
    except BrokerAway as error:
        log.warning("broker_away", error=type(error).__name__)


@ensure_csrf_cookie
@require_http_methods(["GET", "HEAD", "POST"])
@notes_referral
def battles(request: HttpRequest) -> HttpResponse:
    """The empty battle page; with POST, a new battle."""
    if request.method == "POST":
        return _open(request)
    return render(request, "battle/battle.html", idle_page(standing=_standing(request)))


def _standing(request: HttpRequest) -> str:
    """How the next vote will count; empty when nothing is open."""
    stage = stage_of(request)
    return next_vote(request, stage.slug) if stage and stage.is_open else ""


def _open(request: HttpRequest) -> HttpResponse:
    cookie, voter = None, voter_of(request)
    if voter is None:
        cookie, voter = new_citizen()
    code, battle_ref, wait_seconds = _try_to_open(request, voter)
    response = _refused(request, code) if code else _opened(request, battle_ref, voter)
    if wait_seconds:
        response.headers["Retry-After"] = str(wait_seconds)
    if cookie is not None:
        remember(response, cookie)
    return response


def _try_to_open(request: HttpRequest, voter: str) -> tuple[str | None, str, int]:
    """(code of a refusal or None, battle_ref, seconds to wait)."""
    now = datetime.now(UTC)
    stage = stage_of(request)
    issues = issues_before_battle(stage.window if stage else None, now)
    if issues or stage is None:
        return issues[0], "", 0
    code, wait_seconds = battle_refusal(request, voter)
    if code:
        return code, "", wait_seconds
    try:
        battle_ref, turn_ref = open_battle(
            stage.pool_ref,
            voter,
            request.POST.get("prompt", ""),
            rng=_rng(),
            now=now,
            content=content_rules(settings.ARENA_CONTENT_RULES, settings.ARENA_CONTENT_CLASSIFIER),
            most_waiting=settings.ARENA_MOST_WAITING,
        )
    except Refused as refused:
        return refused.code, "", 0
    _nudge(stream_turn, turn_ref)
    return None, battle_ref, 0


def _as_kept(battle_ref: str, voter: str, number: int) -> dict[str, object]:
    """A prompt as it is kept, without personal data, and what its voter is told about it."""
    turn = asked(battle_ref, voter, number)
    told = notices(turn.masked, turn.probed)
    return {"prompt": turn.prompt, "notices": told, "turns_left": turn.turns_left}


def _opened(request: HttpRequest, battle_ref: str, voter: str) -> HttpResponse:
    url = reverse("battle", args=[battle_ref])
    if wants_json(request):
        told = {"battle": battle_ref, "url": url, "standing": _standing(request)}
        return JsonResponse(told | _as_kept(battle_ref, voter, 1), status=201)
    response = redirect(url)
    response.status_code = 303
    return response


def _refused(request: HttpRequest, code: str) -> HttpResponse:
    if wants_json(request):
        return refusal(code)
    problem = PROBLEMS[code]
    page = idle_page(request.POST.get("prompt", ""), str(problem.detail), _standing(request))
    return render(request, "battle/battle.html", page, status=problem.status)


@ensure_csrf_cookie
@require_GET
def battle(request: HttpRequest, battle_ref: str) -> HttpResponse:
    """The voter's own battle, at any point of its life."""
    voter = voter_of(request)
    view = or_404(battle_for_voter(battle_ref, voter) if voter else None)
    return render(request, "battle/battle.html", battle_page(view, get_language() or "ko", _standing(request)))


@require_POST
def turns(request: HttpRequest, battle_ref: str) -> HttpResponse:
    """A follow-up question to both sides."""
    voter = voter_of(request)
    if voter is None:
        return refusal("not_found")
    try:
        number, turn_ref = open_turn(
            battle_ref,
            voter,
            request.POST.get("prompt", ""),
            datetime.now(UTC),
            content_rules(settings.ARENA_CONTENT_RULES, settings.ARENA_CONTENT_CLASSIFIER),
            settings.ARENA_MOST_WAITING,
        )
    except Refused as refused:
        return refusal(refused.code)
    _nudge(stream_turn, turn_ref)
    return JsonResponse({"turn": number} | _as_kept(battle_ref, voter, number), status=201)


@require_POST
def stop(request: HttpRequest, battle_ref: str) -> HttpResponse:
    """The voter stops both answers; the battle ends without a vote."""
    voter = voter_of(request)
    if voter is None:
        return refusal("not_found")
    try:
        turn_ref = stop_battle(battle_ref, voter, datetime.now(UTC))
    except Refused as refused:
        return refusal(refused.code)
    _nudge(cancel_turn, turn_ref)
    return JsonResponse({"state": "void"})
