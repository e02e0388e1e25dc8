"""What a worker process needs to know to run turns; the tasks above read it from the settings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from arena.actions.turns import STALLED_AFTER
from arena.inference.target import Bounds, Deadlines
from arena.queries.battles import TurnTask
from arena.rules.blindness.conceal import Asked, Concealer, Identities
from arena.rules.blindness.pace import Pace
from arena.rules.content import Classifier


@dataclass(frozen=True)
class Conditions:
    """Equal for all entrants. `frame_seconds` is the time between two frames of one battle.

    `most_turns` is what one process holds, `slots` what one entrant answers at once over all processes;
    `endpoint_hosts` are the names of servers that may stand on our own network, None for any. `stalled_after` is how
    long a worker may be silent before its turns are given up and its slots fall back.
    """

    redis_url: str
    frame_seconds: float
    pace: Pace
    deadlines: Deadlines
    bounds: Bounds
    identities: Identities
    most_turns: int
    content: Classifier
    slots: int = 100
    stalled_after: timedelta = STALLED_AFTER
    pace_is_fixed: bool = False
    endpoint_hosts: Collection[str] | None = None

    def identities_of(self, task: TurnTask) -> Identities:
        """The names to mask in a turn's answers: those of every contest and those of its pool."""
        return self.identities.plus(task.names)

    def asked_of(self, task: TurnTask) -> Asked:
        """What the citizen asked, for the concealers of both sides: the prompts are read once for the two."""
        return Asked(task.prompts, self.identities_of(task))

    def concealer_of(self, task: TurnTask, asked: Asked | None = None) -> Concealer:
        """What one side's answer passes through before a voter sees it."""
        return Concealer(self.identities_of(task), task.probed, self.asked_of(task) if asked is None else asked)

    def pace_of(self, task: TurnTask) -> Pace:
        """The pace that the turn's pool was measured to need; `pace` before that, or where it is fixed."""
        return self.pace if self.pace_is_fixed or task.pace is None else task.pace
