"""Times at which many more votes came than around them.

A burst is no proof of anything: a broadcast makes one too. It is shown to people, and the hour is a feature that the
group test looks at.
"""

import numpy as np
from scipy.ndimage import median_filter
from scipy.special import ndtr

from arena.rules.integrity.leaning import holm
from arena.rules.integrity.noticed import Detector, Noticed
from arena.rules.ratings.tally import Matrix

BIN_SECONDS = 600
AROUND_BINS = 37
"""Six hours, the bin in the middle: longer than a burst, shorter than the rhythm of a day."""
LEAST_VOTES = 50
LEAST_RATIO = 3.0
TO_DEVIATION = 1.4826


def bursts(cast_at: Matrix, level: float) -> list[Noticed]:
    """Ten-minute windows with too many votes for the hours around them. `cast_at`: seconds since 1970, (v,)."""
    if not len(cast_at):
        return []
    window = (cast_at // BIN_SECONDS).astype(np.int64)
    first = int(window.min())
    counts = np.bincount(window - first).astype(float)
    around = median_filter(counts, size=AROUND_BINS, mode="nearest")
    # Twice the square root makes counts of any size vary alike; the middle half says how much more they do here.
    rise = 2 * (np.sqrt(counts) - np.sqrt(around))
    spread = max(1.0, float(TO_DEVIATION * np.median(np.abs(rise[around > 0])))) if (around > 0).any() else 1.0
    chances = holm(ndtr(-rise / spread))
    high = (chances <= level) & (counts >= LEAST_VOTES) & (counts >= LEAST_RATIO * around)
    return [
        Noticed(
            Detector.BURST,
            f"from={(first + place) * BIN_SECONDS}",
            np.flatnonzero(window - first == place),
            chance=float(chances[place]),
            numbers={"votes": counts[place], "around": around[place], "standard_errors": rise[place] / spread},
        )
        for place in np.flatnonzero(high)
    ]
