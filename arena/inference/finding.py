"""What a check of an endpoint found."""

from dataclasses import dataclass
from enum import StrEnum

from arena.rules.blindness.pace import Arrival


class Level(StrEnum):
    """How much a finding matters: `must` keeps an endpoint out, `should` is advice."""

    MUST = "must"
    SHOULD = "should"


@dataclass(frozen=True)
class Finding:
    """What one check found. `told` is a sentence for the engineer who runs the endpoint."""

    check: str
    level: Level
    passed: bool
    told: str
    arrival: Arrival | None = None
    """How the answer came, for the check that measures this."""
