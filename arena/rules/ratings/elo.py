"""Online Elo: a number that moves with every vote, for fun beside the board. It is no rating of ours.

After each vote both entrants move by K · (score - expected), expected = 1 / (1 + 10^((R_b - R_a) / 400)) (Elo 1978).
The result depends on the order of the votes, which says nothing about the entrants: that is why it decides nothing.
"""

from collections.abc import Iterable

from arena.rules.outcome import Outcome

K = 16.0
START = 1000.0
RECENT = 500
SCORES = {Outcome.A_BETTER: 1.0, Outcome.B_BETTER: 0.0, Outcome.TIE: 0.5, Outcome.BOTH_BAD: 0.5}


def online_elo(votes: Iterable[tuple[str, str, Outcome]]) -> dict[str, float]:
    """Ratings after these votes, (entrant on side a, on side b, outcome), in their order; all start at START."""
    ratings: dict[str, float] = {}
    for a, b, outcome in votes:
        before_a, before_b = ratings.get(a, START), ratings.get(b, START)
        step = K * (SCORES[outcome] - 1 / (1 + 10 ** ((before_b - before_a) / 400)))
        ratings[a], ratings[b] = before_a + step, before_b - step
    return ratings
