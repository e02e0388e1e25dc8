"""Every read of a battle that leaves the engine. `battle_for_voter` is the one door to who was who."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import NamedTuple

from django.db.models import F

from arena.models import Battle, Endpoint, Turn, Vote
from arena.queries.paces import pace_of
from arena.rules.blindness.identities import NOBODY, Identities
from arena.rules.blindness.pace import Pace
from arena.rules.lifecycle import State


@dataclass(frozen=True)
class TurnView:
    """One turn as its voter may see it; texts are empty until the turn is complete."""

    number: int
    prompt: str
    a: str
    b: str
    masked: tuple[str, ...] = ()
    """Kinds of personal data that were masked in the prompt."""


@dataclass(frozen=True)
class AskedView:
    """A turn that was just opened, as it is kept; `turns_left`: how many may follow it."""

    prompt: str
    masked: tuple[str, ...]
    probed: bool
    turns_left: int


@dataclass(frozen=True)
class Reveal:
    """Who was who, by entrant ref, and the vote that opened it; `void_reason` says why it does not count."""

    entrant_a: str
    entrant_b: str
    outcome: str
    receipt_ref: str
    counted: bool
    void_reason: str = ""


@dataclass(frozen=True)
class BattleView:
    """A battle for its own voter. `reveal` is there only once the vote is cast."""

    ref: str
    state: str
    void_reason: str
    language: str
    simulated: bool
    drawn_at: datetime
    turns: tuple[TurnView, ...]
    turns_left: int
    reveal: Reveal | None
    probed: bool = False
    """A prompt asked who answers: the vote will not count."""


class EndpointTask(NamedTuple):
    """One replica that may be asked. `breaker` as `change_breaker` keeps it; `running` and `waiting` as last seen."""

    base_url: str
    served_name: str
    api_key_variable: str
    endpoint_ref: str
    breaker: Mapping[str, float | None]
    running: float | None
    waiting: float | None
    looked_at: datetime | None


@dataclass(frozen=True)
class SideTask:
    """What a worker needs to ask one side: where, and what was said before (prompt, answer) by this side."""

    entrant_ref: str
    endpoints: tuple[EndpointTask, ...]
    history: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TurnTask:
    """All that a worker needs to run a turn."""

    turn_ref: str
    battle_ref: str
    number: int
    prompt: str
    a: SideTask
    b: SideTask
    system_prompt: str
    temperature: float
    top_p: float
    max_tokens: int
    language: str = "ko"
    probed: bool = False
    pace: Pace | None = None
    """The pool's measured pace; None before it was measured."""
    names: Identities = NOBODY
    """What the pool's teams and entrants are called, beside the names that every contest masks."""

    @property
    def prompts(self) -> tuple[str, ...]:
        """All prompts of the battle so far, this turn's last."""
        return (*(prompt for prompt, _answer in self.a.history), self.prompt)


@dataclass(frozen=True)
class TurnInLine:
    """A turn that waits for its start, or runs: whom it needs, by entrant ref, and whose it is."""

    turn_ref: str
    battle_ref: str
    number: int
    entrant_a: str
    entrant_b: str
    is_running: bool


@dataclass(frozen=True)
class SocketView:
    """What a voter's socket starts from: the newest turn, with texts once it is complete."""

    state: str
    turn: int
    a: str
    b: str


def _completed_texts(battle: Battle) -> tuple[TurnView, ...]:
    turns = battle.turns.order_by("number").prefetch_related("completions")
    views = []
    for turn in turns:
        texts = {completion.side: completion.shown_text for completion in turn.completions.all()}
        masked = tuple(turn.masked)
        views.append(TurnView(turn.number, turn.prompt, texts.get("a", ""), texts.get("b", ""), masked))
    return tuple(views)


def battle_for_voter(battle_ref: str, voter_ref: str) -> BattleView | None:
    """The voter's own battle; None when it is not there or not theirs, which look the same."""
    battle = Battle.objects.select_related("pool").filter(ref=battle_ref, voter_ref=voter_ref).first()
    if battle is None:
        return None
    return BattleView(
        ref=battle.ref,
        state=battle.state,
        void_reason=battle.void_reason,
        language=battle.language,
        simulated=battle.simulated,
        drawn_at=battle.drawn_at,
        turns=_completed_texts(battle),
        turns_left=battle.pool.max_turns - battle.turn_count,
        reveal=reveal_for_voter(battle_ref, voter_ref) if battle.state == State.VOTED else None,
        probed=battle.probed,
    )


def reveal_for_voter(battle_ref: str, voter_ref: str) -> Reveal | None:
    """Who was who, for the voter who has voted; None otherwise."""
    # The vote's row, not the caller, decides: without it nobody learns the entrants.
    votes = Vote.objects.select_related("battle__entrant_a", "battle__entrant_b")
    vote = votes.filter(battle__ref=battle_ref, voter_ref=voter_ref).first()
    if vote is None:
        return None
    return Reveal(
        entrant_a=vote.battle.entrant_a.ref,
        entrant_b=vote.battle.entrant_b.ref,
        outcome=vote.outcome,
        receipt_ref=vote.receipt_ref,
        counted=vote.voided_at is None,
        void_reason=vote.void_reason,
    )


def asked(battle_ref: str, voter_ref: str, number: int) -> AskedView:
    """Turn `number` of the voter's own battle, right after it was opened. Raises Turn.DoesNotExist."""
    turns = Turn.objects.select_related("battle__pool")
    turn = turns.get(battle__ref=battle_ref, battle__voter_ref=voter_ref, number=number)
    battle = turn.battle
    return AskedView(turn.prompt, tuple(turn.masked), battle.probed, battle.pool.max_turns - number)


def battle_for_socket(battle_ref: str, voter_ref: str) -> SocketView | None:
    """The newest turn of the voter's own battle, for a snapshot; None as in `battle_for_voter`."""
    turn = (
        Turn.objects.select_related("battle")
        .prefetch_related("completions")
        .filter(battle__ref=battle_ref, battle__voter_ref=voter_ref, number=F("battle__turn_count"))
        .first()
    )
    if turn is None:
        return None
    texts = {completion.side: completion.shown_text for completion in turn.completions.all()}
    return SocketView(turn.battle.state, turn.number, texts.get("a", ""), texts.get("b", ""))


def turn_in_line(turn_ref: str) -> TurnInLine | None:
    """A turn that waits or runs; None when its battle has ended or gone on, or there is none."""
    rows = Turn.objects.filter(
        ref=turn_ref, number=F("battle__turn_count"), battle__state__in=[State.DRAWN, State.STREAMING]
    ).values_list("battle__ref", "number", "battle__entrant_a__ref", "battle__entrant_b__ref", "battle__state")
    for battle_ref, number, entrant_a, entrant_b, state in rows:
        return TurnInLine(turn_ref, battle_ref, number, entrant_a, entrant_b, is_running=state == State.STREAMING)
    return None


def _endpoints_best_first(*entrants: int) -> dict[int, tuple[EndpointTask, ...]]:
    """The enabled replicas of each entrant. Who waits at a replica weighs more than who is served."""
    rows = Endpoint.objects.filter(entrant__in=entrants, enabled=True).values_list(
        "entrant_id",
        "failures",
        "pk",
        "base_url",
        "served_name",
        "api_key_variable",
        "ref",
        "breaker",
        "running",
        "waiting",
        "looked_at",
    )
    tasks = [(entrant, failures, pk, EndpointTask(*rest)) for entrant, failures, pk, *rest in rows]
    tasks.sort(key=lambda row: (row[1], _unknown_last(row[3].waiting), _unknown_last(row[3].running), row[2]))
    return {entrant: tuple(task for owner, _, _, task in tasks if owner == entrant) for entrant in entrants}


def _unknown_last(count: float | None) -> float:
    return inf if count is None else count


def turn_for_worker(turn_ref: str) -> TurnTask:
    """Everything a worker needs to run a claimed turn, in one read. Raises Turn.DoesNotExist."""
    turn = Turn.objects.select_related("battle__pool", "battle__entrant_a", "battle__entrant_b").get(ref=turn_ref)
    battle = turn.battle
    past = [view for view in _completed_texts(battle) if view.number < turn.number] if turn.number > 1 else []
    endpoints = _endpoints_best_first(battle.entrant_a_id, battle.entrant_b_id)
    return TurnTask(
        turn_ref=turn.ref,
        battle_ref=battle.ref,
        number=turn.number,
        prompt=turn.prompt,
        a=SideTask(
            battle.entrant_a.ref,
            endpoints[battle.entrant_a_id],
            tuple((view.prompt, view.a) for view in past),
        ),
        b=SideTask(
            battle.entrant_b.ref,
            endpoints[battle.entrant_b_id],
            tuple((view.prompt, view.b) for view in past),
        ),
        system_prompt=battle.pool.system_prompt,
        temperature=battle.pool.temperature,
        top_p=battle.pool.top_p,
        max_tokens=battle.pool.max_tokens,
        language=battle.language,
        probed=battle.probed,
        pace=pace_of(battle.pool),
        names=Identities.read(battle.pool.names),
    )
