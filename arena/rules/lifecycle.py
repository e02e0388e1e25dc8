"""A battle's states and the only moves between them: one table, enforced by conditional UPDATEs in the actions.

drawn ──claim──> streaming ──complete──> ready ──vote──> voted
  │                  │                     │ └─ask──> drawn (next turn)
  └──────void────────┴─────────void────────┤
                                           └─expire─> expired
"""

from enum import StrEnum


class State(StrEnum):
    """Where a battle stands."""

    DRAWN = "drawn"
    STREAMING = "streaming"
    READY = "ready"
    VOTED = "voted"
    VOID = "void"
    EXPIRED = "expired"


class Move(StrEnum):
    """What may happen to a battle."""

    CLAIM = "claim"
    COMPLETE = "complete"
    ASK = "ask"
    VOTE = "vote"
    VOID = "void"
    EXPIRE = "expire"


class VoidReason(StrEnum):
    """Why a battle ended without a vote. Never says which side was at fault."""

    SIDE_FAILED = "side_failed"
    STALLED = "stalled"
    NOT_STARTED = "not_started"
    STOPPED = "stopped"
    LEFT = "left"


TABLE: dict[Move, tuple[frozenset[State], State]] = {
    Move.CLAIM: (frozenset({State.DRAWN}), State.STREAMING),
    Move.COMPLETE: (frozenset({State.STREAMING}), State.READY),
    Move.ASK: (frozenset({State.READY}), State.DRAWN),
    Move.VOTE: (frozenset({State.READY}), State.VOTED),
    Move.VOID: (frozenset({State.DRAWN, State.STREAMING, State.READY}), State.VOID),
    Move.EXPIRE: (frozenset({State.READY}), State.EXPIRED),
}

TERMINAL = frozenset(State) - frozenset().union(*(sources for sources, _ in TABLE.values()))
MAX_TURNS = 5


def sources(move: Move) -> frozenset[State]:
    """The states from which `move` is allowed."""
    return TABLE[move][0]


def target(move: Move) -> State:
    """The state that `move` leads to."""
    return TABLE[move][1]


def allows(state: State, move: Move) -> bool:
    """Whether a battle in `state` may make `move`."""
    return state in TABLE[move][0]
