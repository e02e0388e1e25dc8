"""The vote's address. Its answer is the reveal: the only place where a voter learns who was who."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

import orjson
import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from arena.actions.errors import Refused
from arena.actions.traits import note_traits_of
from arena.actions.votes import Ballot, Cast
from arena.queries.battles import Reveal
from contest.queries.stages import FieldedView, fielded
from contest.web.casting import Wanted, cast_together
from contest.web.pages import emblem_url, reveal_page
from contest.web.problems import refusal
from contest.web.referral import referral_of
from contest.web.voters import network_of, visitor_of

log = structlog.get_logger(__name__)

COMMENT_MAX_CHARACTERS = 200
KEY_MIN_CHARACTERS = 16
KEY_MAX_CHARACTERS = 64
NUL = "\0"
"""No text in PostgreSQL can hold it."""
RECEIPT = "the-receipt-of-this-vote"
"""Stands in the kept fragment where each vote's own receipt goes."""


Sides = tuple[FieldedView, FieldedView]


class Told(NamedTuple):
    """The two sides as data, and the page's fragment."""

    sides: Mapping[str, Mapping[str, object]]
    html: str


def _ballot(request: HttpRequest) -> Ballot | str:
    """The ballot, or the code of what is wrong with it."""
    key = request.POST.get("key", "")
    if not KEY_MIN_CHARACTERS <= len(key) <= KEY_MAX_CHARACTERS or NUL in key:
        return "key_missing"
    return Ballot(
        outcome=request.POST.get("outcome", ""),
        key=key,
        reasons=tuple(request.POST.getlist("reasons")),
        comment=request.POST.get("comment", "").replace(NUL, "").strip()[:COMMENT_MAX_CHARACTERS],
    )


@require_POST
def vote(request: HttpRequest, battle_ref: str) -> HttpResponse:
    """Cast the one vote of a battle; the same ballot sent again gets the same answer."""
    (answer,) = answers([(request, battle_ref)])
    return answer


def answers(asked: Sequence[tuple[HttpRequest, str]]) -> list[HttpResponse]:
    """What votes that came together are answered, each with its battle's ref, in its own language."""
    now = datetime.now(UTC)
    checked = [_wanted(request, battle_ref) for request, battle_ref in asked]
    wanted = [want for want in checked if isinstance(want, Wanted)]
    results = iter(_cast(wanted, now))
    found = [next(results) if isinstance(want, Wanted) else want for want in checked]
    told = []
    for (request, _battle_ref), result in zip(asked, found, strict=True):
        with translation.override(request.LANGUAGE_CODE):
            told.append(refusal(result) if isinstance(result, str) else _answer(*result))
    return told


def _wanted(request: HttpRequest, battle_ref: str) -> Wanted | str:
    """The vote that is asked for, or the code of what is wrong with it."""
    visitor = visitor_of(request)
    ballot = _ballot(request)
    if isinstance(ballot, str):
        return ballot
    return "not_found" if visitor is None else Wanted(request, visitor, battle_ref, ballot)


def _cast(wanted: Sequence[Wanted], now: datetime) -> list[tuple[Reveal, Sides] | str]:
    """For each the reveal and who was who, or the code of what stands against it."""
    if not wanted:
        return []
    try:
        results = cast_together(wanted, now)
        reveals = [result.reveal for result in results if isinstance(result, Cast)]
        names = fielded([ref for reveal in reveals for ref in (reveal.entrant_a, reveal.entrant_b)])
        cast = [want for want, result in zip(wanted, results, strict=True) if isinstance(result, Cast)]
        note_traits_of([(want.visitor.voter_ref, _shared(want.request)) for want in cast], now)
    except DatabaseError as error:
        return [_uncertain(error)] * len(wanted)
    return [_outcome(result, names) for result in results]


def _outcome(result: Cast | Refused | DatabaseError, names: Mapping[str, FieldedView]) -> tuple[Reveal, Sides] | str:
    if isinstance(result, Refused):
        return result.code
    if isinstance(result, DatabaseError):
        return _uncertain(result)
    return result.reveal, (names[result.reveal.entrant_a], names[result.reveal.entrant_b])


def _uncertain(error: DatabaseError) -> str:
    # Whether it was counted is unknown; the browser sends the same key again and learns it.
    log.error("vote_uncertain", error=type(error).__name__)
    return "server_error"


def _shared(request: HttpRequest) -> dict[str, str]:
    """What the voter may share with others, as far as it is known."""
    known = {"network": network_of(request), "referral": referral_of(request)}
    return {kind: value for kind, value in known.items() if value}


def _answer(reveal: Reveal, sides: Sides) -> HttpResponse:
    told = _told(*sides, reveal.outcome, reveal.counted, reveal.void_reason, get_language() or "ko")
    body = {
        "receipt": reveal.receipt_ref,
        "outcome": reveal.outcome,
        "counted": reveal.counted,
        "reveal": told.sides,
        "html": told.html.replace(RECEIPT, reveal.receipt_ref),
    }
    return HttpResponse(orjson.dumps(body), content_type="application/json")


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
