"""The draw: which two entrants meet, and which stands on which side.

Balanced blocks: among all ordered pairs (a on the left, b on the right) one of those met least often so far is
drawn, at random. So after every full round of n(n-1) battles each ordered pair has met equally often, and with it
every pair, every entrant and each entrant's side.
"""

import random
from collections.abc import Mapping

OrderedPair = tuple[int, int]


def draw(exposures: Mapping[OrderedPair, int], rng: random.Random) -> OrderedPair:
    """One of the least met ordered pairs.

    `exposures` maps each ordered pair of entrant keys to how often it was drawn. Raises ValueError when empty.
    """
    if not exposures:
        raise ValueError("A draw needs at least two entrants.")
    least = min(exposures.values())
    # Sorted, so that a seeded rng draws the same whatever the order of the mapping.
    return rng.choice(sorted(pair for pair, count in exposures.items() if count == least))


def starting_exposure(exposures: Mapping[OrderedPair, int]) -> int:
    """Where the pairs of a late entrant start: level with the least met pair, so that nobody waits for them."""
    return min(exposures.values(), default=0)
