"""What a contest file asks for, and what is wrong with it."""

from dataclasses import dataclass

from contest.rules.stages_terms import StageTerms
from contest.rules.teams import EntrantFacts, Replica, TeamFacts


@dataclass(frozen=True)
class Fault:
    """One thing to mend. Lines count from 1; `field` is the way to it, such as `teams[0].name.en`."""

    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.field}: {self.message}" if self.field else f"line {self.line}: {self.message}"


class FaultyFile(Exception):
    """The file cannot be used; `faults` has everything that was found in it, in the order of the lines."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: fault.line)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True)
class PlannedEntrant:
    """An entrant with all its replicas."""

    line: int
    facts: EntrantFacts
    replicas: tuple[Replica, ...]


@dataclass(frozen=True)
class PlannedTeam:
    """A team with the entrants that the file knows of. `emblem`: a path beside the file; empty for none."""

    line: int
    facts: TeamFacts
    emblem: str
    entrants: tuple[PlannedEntrant, ...]


@dataclass(frozen=True)
class PlannedStage:
    """A stage and the slugs of the entrants that take part in it."""

    line: int
    slug: str
    terms: StageTerms
    is_rehearsal: bool
    entrants: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """All of a file."""

    teams: tuple[PlannedTeam, ...] = ()
    stages: tuple[PlannedStage, ...] = ()
