"""How files spell a verdict."""

from arena.queries.vote_files.problem import VoteFileProblem
from arena.rules.outcome import Outcome
from arena.rules.ratings.rows import CODES

USUAL = {
    Outcome.A_BETTER: ("model_a", "a_better", "a", "left"),
    Outcome.B_BETTER: ("model_b", "b_better", "b", "right"),
    Outcome.TIE: ("tie", "draw"),
    Outcome.BOTH_BAD: ("tie (bothbad)", "both_bad", "bothbad"),
}
# What may stand on the right of a mapping such as `1=a`.
MEANINGS = {"a": Outcome.A_BETTER, "b": Outcome.B_BETTER, "tie": Outcome.TIE, "both_bad": Outcome.BOTH_BAD} | {
    outcome.value: outcome for outcome in Outcome
}
UNKNOWN = -1


class Winners:
    """Outcome codes of a file's spellings; case and blanks around do not matter."""

    def __init__(self, mapping: dict[str, str]) -> None:
        """`mapping`: this file's own spellings to a, b, tie or both_bad. Raises VoteFileProblem."""
        self._codes = {name: CODES[outcome] for outcome, names in USUAL.items() for name in names}
        for spelling, meaning in mapping.items():
            if meaning not in MEANINGS:
                raise VoteFileProblem(f"“{meaning}” is not a verdict: map values to a, b, tie or both_bad.")
            self._codes[_plain(spelling)] = CODES[MEANINGS[meaning]]

    def code(self, spelling: str) -> int:
        """The outcome's code, or UNKNOWN."""
        return self._codes.get(_plain(spelling), UNKNOWN)


def _plain(spelling: str) -> str:
    return spelling.strip().casefold()
