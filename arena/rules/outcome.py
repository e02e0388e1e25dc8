"""The four things a voter can say about a battle, and the reasons they may add."""

from enum import StrEnum


class Outcome(StrEnum):
    """A vote's verdict. `tie` and `both_bad` are stored apart; the rating counts both as half a win each."""

    A_BETTER = "a_better"
    B_BETTER = "b_better"
    TIE = "tie"
    BOTH_BAD = "both_bad"


class Reason(StrEnum):
    """Why, in the voter's eyes. Optional, any number."""

    ACCURACY = "accuracy"
    USEFULNESS = "usefulness"
    NATURAL_KOREAN = "natural_korean"
    COMPLETENESS = "completeness"
    SAFETY = "safety"
    STYLE = "style"


def swapped(outcome: Outcome) -> Outcome:
    """The same verdict with sides a and b exchanged."""
    return {Outcome.A_BETTER: Outcome.B_BETTER, Outcome.B_BETTER: Outcome.A_BETTER}.get(outcome, outcome)
