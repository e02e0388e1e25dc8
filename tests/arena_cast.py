"""The named cast of the tests: a pool of five entrants, and voters who take part in it."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from arena.actions.battles import open_battle
from arena.actions.pools import EndpointAddress, create_pool, enrol_entrant, join_pool, set_pool_open
from arena.actions.turns import Answer, claim_turn, complete_turn
from arena.actions.votes import Ballot, cast_vote

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINJI = "1" * 64
JUNHO = "2" * 64
STRANGER = "9" * 64
ENTRANTS = ("Pine", "Maple", "Birch", "Cedar", "Willow")


@dataclass(frozen=True)
class Opened:
    """A battle that was opened, and its newest turn."""

    battle_ref: str
    turn_ref: str


def make_pool(names: tuple[str, ...] = ENTRANTS, min_votes: int = 5) -> str:
    """An open pool with one entrant for each name; returns its ref."""
    pool_ref = create_pool(system_prompt="Answer kindly.", min_votes=min_votes)
    for name in names:
        address = EndpointAddress(f"http://127.0.0.1:9/{name}", f"m-{name.lower()}")
        join_pool(pool_ref, enrol_entrant(name, [address]))
    set_pool_open(pool_ref, True)
    return pool_ref


def answer(text: str = "답변") -> Answer:
    """A finished answer."""
    return Answer(raw_text=text, shown_text=text, finish_reason="stop", first_token_ms=10, total_ms=20, concealed=0)


def drawn(pool_ref: str, voter: str = MINJI, seed: int = 1, now: datetime = NOW) -> Opened:
    """A battle that waits for a worker."""
    return Opened(*open_battle(pool_ref, voter, "봄 감자는 언제 심나요?", rng=random.Random(seed), now=now))


def streaming(pool_ref: str, voter: str = MINJI, seed: int = 1) -> Opened:
    """A battle that a worker runs."""
    opened = drawn(pool_ref, voter, seed)
    assert claim_turn(opened.turn_ref, NOW)
    return opened


def ready(pool_ref: str, voter: str = MINJI, seed: int = 1) -> Opened:
    """A battle whose answers are complete."""
    opened = streaming(pool_ref, voter, seed)
    complete_turn(opened.turn_ref, answer("왼쪽 답변"), answer("오른쪽 답변"), NOW)
    return opened


def ballot(outcome: str = "a_better", key: str = "key-0123456789abcdef", **more: object) -> Ballot:
    """A voter's ballot."""
    return Ballot(outcome=outcome, key=key, **more)  # type: ignore[arg-type]


def voted(pool_ref: str, voter: str = MINJI, outcome: str = "a_better", seed: int = 1) -> Opened:
    """A battle with its vote."""
    opened = ready(pool_ref, voter, seed)
    cast_vote(opened.battle_ref, voter, ballot(outcome, key=f"key-of-{opened.battle_ref}"), NOW + timedelta(minutes=1))
    return opened
