"""How a rehearsal citizen votes: a known hidden strength per entrant, and chance."""

import math
import random

TIE_SHARE = 0.18
BOTH_BAD_SHARE = 0.07


def simulated_outcome(strength_a: float, strength_b: float, rng: random.Random) -> str:
    """An outcome under Bradley-Terry: P(a over b) = 1 / (1 + exp(strength_b - strength_a)), with fixed shares of ties.

    Strengths are on the logit scale: 0.1 is about 17 rating points.
    """
    drawn = rng.random()
    if drawn < TIE_SHARE:
        return "tie"
    if drawn < TIE_SHARE + BOTH_BAD_SHARE:
        return "both_bad"
    return "a_better" if rng.random() < 1 / (1 + math.exp(strength_b - strength_a)) else "b_better"
