"""What a detector hands on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from arena.rules.ratings.rows import Indices


class Detector(StrEnum):
    """Which check noticed it. The word is stored."""

    GROUP_TARGETS = "group_targets"
    VOTER_TARGETS = "voter_targets"
    CONTRARIAN = "contrarian"
    RANDOM = "random"
    ONE_SIDED = "one_sided"
    ALWAYS_TIES = "always_ties"
    TOO_FAST = "too_fast"
    BURST = "burst"
    SAME_PROMPT = "same_prompt"


@dataclass(frozen=True)
class Noticed:
    """A pattern in the votes `votes` (by index), with the numbers that speak for it.

    `subject`: what it is about, in words that stay the same from scan to scan. `toward`: the entrant that it helps or
    harms, empty when none is meant. `chance`: that a scan of honest votes shows the like anywhere (the test's p-value
    times the tests that were made, after Holm); None where no such chance is known.
    """

    detector: Detector
    subject: str
    votes: Indices
    toward: str = ""
    chance: float | None = None
    numbers: Mapping[str, float] = field(default_factory=dict)
