"""How a rehearsal citizen finds one answer better than another: by what can be read, and by chance.

Practice answers of a stronger entrant say more, so the length tells its hidden strength; chance does the rest, as
with people. Blind like everybody: nothing but the two texts goes in.
"""

import math
import random

from contest.rules.rehearsal import simulated_outcome

SENSITIVITY = 1.5


def judge(text_a: str, text_b: str, rng: random.Random) -> str:
    """An outcome; the longer answer is more likely to win, by the logarithm of the lengths' ratio."""
    strengths = [SENSITIVITY * math.log1p(len(text)) for text in (text_a, text_b)]
    return simulated_outcome(strengths[0], strengths[1], rng)
