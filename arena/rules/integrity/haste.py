"""Votes that came faster than anybody reads: voters whose votes follow the answers' end at once, again and again.

The delay from the end of both answers to the vote, in logarithms, against everybody's. Some people decide while the
answers still come, so haste is judged over a voter's votes together, and must be great in seconds too.
"""

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr

from arena.rules.integrity.leaning import Leans, add_up, holm, standard_scores, taste
from arena.rules.integrity.noticed import Detector, Noticed
from arena.rules.ratings.rows import Indices
from arena.rules.ratings.tally import Matrix

LEAST_VOTES = 10
HASTY_SECONDS = 1.0
"""Seeing that the answers are complete, moving the hand and pressing takes about a second."""
SHORTEST = 0.05
TO_DEVIATION = 1.4826


def hasty_voters(delay: Matrix, voter: Indices, names: Sequence[str], level: float) -> list[Noticed]:
    """Voters whose typical delay is below a second and below what varied habits explain.

    `delay`: seconds from both answers' end to the vote, (v,); NaN where it is unknown.
    """
    known = np.isfinite(delay)
    if not known.any():
        return []
    paces = np.log(np.maximum(delay, SHORTEST))
    usual = np.median(paces[known])
    # The spread of single votes, by the middle half: it stands although some votes come after lunch.
    spread = max(float(TO_DEVIATION * np.median(np.abs(paces[known] - usual))), 1e-6)
    votes = np.flatnonzero(known)
    leans = Leans(1, votes, np.zeros(len(votes), dtype=np.int64), (usual - paces[votes]) / spread, np.ones(len(votes)))
    sums = add_up(leans, voter, np.arange(len(voter)))
    scores = standard_scores(sums, 0.0, taste(sums, np.inf))[:, 0]
    tested = np.flatnonzero(sums.information[:, 0] >= LEAST_VOTES)
    chances = holm(ndtr(-scores[tested]))
    found = []
    for who, chance in zip(tested.tolist(), chances, strict=True):
        theirs = np.flatnonzero((voter == who) & known)
        typical = float(np.median(delay[theirs]))
        if chance <= level and typical < HASTY_SECONDS:
            numbers = {
                "seconds": typical,
                "usual_seconds": float(np.exp(usual)),
                "standard_errors": float(scores[who]),
            }
            found.append(Noticed(Detector.TOO_FAST, f"voter={names[who]}", theirs, "", float(chance), numbers))
    return found
