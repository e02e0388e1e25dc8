"""Votes as organisers look through them. Who stood on which side is in no list before the caller says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from arena.models import Battle, Entrant, Vote
from arena.queries.keyset import Listing, Page, Place
from arena.queries.pools import key_of
from arena.rules.outcome import Outcome

OUTCOMES = tuple(outcome.value for outcome in Outcome)
LAST_VOTE_AFTER = timedelta(days=2)
"""A battle takes a vote for a day after its draw; the other day is for a sweep that comes late."""


@dataclass(frozen=True)
class VoteFilter:
    """Which votes of a pool are wanted; empty fields do not narrow. `counted` None: all."""

    pool_ref: str
    counted: bool | None = None
    outcome: str = ""
    voter_group: str = ""
    void_reason: str = ""
    voter_ref: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class VoteRow:
    """One vote in a list. `sides` is empty unless they were asked for. `voter_ref` is the engine's pseudonym."""

    receipt_ref: str
    battle_ref: str
    outcome: str
    voter_group: str
    voter_ref: str
    cast_at: datetime
    voided_at: datetime | None
    void_reason: str
    language: str
    sides: tuple[str, ...]


def votes_page(wanted: VoteFilter, place: Place, *, with_sides: bool) -> Page[VoteRow]:
    """Some votes of a pool by the instant of their casting. `with_sides`: only when the stage is over."""
    return listing(wanted).page(place).showing(lambda rows: _rows(rows, with_sides))


def vote_rows(wanted: VoteFilter, place: Place, *, with_sides: bool) -> Iterator[VoteRow]:
    """All of them from this place on, a page at a time."""
    for rows in listing(wanted).all(place):
        yield from _rows(list(rows), with_sides)


def listing(wanted: VoteFilter) -> Listing[Vote]:
    """The list itself: what an index knows narrows the rows, all else is looked for page by page."""
    key = key_of(wanted.pool_ref)
    rows = Vote.objects.filter(battle__pool=key).select_related("battle")
    if wanted.counted is not None:
        rows = rows.filter(voided_at__isnull=wanted.counted)
    if wanted.voter_ref:
        rows = rows.filter(voter_ref=wanted.voter_ref)
    for bound, instant in zip(("gte", "lt"), _window(wanted, key), strict=True):
        if instant is not None:
            rows = rows.filter(**{f"cast_at__{bound}": instant})
    exact = {name: getattr(wanted, name) for name in ("outcome", "voter_group", "void_reason")}
    return Listing(rows, "cast_at", "receipt_ref", Q(**{name: value for name, value in exact.items() if value}))


def _window(wanted: VoteFilter, key: int | None) -> tuple[datetime | None, datetime | None]:
    """The wanted time within the pool's own: so a stage of long ago is not searched from today on."""
    battles = Battle.objects.filter(pool=key)
    first = battles.order_by("drawn_at", "pk").values_list("drawn_at", flat=True).first()
    last = battles.order_by("-drawn_at", "-pk").values_list("drawn_at", flat=True).first()
    if first is None or last is None:
        return wanted.since, wanted.until
    until = last + LAST_VOTE_AFTER
    return max(first, wanted.since or first), min(until, wanted.until or until)


def _rows(votes: list[Vote], with_sides: bool) -> list[VoteRow]:
    refs = dict(Entrant.objects.values_list("pk", "ref")) if with_sides else {}
    return [
        VoteRow(
            receipt_ref=vote.receipt_ref,
            battle_ref=vote.battle.ref,
            outcome=vote.outcome,
            voter_group=vote.voter_group,
            voter_ref=vote.voter_ref,
            cast_at=vote.cast_at,
            voided_at=vote.voided_at,
            void_reason=vote.void_reason,
            language=vote.battle.language,
            sides=(refs[vote.battle.entrant_a_id], refs[vote.battle.entrant_b_id]) if with_sides else (),
        )
        for vote in votes
    ]
