"""The kinds of personal data that are looked for, and one find."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What was found. The words are stored with a turn and translated by the faces."""

    RESIDENT = "resident"
    FOREIGNER = "foreigner"
    CARD = "card"
    PHONE = "phone"
    ACCOUNT = "account"
    PASSPORT = "passport"
    LICENCE = "licence"
    EMAIL = "email"


class Strength(IntEnum):
    """How sure a shape alone is."""

    NEEDS_LABEL = 0
    """Anything could look like this: it counts only when the words around it say what it is."""
    WEAK = 1
    """It counts unless the words before it say that it is something else."""
    STRONG = 2
    """It counts whatever stands around it."""


@dataclass(frozen=True)
class Candidate:
    """A place in a reading that has the shape of personal data."""

    kind: Kind
    start: int
    end: int
    strength: Strength


@dataclass(frozen=True)
class Found:
    """Personal data between `start` and `end` (characters) of the text that was given."""

    kind: Kind
    start: int
    end: int
