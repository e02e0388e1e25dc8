"""The vote's address. Its answer is the reveal: the only place where a voter learns who was who."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

import orjson
import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from arena.actions.errors import Refused
from arena.actions.traits import note_traits
from arena.actions.votes import Ballot, cast_vote
from arena.queries.battles import Reveal
from contest.queries.admission import (
    Visitor,
    beyond_network,
    standing_in_battle,
)
from contest.queries.stages import FieldedView, fielded
from contest.web.limits import give_network_place_back, takes_network_place
from contest.web.pages import emblem_url, reveal_page
from contest.web.problems import refusal
from contest.web.referral import referral_of
from contest.web.voters import network_of, visitor_of

log = structlog.get_logger(__name__)

COMMENT_MAX_CHARACTERS = 200
KEY_MIN_CHARACTERS = 16
KEY_MAX_CHARACTERS = 64
RECEIPT = "the-receipt-of-this-vote"
"""Stands in the kept fragment where each vote's own receipt goes."""


class Told(NamedTuple):
    """The two sides as data, and the page's fragment."""

    sides: Mapping[str, Mapping[str, object]]
    html: str


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
    visitor = visitor_of(request)
    ballot = _ballot(request)
    if isinstance(ballot, str):
        return refusal(ballot)
    if visitor is None:
        return refusal("not_found")
    now = datetime.now(UTC)
    try:
        reveal = _cast(request, visitor, battle_ref, ballot, now)
        note_traits(visitor.voter_ref, _shared(request), now)
        return HttpResponse(_answer(reveal), content_type="application/json")
    except Refused as refused:
        return refusal(refused.code)
    except DatabaseError as error:
        # Whether it was counted is unknown; the browser sends the same key again and learns it.
        log.error("vote_uncertain", error=type(error).__name__)
        return refusal("server_error")


def _shared(request: HttpRequest) -> dict[str, str]:
    """What the voter may share with others, as far as it is known."""
    known = {"network": network_of(request), "referral": referral_of(request)}
    return {kind: value for kind, value in known.items() if value}


def _cast(request: HttpRequest, visitor: Visitor, battle_ref: str, ballot: Ballot, now: datetime) -> Reveal:
    """Cast the vote under the network's cap. A place is used up by a new vote that counts, and by nothing else:
    else replayed ballots and votes on other people's battles would push a neighbour's vote out.
    """
    found = standing_in_battle(visitor, battle_ref, now)
    if not found.needs_network_place:
        return cast_vote(battle_ref, visitor.voter_ref, ballot, now, found.standing, found.facts).reveal
    if not takes_network_place(request):
        return cast_vote(
            battle_ref, visitor.voter_ref, ballot, now, beyond_network(found.standing), found.facts
        ).reveal
    newly_counted = False
    try:
        cast = cast_vote(battle_ref, visitor.voter_ref, ballot, now, found.standing, found.facts)
        newly_counted = cast.newly_counted
    except DatabaseError:
        # The vote may have been kept: the place stays with it.
        newly_counted = True
        raise
    finally:
        if not newly_counted:
            give_network_place_back(request)
    return cast.reveal


def _answer(reveal: Reveal) -> bytes:
    teams = fielded([reveal.entrant_a, reveal.entrant_b])
    sides = (teams[reveal.entrant_a], teams[reveal.entrant_b])
    told = _told(*sides, reveal.outcome, reveal.counted, reveal.void_reason, get_language() or "ko")
    return orjson.dumps(
        {
            "receipt": reveal.receipt_ref,
            "outcome": reveal.outcome,
            "counted": reveal.counted,
            "reveal": told.sides,
            "html": told.html.replace(RECEIPT, reveal.receipt_ref),
        }
    )


@lru_cache(maxsize=2048)
def _told(a: FieldedView, b: FieldedView, outcome: str, counted: bool, void_reason: str, language: str) -> Told:
    """What many votes are answered alike. Its names are part of the key: a changed one is told at once."""
    sides = {
        side: {
            "team": {"ko": who.team_ko, "en": who.team_en},
            "entrant": {"ko": who.entrant_ko, "en": who.entrant_en},
            "emblem": emblem_url(who.emblem),
        }
        for side, who in (("a", a), ("b", b))
    }
    reveal = Reveal("a", "b", outcome, RECEIPT, counted, void_reason)
    # Rendered without the request: the fragment needs nothing of what every page knows.
    page = {"reveal": reveal_page(reveal, {"a": a, "b": b}, language)}
    return Told(sides, render_to_string("battle/_reveal.html", page))
