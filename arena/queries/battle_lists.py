"""Battles as organisers look through them. Who stood on which side is in no list before the caller says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, Subquery
from django.db.models.lookups import IsNull

from arena.models import Battle, Entrant, Turn, Vote
from arena.queries.keyset import Listing, Page, Place
from arena.queries.pools import key_of
from arena.rules.lifecycle import State, VoidReason

STATES = tuple(state.value for state in State)
VOID_REASONS = tuple(reason.value for reason in VoidReason)
PROMPT_CHARACTERS = 80


@dataclass(frozen=True)
class BattleFilter:
    """Which battles of a pool are wanted; empty fields do not narrow. `words`: all of them stand in a prompt."""

    pool_ref: str
    state: str = ""
    void_reason: str = ""
    language: str = ""
    topic: str = ""
    words: str = ""
    probed: bool = False
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class BattleRow:
    """One battle in a list. `sides` is empty unless they were asked for; `receipt_ref` without a vote."""

    ref: str
    state: str
    void_reason: str
    language: str
    topic: str
    turns: int
    probed: bool
    simulated: bool
    drawn_at: datetime
    ended_at: datetime | None
    prompt: str
    receipt_ref: str
    sides: tuple[str, ...]


def battles_page(wanted: BattleFilter, place: Place, *, with_sides: bool) -> Page[BattleRow]:
    """Some battles of a pool by the instant of their draw. `with_sides`: only when the stage is over."""
    return listing(wanted).page(place).showing(lambda rows: _rows(rows, with_sides))


def battle_rows(wanted: BattleFilter, place: Place, *, with_sides: bool) -> Iterator[BattleRow]:
    """All of them from this place on, a page at a time."""
    for rows in listing(wanted).all(place):
        yield from _rows(list(rows), with_sides)


def listing(wanted: BattleFilter) -> Listing[Battle]:
    """The list itself: what an index knows narrows the rows, all else is looked for page by page."""
    # By the key itself: the database then knows how many of the battles are this pool's, and takes the right index.
    rows = Battle.objects.filter(pool=key_of(wanted.pool_ref))
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.since is not None:
        rows = rows.filter(drawn_at__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(drawn_at__lt=wanted.until)
    exact = {name: getattr(wanted, name) for name in ("void_reason", "language", "topic")}
    narrowed = Q(**{name: value for name, value in exact.items() if value})
    if wanted.probed:
        narrowed &= Q(probed=True)
    for word in wanted.words.split():
        # Asked battle by battle: as a join the database would read the prompts of all battles for it.
        said = Turn.objects.filter(battle=OuterRef("pk"), prompt__icontains=word).values("pk")[:1]
        narrowed &= Q(IsNull(Subquery(said), False))
    return Listing(rows, "drawn_at", "ref", narrowed)


def _rows(battles: list[Battle], with_sides: bool) -> list[BattleRow]:
    keys = [battle.pk for battle in battles]
    prompts = dict(Turn.objects.filter(number=1, battle__in=keys).values_list("battle_id", "prompt"))
    receipts = dict(Vote.objects.filter(battle__in=keys).values_list("battle_id", "receipt_ref"))
    refs = dict(Entrant.objects.values_list("pk", "ref")) if with_sides else {}
    return [
        BattleRow(
            ref=battle.ref,
            state=battle.state,
            void_reason=battle.void_reason,
            language=battle.language,
            topic=battle.topic,
            turns=battle.turn_count,
            probed=battle.probed,
            simulated=battle.simulated,
            drawn_at=battle.drawn_at,
            ended_at=battle.ended_at,
            prompt=prompts.get(battle.pk, "")[:PROMPT_CHARACTERS],
            receipt_ref=receipts.get(battle.pk, ""),
            sides=(refs[battle.entrant_a_id], refs[battle.entrant_b_id]) if with_sides else (),
        )
        for battle in battles
    ]
