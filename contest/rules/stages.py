"""A stage's states and the only moves between them: one table, enforced by conditional UPDATEs in the actions.

draft ──publish──> published ──open──> open ──close──> closed ──finalise──> final
  └──────retract──────┘                │ └pause─> paused ──close──┘
                                       └──resume──┘
"""

from enum import StrEnum


class StageState(StrEnum):
    """Where a stage stands. Its terms may be edited in `draft` only."""

    DRAFT = "draft"
    PUBLISHED = "published"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    FINAL = "final"


class StageMove(StrEnum):
    """What may happen to a stage. `retract` takes a publication back before the opening, to mend its terms."""

    PUBLISH = "publish"
    RETRACT = "retract"
    OPEN = "open"
    PAUSE = "pause"
    RESUME = "resume"
    CLOSE = "close"
    FINALISE = "finalise"


TABLE: dict[StageMove, tuple[frozenset[StageState], StageState]] = {
    StageMove.PUBLISH: (frozenset({StageState.DRAFT}), StageState.PUBLISHED),
    StageMove.RETRACT: (frozenset({StageState.PUBLISHED}), StageState.DRAFT),
    StageMove.OPEN: (frozenset({StageState.PUBLISHED}), StageState.OPEN),
    StageMove.PAUSE: (frozenset({StageState.OPEN}), StageState.PAUSED),
    StageMove.RESUME: (frozenset({StageState.PAUSED}), StageState.OPEN),
    StageMove.CLOSE: (frozenset({StageState.OPEN, StageState.PAUSED}), StageState.CLOSED),
    StageMove.FINALISE: (frozenset({StageState.CLOSED}), StageState.FINAL),
}

RUNNING = frozenset({StageState.OPEN, StageState.PAUSED})
BEFORE_OPENING = frozenset({StageState.DRAFT, StageState.PUBLISHED})
PUBLIC = frozenset(StageState) - {StageState.DRAFT}


def sources(move: StageMove) -> frozenset[StageState]:
    """The states from which `move` is allowed."""
    return TABLE[move][0]


def target(move: StageMove) -> StageState:
    """The state that `move` leads to."""
    return TABLE[move][1]


def allows(state: StageState, move: StageMove) -> bool:
    """Whether a stage in `state` may make `move`."""
    return state in TABLE[move][0]
