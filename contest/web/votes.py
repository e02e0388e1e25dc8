"""The vote's address. Its answer is the reveal: the only place where a voter learns who was who."""

from datetime import UTC, datetime

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from arena.actions.errors import Refused
from arena.actions.votes import Ballot, cast_vote
from arena.queries.battles import Reveal, reveal_for_voter
from contest.queries.stages import fielded
from contest.web.pages import emblem_url, reveal_page
from contest.web.problems import refusal
from contest.web.voters import voter_of

log = structlog.get_logger(__name__)

COMMENT_MAX_CHARACTERS = 200
KEY_MIN_CHARACTERS = 16
KEY_MAX_CHARACTERS = 64


def _ballot(request: HttpRequest) -> Ballot | str:
    """The ballot, or the code of what is wrong with it."""
    key = request.POST.get("key", "")
    if not KEY_MIN_CHARACTERS <= len(key) <= KEY_MAX_CHARACTERS:
        return "key_missing"
    return Ballot(
        outcome=request.POST.get("outcome", ""),
        key=key,
        reasons=tuple(request.POST.getlist("reasons")),
        comment=request.POST.get("comment", "").strip()[:COMMENT_MAX_CHARACTERS],
    )


@require_POST
def vote(request: HttpRequest, battle_ref: str) -> HttpResponse:
    """Cast the one vote of a battle; the same ballot sent again gets the same answer."""
    voter = voter_of(request)
    ballot = _ballot(request)
    if isinstance(ballot, str):
        return refusal(ballot)
    if voter is None:
        return refusal("not_found")
    try:
        cast_vote(battle_ref, voter, ballot, datetime.now(UTC))
        reveal = reveal_for_voter(battle_ref, voter)
    except Refused as refused:
        return refusal(refused.code)
    except DatabaseError as error:
        # Whether it was counted is unknown; the browser sends the same key again and learns it.
        log.error("vote_uncertain", error=type(error).__name__)
        return refusal("server_error")
    if reveal is None:
        return refusal("not_found")
    return JsonResponse(_answer(reveal))


def _answer(reveal: Reveal) -> dict[str, object]:
    teams = fielded([reveal.entrant_a, reveal.entrant_b])
    sides = {}
    for side, ref in (("a", reveal.entrant_a), ("b", reveal.entrant_b)):
        who = teams[ref]
        sides[side] = {
            "team": {"ko": who.team_ko, "en": who.team_en},
            "entrant": {"ko": who.entrant_ko, "en": who.entrant_en},
            "emblem": emblem_url(who.emblem),
        }
    page = {"reveal": reveal_page(reveal, teams, get_language() or "ko")}
    return {
        "receipt": reveal.receipt_ref,
        "outcome": reveal.outcome,
        "counted": reveal.counted,
        "reveal": sides,
        # Rendered without the request: the fragment needs nothing of what every page knows.
        "html": render_to_string("battle/_reveal.html", page),
    }
